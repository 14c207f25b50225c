"""Programme states for the rights below, frozen outlines, and row-level security of this room (P4, G4)."""

from pathlib import Path

from django.db import migrations

from soat.access.policies import clauses, protect, raw

_STEPS = ["programme.review", "programme.start", "programme.close", "programme.discard", "programme.restore"]
_REVIEW = ["programme.review"]
_OF_ALL = ("statement", "area", "item", "method", "seat")
_OF_TEAM = ("plansource", "fieldsource", "unplaced")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("legal", "0002_security")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "scope.sql").read_text(encoding="utf-8")),
        raw(
            "programmes_programme",
            view=clauses(["programme.view"], programme="id"),
            write=clauses(_STEPS, programme="id"),
            insert="((SELECT soat_may('programme.import')) AND state = 'draft')",
        ),
        *(protect(f"programmes_{t}", view=["programme.view"], write=_REVIEW) for t in _OF_ALL),
        *(protect(f"programmes_{t}", view=["programme.source"], write=_REVIEW) for t in _OF_TEAM),
        protect("programmes_subject", view=["subject.view"], write=_REVIEW, agency="agency_id"),
        protect("programmes_duty", view=["duty.view"], write=["duty.manage", "duty.report"], agency="agency_id"),
        protect(
            "programmes_question", view=["question.view"], write=["question.ask", "question.answer"], agency="agency_id"
        ),
        protect("programmes_outline", view=["outline.view"], write=["outline.edit"]),
        protect("programmes_node", view=["outline.view"], write=["outline.edit"]),
    ]
