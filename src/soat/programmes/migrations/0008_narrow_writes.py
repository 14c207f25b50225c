"""Each way of writing has its own right (requirements P4, G5, G7): a unit reports a duty and asks a question, no more.

Policies (`row_security.py`) say which rows; two triggers say which columns.
"""

from django.db import migrations


_COLUMNS = """
CREATE FUNCTION programmes_duty_reported() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE reported CONSTANT text[] := ARRAY['evidence', 'done_at', 'done_by'];
BEGIN
  IF soat_kind() = 'system' OR OLD.programme_id IN (SELECT soat_programmes('duty.manage')) THEN
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - reported IS DISTINCT FROM to_jsonb(OLD) - reported
     OR OLD.done_at IS NOT NULL OR NEW.done_by IS DISTINCT FROM soat_user() THEN
    RAISE EXCEPTION 'Bên được giao chỉ báo cáo kết quả; nội dung và hạn của nhiệm vụ do Cơ quan thường trực sửa.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER programmes_duty_reported BEFORE UPDATE ON programmes_duty
  FOR EACH ROW EXECUTE FUNCTION programmes_duty_reported();

CREATE FUNCTION programmes_question_asked() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE answered CONSTANT text[] := ARRAY['answer', 'answered_at', 'answered_by'];
BEGIN
  IF soat_kind() <> 'system' AND to_jsonb(NEW) - answered IS DISTINCT FROM to_jsonb(OLD) - answered THEN
    RAISE EXCEPTION 'Câu hỏi đã gửi thì không sửa được; chỉ ghi câu trả lời.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER programmes_question_asked BEFORE UPDATE ON programmes_question
  FOR EACH ROW EXECUTE FUNCTION programmes_question_asked();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0007_frozen_heads")]
    operations = [
        migrations.RunSQL(_COLUMNS),
    ]
