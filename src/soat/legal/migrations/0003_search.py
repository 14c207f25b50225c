"""The search function of the register (requirement L4)."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("legal", "0002_security")]
    operations = [migrations.RunSQL((Path(__file__).parent / "search.sql").read_text(encoding="utf-8"))]
