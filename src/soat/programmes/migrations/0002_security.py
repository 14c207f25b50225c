"""Programme states for the rights, and frozen outlines (P4, G4)."""

from pathlib import Path

from django.db import migrations




class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("legal", "0002_security")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "scope.sql").read_text(encoding="utf-8")),
    ]
