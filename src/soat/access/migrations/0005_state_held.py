"""The state of a programme, asked for and held: who gives a role and who closes the programme wait for each other (P3)."""

from django.db import migrations

_HELD = """
CREATE FUNCTION soat_programme_state(which uuid) RETURNS text LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS
  $$ SELECT state FROM access_scope WHERE id = which FOR SHARE $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_roles_stay")]
    operations = [migrations.RunSQL(_HELD, "DROP FUNCTION soat_programme_state(uuid)")]
