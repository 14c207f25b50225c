"""A notice is marked as read; of what was told nothing else changes, and nothing goes (P4, A2)."""

from django.db import migrations

_KEPT = """
CREATE FUNCTION inbox_message_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  former jsonb := to_jsonb(OLD) - 'read_at';
  latter jsonb := to_jsonb(NEW) - 'read_at';
BEGIN
  IF public.soat_kind() = 'system' THEN
    former := former - 'mail_state'; latter := latter - 'mail_state';
  END IF;
  IF former <> latter OR (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at) THEN
    RAISE EXCEPTION 'Tin báo đã gửi thì không sửa.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER inbox_message_kept BEFORE UPDATE ON inbox_message FOR EACH ROW EXECUTE FUNCTION inbox_message_kept();
CREATE FUNCTION inbox_message_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'Tin báo không xóa.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER inbox_message_stays BEFORE DELETE ON inbox_message FOR EACH ROW EXECUTE FUNCTION inbox_message_stays();
"""
_UNDO = "DROP FUNCTION inbox_message_kept() CASCADE; DROP FUNCTION inbox_message_stays() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial"), ("access", "0002_security")]
    operations = [
        migrations.RunSQL(_KEPT, _UNDO),
    ]
