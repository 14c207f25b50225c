"""Row-level security of themes, overlaps, requests of units and draws (P4, S5, S7, S8); what a draw sealed stays.

A member writes her own absences. A thematic lead sees the visits that her inspections were merged into; she may give
up an overlap but neither merge nor allow it. A draw for surprise inspections is there for who decides on them alone.
"""

from django.db import migrations

from soat.access.policies import protect, raw, renew


def _of(action: str) -> str:
    return f"programme_id IN (SELECT soat_programmes('{action}'))"


def _units(action: str, agency: str) -> str:
    return f"(programme_id, {agency}) IN (SELECT u.programme_id, u.agency_id FROM soat_units('{action}') u)"


_FUNCTIONS = """
CREATE FUNCTION schedules_joined_visits() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.visit_id FROM public.schedules_overlap o
   WHERE o.state = 'merged' AND (o.programme_id, o.lead_agency_id) IN
         (SELECT u.programme_id, u.agency_id FROM public.soat_units('theme.view') u)
$$;

CREATE FUNCTION schedules_my_memberships() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.id FROM public.teams_member m JOIN public.people_person p ON p.id = m.person_id
   WHERE public.soat_kind() = 'person' AND p.user_id = public.soat_user()
$$;

CREATE FUNCTION schedules_draw_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE applied CONSTANT text[] := ARRAY['applied_at', 'applied_by'];
DECLARE later CONSTANT text[] := ARRAY['protocol', 'drawn_at', 'drawn_by', 'applied_at', 'applied_by',
                                       'cancelled_at', 'cancelled_by', 'cancel_reason'];
BEGIN
  IF to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later
     OR (OLD.drawn_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL)
        AND to_jsonb(NEW) - applied IS DISTINCT FROM to_jsonb(OLD) - applied THEN
    RAISE EXCEPTION 'Bốc thăm đã niêm phong thì giữ nguyên; hãy hủy kèm lý do rồi lập bốc thăm khác.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER schedules_draw_kept BEFORE UPDATE ON schedules_draw
  FOR EACH ROW EXECUTE FUNCTION schedules_draw_kept();
"""
_UNDO = """
DROP TRIGGER schedules_draw_kept ON schedules_draw;
DROP FUNCTION schedules_draw_kept();
DROP FUNCTION schedules_my_memberships();
DROP FUNCTION schedules_joined_visits();
"""
_TOLD = "(state IN ('notified', 'opened') OR (state = 'cancelled' AND notified_at IS NOT NULL))"
_OPEN_TO_ALL = "(kind <> 'surprise' OR state = 'opened')"
_VISITS = " OR ".join(
    (
        f"({_of('visit.view')} AND ({_OPEN_TO_ALL} OR id IN (SELECT schedules_my_visits())))",
        _of("surprise.view"),
        f"({_units('visit.view', 'agency_id')} AND {_TOLD})",
        f"({_units('theme.view', 'lead_agency_id')} AND kind = 'thematic')",
        f"(id IN (SELECT schedules_joined_visits()) AND {_OPEN_TO_ALL})",
    )
)
_OWN_ABSENCE = f"({_of('absence.declare')} AND member_id IN (SELECT schedules_my_memberships()))"
_ABSENCE = f"{_of('schedule.plan')} OR {_OWN_ABSENCE}"
_LEAD = _units("schedule.theme", "lead_agency_id")
_GIVEN_UP = f"({_LEAD} AND state IN ('waiting', 'dropped'))"
_PLANS = f"{_of('schedule.plan')} OR {_of('schedule.override')}"
_ASKS = f"(({_of('blackout.ask')} OR {_units('blackout.ask', 'agency_id')}) AND answered_at IS NULL)"
_DRAWS = (
    f"(kind = 'added' AND ({_of('draw.view')} OR "
    f"programme_id IN (SELECT u.programme_id FROM soat_units('draw.view') u))) OR {_of('surprise.view')}"
)


class Migration(migrations.Migration):
    dependencies = [("schedules", "0005_themes_draws")]
    operations = [
        migrations.RunSQL(_FUNCTIONS, _UNDO),
        renew("schedules_visit", view=_VISITS),
        renew("schedules_absence", insert=_ABSENCE, update=_ABSENCE, delete=_ABSENCE),
        renew("schedules_draw", view=_DRAWS, insert=_of("draw.hold"), update=_of("draw.hold"), delete="false"),
        protect(
            "schedules_theme",
            view=["theme.view"],
            write=["schedule.theme"],
            delete=[],
            agency="lead_agency_id",
        ),
        raw(
            "schedules_overlap",
            view=f"{_of('theme.view')} OR {_units('theme.view', 'lead_agency_id')}",
            write="false",
            insert=f"{_of('schedule.theme')} OR {_of('schedule.plan')} OR ({_LEAD} AND state = 'waiting')",
            update=f"{_PLANS} OR {_GIVEN_UP}",
        ),
        raw(
            "schedules_blackoutrequest",
            view=f"{_of('blackout.view')} OR {_units('blackout.view', 'agency_id')}",
            write="false",
            insert=_ASKS,
            update=_of("schedule.plan"),
            delete=_ASKS,
        ),
    ]
