"""A unit's session reads issued versions of the outline only, by raw SQL too (requirements G4, P4)."""

from django.db import migrations

from soat.access.policies import SYSTEM

_WHOLE = "programme_id IN (SELECT soat_programmes('outline.view'))"
_UNIT = "programme_id IN (SELECT u.programme_id FROM soat_units('outline.view') u)"
_ISSUED = "EXISTS (SELECT 1 FROM programmes_outline o WHERE o.id = outline_id AND o.state <> 'draft')"


def _replace(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"DROP POLICY {table}_view ON {table};"
        f"CREATE POLICY {table}_view ON {table} FOR SELECT TO soat_app"
        f" USING ({SYSTEM} OR {_WHOLE} OR ({_UNIT} AND {condition}))"
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_node_code")]
    operations = [
        _replace("programmes_outline", "state <> 'draft'"),
        _replace("programmes_node", _ISSUED),
    ]
