"""Heirs of agencies for the rights below, and row-level security of this room (requirements P1, P4)."""

from pathlib import Path

from django.db import migrations

from soat.access.policies import clauses, protect, raw

_EDIT = clauses(["person.edit"], programme=None)
_ALL = clauses(["person.view"], programme=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("accounts", "0002_security")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "heirs.sql").read_text(encoding="utf-8")),
        protect("people_agency", view=["agency.view"], write=["agency.edit"], programme=None),
        protect("people_succession", view=["agency.view"], write=["agency.edit"], programme=None),
        raw("people_person", view=f"{_ALL} OR id IN (SELECT soat_people())", write=_EDIT),
        raw("people_position", view=f"{_ALL} OR person_id IN (SELECT soat_people())", write=_EDIT),
    ]
