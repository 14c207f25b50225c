"""The database gives the numbers (D2): the next of the series, never changed, never taken away."""

from django.db import migrations


_COUNTED = """
CREATE FUNCTION papers_next_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.papers_series SET last = last + 1 WHERE id = NEW.series_id RETURNING last INTO NEW.number;
  RETURN NEW;
END $$;
CREATE TRIGGER papers_next_number BEFORE INSERT ON papers_number
  FOR EACH ROW EXECUTE FUNCTION papers_next_number();

CREATE FUNCTION papers_number_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.series_id, NEW.number, NEW.symbol, NEW.abstract, NEW.dated, NEW.taken_at, NEW.taken_by)
     IS DISTINCT FROM (OLD.series_id, OLD.number, OLD.symbol, OLD.abstract, OLD.dated, OLD.taken_at, OLD.taken_by)
     OR OLD.voided_at IS NOT NULL THEN
    RAISE EXCEPTION 'Số đã cấp thì giữ nguyên trong sổ; hãy hủy số kèm lý do.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER papers_number_stays BEFORE UPDATE OR DELETE ON papers_number
  FOR EACH ROW EXECUTE FUNCTION papers_number_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("access", "0002_security")]
    operations = [
        migrations.RunSQL(_COUNTED),
    ]
