"""Runs of the solver: what they were made from, signs of life, undoing (S2–S4).

The exclusions can wait for the end of a transaction in which several visits change places.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import migrations, models
from django.db.models import Deferrable, Q



def _waiting(model, name, column, condition):
    return [
        migrations.RemoveConstraint(model, name),
        migrations.AddConstraint(
            model,
            ExclusionConstraint(
                name=name,
                expressions=[(column, "="), ("slots", "&&")],
                condition=condition,
                deferrable=Deferrable.IMMEDIATE,
            ),
        ),
    ]


_STANDING = ~Q(state="cancelled")


class Migration(migrations.Migration):
    dependencies = [("schedules", "0003_feed")]
    operations = [
        *(
            migrations.AddField("run", name, models.DateTimeField(null=True))
            for name in ("started_at", "beat_at", "stop_asked_at")
        ),
        *(migrations.AddField("run", name, models.JSONField(default=dict)) for name in ("frame", "kept")),
        *_waiting("crew", "schedules_person_free", "person", Q(standing=True, slots__isnull=False)),
        *_waiting(
            "visit", "schedules_vehicle_free", "vehicle", _STANDING & Q(vehicle__isnull=False, slots__isnull=False)
        ),
        *_waiting(
            "visit", "schedules_unit_one_visit", "agency", _STANDING & ~Q(kind="surprise") & Q(slots__isnull=False)
        ),
    ]
