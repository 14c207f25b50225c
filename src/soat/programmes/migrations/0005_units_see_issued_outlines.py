"""Held policies once; they are declared in `row_security.py` now (ADR 14). Others depend on this name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_node_code")]
