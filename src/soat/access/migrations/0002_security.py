"""The functions that row-level policies ask (requirement P4)."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("trail", "0002_chain")]
    operations = [
        migrations.RunSQL((HERE / "functions.sql").read_text(encoding="utf-8")),
        migrations.RunSQL(
            [
                "REVOKE ALL ON access_scope FROM soat_app",
                "REVOKE INSERT, UPDATE, DELETE ON access_heir, access_permission FROM soat_app",
            ]
        ),
    ]
