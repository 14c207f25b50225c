"""Held policies once; they are declared in `row_security.py` now (ADR 14). Others depend on this name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sysadmin_of_none")]
