from django.db import migrations, models

import soat.common.ids


class Migration(migrations.Migration):
    """A failure is a record of its own, which the trail can name. No installation has one yet."""

    dependencies = [("background", "0001_initial")]
    operations = [
        migrations.DeleteModel("Failure"),
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("id", models.UUIDField(default=soat.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("job_id", models.BigIntegerField(unique=True)),
                ("job", models.CharField(max_length=128)),
                ("sentence", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(
            "ALTER TABLE background_failure ADD CONSTRAINT background_failure_job"
            " FOREIGN KEY (job_id) REFERENCES procrastinate_jobs ON DELETE CASCADE",
            "ALTER TABLE background_failure DROP CONSTRAINT background_failure_job",
        ),
    ]
