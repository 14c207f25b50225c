"""An administrator is told the name of a programme somebody is invited to, and nothing else of it (P2, P4)."""

from django.db import migrations

_NAME = """
CREATE FUNCTION soat_programme_name(which uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT title FROM programmes_programme
   WHERE id = which AND (soat_kind() = 'system' OR soat_may('role.view') OR id IN (SELECT soat_programmes('role.view')))
$$;
REVOKE EXECUTE ON FUNCTION soat_programme_name(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION soat_programme_name(uuid) TO soat_app;
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0010_subjects_added")]
    operations = [migrations.RunSQL(_NAME, "DROP FUNCTION soat_programme_name(uuid)")]
