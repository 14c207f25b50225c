"""The room stands above `programmes` now (ADR 12): series and numbers refer to agency and programme; the columns stay."""

import django.db.models.deletion
from django.db import migrations, models

_REFERENCES = """
ALTER TABLE papers_series ADD CONSTRAINT papers_series_issuer FOREIGN KEY (issuer_id)
  REFERENCES people_agency (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE papers_number ADD CONSTRAINT papers_number_programme FOREIGN KEY (programme_id)
  REFERENCES programmes_programme (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX papers_number_programme_id ON papers_number (programme_id);
"""


def _reference(to):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0002_security"),
        ("people", "0002_security"),
        ("programmes", "0010_subjects_added"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_REFERENCES)],
            state_operations=[
                migrations.RemoveConstraint("series", "papers_series_once"),
                migrations.RemoveField("series", "issuer_id"),
                migrations.RemoveField("number", "programme_id"),
                migrations.AddField("series", "issuer", _reference("people.agency"), preserve_default=False),
                migrations.AddField(
                    "number", "programme", _reference("programmes.programme"), preserve_default=False
                ),
                migrations.AddConstraint(
                    "series",
                    models.UniqueConstraint(fields=["issuer", "type", "year"], name="papers_series_once"),
                ),
            ],
        ),
    ]
