"""The system actor may ask how long each chain should be, so that a tail cut off is seen (requirement A1)."""

from django.db import migrations

HEADS = """
CREATE FUNCTION trail_heads() RETURNS SETOF trail_chainhead LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$ SELECT * FROM trail_chainhead WHERE current_setting('soat.kind', true) = 'system' $$;
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_chain")]
    operations = [migrations.RunSQL(HEADS, "DROP FUNCTION trail_heads()")]
