"""Acts of the team are only added (P4)."""

from django.db import migrations


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
        migrations.RunSQL(
            _ADDED_ONLY, "DROP TRIGGER teams_act_added_only ON teams_act; DROP FUNCTION teams_act_added_only()"
        ),
    ]
