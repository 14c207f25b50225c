"""Held policies once; they are declared in `row_security.py` now (ADR 14). Others depend on this name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("legal", "0001_initial"), ("people", "0002_security")]
