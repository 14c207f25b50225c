"""Who reads and writes which rows of a programme, its duties, questions and outline (P4, G4, G5, G7, S8).

Read by `access.enforce`. Each way of writing has its own right: a unit reports a duty and asks a question, no more;
triggers (migrations 0008, 0012) say which columns. Notes are the standing agency's own and are read with the plan's
source. Programmes and questions are never deleted; nobody deletes a subject once it is started. A unit reads issued
versions of the outline only.
"""

from soat.access.policies import clauses, protect, raw

_STEPS = ["programme.review", "programme.start", "programme.close", "programme.discard", "programme.restore"]
_REVIEW = ["programme.review"]
_OF_ALL = ("area", "item", "method", "seat")
_OF_TEAM = ("plansource", "fieldsource", "unplaced")

_DRAFTS = clauses(["outline.draft"])
_OUTLINES = clauses(["outline.view"])
_OUTLINE_EDIT = clauses(["outline.edit"])
_OF_ISSUED = "EXISTS (SELECT 1 FROM programmes_outline o WHERE o.id = outline_id AND o.state <> 'draft')"

_NEW = "answer = '' AND answered_at IS NULL AND asked_by = (SELECT soat_user())"

_REPORT = clauses(["duty.report"], agency="agency_id")
_OPEN = """EXISTS (SELECT 1 FROM programmes_duty d WHERE d.id = duty_id
  AND d.programme_id = programmes_dutyfile.programme_id AND d.confirmed_at IS NULL AND d.retired_at IS NULL{})"""
_SAME = " AND d.agency_id IS NOT DISTINCT FROM programmes_dutyfile.agency_id"
_MINE = "added_by = (SELECT soat_user())"

TABLES = (
    raw(
        "programmes_programme",
        view=clauses(["programme.view"], programme="id"),
        write=clauses(_STEPS, programme="id"),
        insert="((SELECT soat_may('programme.import')) AND state = 'draft')",
        delete="false",
    ),
    *(protect(f"programmes_{t}", view=["programme.view"], write=_REVIEW) for t in _OF_ALL),
    *(protect(f"programmes_{t}", view=["programme.source"], write=_REVIEW) for t in _OF_TEAM),
    raw(
        "programmes_statement",
        view=f"({clauses(['programme.view'])}) AND (kind <> 'note' OR {clauses(['programme.source'])})",
        write=clauses(_REVIEW),
    ),
    protect(
        "programmes_subject",
        view=["subject.view"],
        write=["programme.review", "subject.manage"],
        delete=_REVIEW,
        agency="agency_id",
    ),
    protect(
        "programmes_duty",
        view=["duty.view"],
        write=["duty.manage"],
        update=["duty.manage", "duty.report"],
        agency="agency_id",
    ),
    raw(
        "programmes_dutyfile",
        view=clauses(["duty.view"], agency="agency_id"),
        write="false",
        insert=f"(({_REPORT}) AND {_MINE} AND {_OPEN.format(_SAME)})",
        delete=f"(({_REPORT}) AND {_OPEN.format('')})",
    ),
    raw(
        "programmes_question",
        view=clauses(["question.view"], agency="agency_id"),
        write="false",
        insert=f"(({clauses(['question.ask'], agency='agency_id')}) AND {_NEW})",
        update=clauses(["question.answer"], agency="agency_id"),
    ),
    raw(
        "programmes_outline",
        view=f"({_OUTLINES}) AND (state <> 'draft' OR {_DRAFTS})",
        write=_OUTLINE_EDIT,
    ),
    raw("programmes_node", view=f"({_OUTLINES}) AND ({_OF_ISSUED} OR {_DRAFTS})", write=_OUTLINE_EDIT),
)
