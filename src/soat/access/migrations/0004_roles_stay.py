"""A role that was held stays in the history: it is ended, never deleted (requirements P3, P4)."""

from django.db import migrations

from soat.access.policies import renew


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sysadmin_of_none")]
    operations = [renew("access_grant", delete="false")]
