"""Who reads and writes which rows of agencies and persons (P1, P4). Read by `access.enforce`."""

from soat.access.policies import clauses, protect, raw

_EDIT = clauses(["person.edit"], programme=None)
_ALL = clauses(["person.view"], programme=None)
TABLES = (
    protect("people_agency", view=["agency.view"], write=["agency.edit"], programme=None),
    protect("people_succession", view=["agency.view"], write=["agency.edit"], programme=None),
    raw("people_person", view=f"{_ALL} OR id IN (SELECT soat_people())", write=_EDIT),
    raw("people_position", view=f"{_ALL} OR person_id IN (SELECT soat_people())", write=_EDIT),
)
