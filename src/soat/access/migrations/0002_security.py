"""Row-level security of rights and of the trail (requirement P4)."""

from pathlib import Path

from django.db import migrations

from soat.access.policies import SIGN_IN, clauses, raw

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
        raw(
            "access_grant",
            view=f"{SIGN_IN} OR {clauses(['role.view'], owner='user_id')}",
            write=clauses(["role.give"]),
        ),
        raw(
            "trail_event",
            view="(programme_id IS NULL AND (SELECT soat_may('trail.view'))) OR "
            "programme_id IN (SELECT soat_programmes('trail.view')) OR "
            "(programme_id, agency_id) IN (SELECT u.programme_id, u.agency_id FROM soat_units('trail.view') u)",
            write="false",
            insert="(SELECT soat_kind()) = 'auth' OR ((SELECT soat_kind()) = 'person' AND actor_id = (SELECT soat_user()))",
        ),
    ]
