"""Heirs of agencies, for the rights of units (requirements P1, P4)."""

from pathlib import Path

from django.db import migrations




class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("accounts", "0002_security")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "heirs.sql").read_text(encoding="utf-8")),
    ]
