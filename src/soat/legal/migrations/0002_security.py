"""Row-level security of the register (requirement P4)."""

from django.db import migrations

from soat.access.policies import protect


class Migration(migrations.Migration):
    dependencies = [("legal", "0001_initial"), ("people", "0002_security")]
    operations = [
        protect("legal_document", view=["legal.view"], write=["legal.edit"], programme=None),
        protect("legal_relation", view=["legal.view"], write=["legal.edit"], programme=None),
        protect("legal_citation", view=["citation.view"], write=["programme.review", "outline.edit"]),
    ]
