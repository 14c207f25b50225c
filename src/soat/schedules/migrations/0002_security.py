"""What follows the time of a visit, and whose visits are hers: functions of the database (P4, S7)."""

from pathlib import Path

from django.db import migrations



class Migration(migrations.Migration):
    dependencies = [("schedules", "0001_initial"), ("teams", "0002_security")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "following.sql").read_text(encoding="utf-8")),
    ]
