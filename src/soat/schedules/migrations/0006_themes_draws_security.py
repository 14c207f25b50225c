"""Row-level security of themes, overlaps, requests of units and draws (P4, S5, S7, S8); what a draw sealed stays.

A member writes her own absences. A thematic lead sees the visits that her inspections were merged into; she may give
up an overlap but neither merge nor allow it. A draw for surprise inspections is there for who decides on them alone.
"""

from django.db import migrations



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


class Migration(migrations.Migration):
    dependencies = [("schedules", "0005_themes_draws")]
    operations = [
        migrations.RunSQL(_FUNCTIONS, _UNDO),
    ]
