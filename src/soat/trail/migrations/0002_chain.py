"""The database links and freezes the trail (requirement A1)."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunSQL((Path(__file__).parent / "chain.sql").read_text(encoding="utf-8"))]
