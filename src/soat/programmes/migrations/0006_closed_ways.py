"""Closes ways round the policies for whoever runs SQL as the program (requirements P4, A1, G4).

Functions that run as the owner look at temporary tables last, so that none can stand in for a table of rights; the
program makes no temporary tables and does not write the tables of the frame; a node of an issued outline cannot be
moved out of it. Stands in the highest room that has tables, after every such function.
"""

from django.db import migrations

_FUNCTIONS = """
DO $$
DECLARE one regprocedure;
BEGIN
  FOR one IN SELECT p.oid FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', one);
  END LOOP;
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
"""
_FRAME = (
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations, django_content_type, auth_group, auth_group_permissions,"
    " auth_permission, socialaccount_socialapp FROM soat_app"
)
_FROZEN = """
CREATE OR REPLACE FUNCTION programmes_outline_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE touched uuid[] := CASE TG_OP
  WHEN 'INSERT' THEN ARRAY[NEW.outline_id]
  WHEN 'DELETE' THEN ARRAY[OLD.outline_id]
  ELSE ARRAY[OLD.outline_id, NEW.outline_id] END;
BEGIN
  IF EXISTS (SELECT 1 FROM programmes_outline WHERE id = ANY (touched) AND state <> 'draft') THEN
    RAISE EXCEPTION 'Phiên bản đề cương đã ban hành thì không sửa được; hãy tạo phiên bản mới.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0005_units_see_issued_outlines"),
        ("legal", "0004_words"),
        ("accounts", "0004_second_step"),
        ("access", "0003_sysadmin_of_none"),
        ("trail", "0003_heads"),
    ]
    operations = [migrations.RunSQL(_FROZEN), migrations.RunSQL(_FUNCTIONS), migrations.RunSQL(_FRAME)]
