"""What the database itself holds fast: an issued paper, its bytes and saved templates (D1, D4)."""

from django.db import migrations


_STAYS = """
CREATE FUNCTION papers_paper_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  ending CONSTANT text[] := ARRAY['state', 'ended_at', 'ended_by', 'end_reason', 'replaced_by_id'];
BEGIN
  IF OLD.state = 'draft' THEN
    IF TG_OP = 'UPDATE' AND NEW.state NOT IN ('draft', 'issued') THEN
      RAISE EXCEPTION 'Dự thảo chưa ban hành thì không thu hồi được.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.state <> 'issued' OR NEW.state NOT IN ('revoked', 'replaced')
     OR (to_jsonb(NEW) - ending) IS DISTINCT FROM (to_jsonb(OLD) - ending) THEN
    RAISE EXCEPTION 'Văn bản đã ban hành thì giữ nguyên; hãy thu hồi hoặc ban hành văn bản thay.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER papers_paper_stays BEFORE UPDATE OR DELETE ON papers_paper
  FOR EACH ROW EXECUTE FUNCTION papers_paper_stays();

CREATE FUNCTION papers_only_added() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'Tệp đã ban hành và mẫu đã lưu thì giữ nguyên.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER papers_file_stays BEFORE UPDATE OR DELETE ON papers_paperfile
  FOR EACH ROW EXECUTE FUNCTION papers_only_added();
CREATE TRIGGER papers_wording_stays BEFORE UPDATE OR DELETE ON papers_wording
  FOR EACH ROW EXECUTE FUNCTION papers_only_added();

CREATE FUNCTION papers_file_of_issued() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.papers_paper WHERE id = NEW.paper_id AND state <> 'draft';
  IF NOT FOUND OR NEW.sha256 <> encode(sha256(NEW.data), 'hex') OR NEW.size <> length(NEW.data) THEN
    RAISE EXCEPTION 'Tệp phải là của văn bản đã ban hành và khớp mã SHA-256.' USING ERRCODE = 'check_violation';
  END IF;
  SELECT programme_id INTO NEW.programme_id FROM public.papers_paper WHERE id = NEW.paper_id;
  RETURN NEW;
END $$;
CREATE TRIGGER papers_file_of_issued BEFORE INSERT ON papers_paperfile
  FOR EACH ROW EXECUTE FUNCTION papers_file_of_issued();

CREATE FUNCTION papers_number_used() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.papers_paper WHERE number_id = NEW.id;
  IF FOUND THEN
    RAISE EXCEPTION 'Số đã dùng cho một văn bản thì không hủy được.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER papers_number_used BEFORE UPDATE OF voided_at ON papers_number
  FOR EACH ROW WHEN (NEW.voided_at IS NOT NULL) EXECUTE FUNCTION papers_number_used();
"""
_UNDO = """
DROP TRIGGER papers_number_used ON papers_number;
DROP TRIGGER papers_file_of_issued ON papers_paperfile;
DROP TRIGGER papers_wording_stays ON papers_wording;
DROP TRIGGER papers_file_stays ON papers_paperfile;
DROP TRIGGER papers_paper_stays ON papers_paper;
DROP FUNCTION papers_number_used(), papers_file_of_issued(), papers_only_added(), papers_paper_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_papers"), ("access", "0002_security")]
    operations = [
        migrations.RunSQL(_STAYS, _UNDO),
    ]
