"""Who gives roles in a programme cannot make an administrator by it: that role belongs to no programme (P3)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_security")]
    operations = [
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(programme_id__isnull=True) | ~models.Q(role="sysadmin"),
                name="access_grant_sysadmin_of_none",
            ),
        ),
    ]
