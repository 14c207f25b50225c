"""Hashes of passwords and of links leave the tables that colleagues read: sign-in alone gets them (requirement P4)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import soat.common.ids

_MOVED = """
INSERT INTO accounts_secret (id, user_id, password) SELECT gen_random_uuid(), id, password FROM accounts_user;
INSERT INTO accounts_link (id, invitation_id, token_hash) SELECT gen_random_uuid(), id, token_hash FROM accounts_invitation;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


def _key() -> models.UUIDField:
    return models.UUIDField(default=soat.common.ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_accounts_stay")]
    operations = [
        migrations.CreateModel(
            name="Secret",
            fields=[
                ("id", _key()),
                ("password", models.CharField(max_length=128)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secret",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", _key()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link",
                        to="accounts.invitation",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(_MOVED),
        migrations.RemoveField(model_name="user", name="password"),
        migrations.RemoveField(model_name="invitation", name="token_hash"),
    ]
