"""An issued version of the outline is frozen with its head: nothing of it changes but in use → retired (requirement G4)."""

from django.db import migrations

_FROZEN = """
CREATE FUNCTION programmes_outline_head_frozen() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state = 'draft' THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'in_use' AND NEW.state = 'retired' THEN
    OLD.state := 'retired';
    IF NEW IS NOT DISTINCT FROM OLD THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'Phiên bản đề cương đã ban hành thì không sửa, không xóa được; hãy tạo phiên bản mới.'
    USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER programmes_outline_head_frozen BEFORE UPDATE OR DELETE ON programmes_outline
  FOR EACH ROW EXECUTE FUNCTION programmes_outline_head_frozen();
"""
_UNDO = """
DROP TRIGGER programmes_outline_head_frozen ON programmes_outline;
DROP FUNCTION programmes_outline_head_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_closed_ways")]
    operations = [migrations.RunSQL(_FROZEN, _UNDO)]
