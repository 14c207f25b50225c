"""Accounts are listed in Vietnamese order and found without diacritics (P5); an invitation knows of its mail."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Lower

from soat.core.text import fold, person_sort_key, sort_text


def name_again(apps: Any, schema_editor: Any) -> None:
    for user in apps.get_model("accounts", "User").objects.only("full_name").iterator():
        user.sort_key = sort_text(*person_sort_key(user.full_name))
        user.folded = fold(user.full_name)[:150]
        user.save(update_fields=["sort_key", "folded"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_security")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="sort_key",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=700),
        ),
        migrations.AddField(
            model_name="user",
            name="folded",
            field=models.CharField(default="", editable=False, max_length=150),
        ),
        migrations.AddField(
            model_name="invitation",
            name="mail_state",
            field=models.CharField(
                choices=[
                    ("waiting", "Thư đang được gửi"),
                    ("sent", "Đã gửi thư"),
                    ("failed", "Không gửi được thư"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                Lower("email"),
                "role",
                "programme_id",
                "agency_id",
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                nulls_distinct=False,
                name="accounts_invitation_waits_once",
            ),
        ),
        migrations.RunPython(name_again, migrations.RunPython.noop),
    ]
