"""Search by words, ranked by where they stand (L4); fields set by a person are remembered (L1)."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from soat.core.text import fold


def fill_heads(apps, schema_editor):
    Document = apps.get_model("legal", "Document")
    for row in Document.objects.only("number", "type", "title", "issuer", "signer").iterator():
        row.folded_head = fold(" ".join([row.number, row.type, row.title, row.issuer, row.signer]))
        row.save(update_fields=["folded_head"])


class Migration(migrations.Migration):
    dependencies = [("legal", "0003_search")]
    operations = [
        # Searched on every page of results; unpacking compressed texts took most of that time (90 of 116 ms measured).
        migrations.RunSQL(
            "ALTER TABLE legal_document ALTER COLUMN folded SET STORAGE EXTERNAL", migrations.RunSQL.noop
        ),
        migrations.RemoveIndex(model_name="document", name="legal_document_trgm"),
        migrations.RemoveIndex(model_name="document", name="legal_document_words"),
        migrations.AddField(
            model_name="document",
            name="folded_head",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="document",
            name="settled",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, editable=False, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        models.F("folded"),
                        models.Value("[^[:alnum:]]+"),
                        models.Value(" "),
                        models.Value("g"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    ),
                    config="simple",
                ),
                name="legal_document_words",
            ),
        ),
        migrations.RunPython(fill_heads, migrations.RunPython.noop),
        migrations.RunSQL((Path(__file__).parent / "search_words.sql").read_text(encoding="utf-8")),
    ]
