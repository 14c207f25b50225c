"""Row-level security of the team (P4): a unit reads and writes what it is asked for and names; acts are only added."""

from django.db import migrations

from soat.access.policies import clauses, protect, raw

_OWN = clauses(["nomination.propose"], agency="agency_id")
_ADDED_ONLY = """
CREATE FUNCTION teams_act_added_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'Lịch sử của Đoàn chỉ được ghi thêm, không sửa, không xóa.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER teams_act_added_only BEFORE UPDATE OR DELETE ON teams_act
  FOR EACH ROW EXECUTE FUNCTION teams_act_added_only();
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial"), ("programmes", "0006_closed_ways")]
    operations = [
        protect("teams_settings", view=["team.view"], write=["team.manage"]),
        protect("teams_request", view=["nomination.view"], write=["nomination.request"], agency="agency_id"),
        raw(
            "teams_nomination",
            view=clauses(["nomination.view"], agency="agency_id"),
            write=f"({clauses(['nomination.decide'])}) OR (({_OWN}) AND state IN ('proposed', 'withdrawn'))",
            insert=f"({_OWN}) AND state = 'proposed'",
        ),
        *(protect(f"teams_{t}", view=["team.view"], write=["team.manage"]) for t in ("member", "act", "competence")),
        protect("teams_interest", view=["team.view"], write=["interest.declare"]),
        migrations.RunSQL(
            _ADDED_ONLY, "DROP TRIGGER teams_act_added_only ON teams_act; DROP FUNCTION teams_act_added_only()"
        ),
    ]
