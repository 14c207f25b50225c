"""Every file of a document is kept, the newest is the current one (L1); what was attached so far is the first."""

import django.db.models.deletion
from django.db import migrations, models

import soat.common.ids

# Who attached it stands in the trail; one that is not there counts as attached by who made the document.
_FORMER = """
INSERT INTO legal_file (id, document_id, number, data, name, type, size, sha256, added_at, added_by, added_by_name)
SELECT gen_random_uuid(), d.id, 1, d.file, d.file_name, d.file_type, length(d.file), encode(sha256(d.file), 'hex'),
       coalesce(e.at, d.created_at), coalesce(e.actor_id, d.created_by), coalesce(e.actor_name, '')
  FROM legal_document d
  LEFT JOIN LATERAL (
       SELECT at, actor_id, actor_name FROM trail_event
        WHERE subject_id = d.id AND payload LIKE '%"file_name"%' ORDER BY seq DESC LIMIT 1) e ON true
 WHERE length(d.file) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("legal", "0004_words"), ("trail", "0002_chain")]
    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.UUIDField(default=soat.common.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("data", models.BinaryField()),
                ("name", models.CharField(max_length=200)),
                ("type", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.UUIDField()),
                ("added_by_name", models.CharField(max_length=200)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="legal.document"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("document", "number"), name="legal_file_once")],
            },
        ),
        migrations.RunSQL(_FORMER, migrations.RunSQL.noop),
    ]
