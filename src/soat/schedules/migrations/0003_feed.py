"""Calendar feeds (S9)."""

from django.db import migrations, models

import soat.common.ids


class Migration(migrations.Migration):
    dependencies = [("schedules", "0002_security")]
    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=soat.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("user_id", models.UUIDField(unique=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={"abstract": False},
        ),
    ]
