"""The catalogue of every address of the site: what it needs, and how to make one from the cast.

`tests/test_access.py` holds each against the permission table, `tests/bench` times those that open by GET,
`tests/browser` looks at them with axe. An address that is missing here fails the access test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import reverse
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.accounts.models import Invitation
from soat.programmes.models import Duty, Node, Outline, Programme, Question, Statement, Unplaced

# open: signing in and health · signed_in: everybody with an account · everywhere: the action, bound to no programme
# programme: the action on some of its rows · whole: on all of them · record: the action on the agency of the record
Kind = Literal["open", "signed_in", "everywhere", "programme", "whole", "record"]


@dataclass(frozen=True)
class Address:
    name: str
    kind: Kind
    action: str = ""
    method: str = "get"
    needs: tuple[str, ...] = ()
    fixed: dict[str, Any] = field(default_factory=dict)
    is_page: bool = True


def page(name: str, action: str, *needs: str, **fixed: Any) -> Address:
    return Address(f"programmes:{name}", "programme", action, "get", needs, fixed)


def post(name: str, action: str, *needs: str, **fixed: Any) -> Address:
    return Address(f"programmes:{name}", "programme", action, "post", needs, fixed, is_page=False)


def everywhere(
    name: str, action: str, *needs: str, method: str = "get", is_page: bool = True, **fixed: Any
) -> Address:
    return Address(name, "everywhere", action, method, needs, fixed, is_page)


PROGRAMME = (
    page("overview", "programme.view"),
    page("start", "programme.start"),
    post("close", "programme.close"),
    post("discard", "programme.discard"),
    post("restore", "programme.restore"),
    page("review", "programme.source"),
    post("subjects_later", "programme.review"),
    post("unplaced", "programme.review", "left_id"),
    post("review_add", "programme.review", part="muc-dich"),
    post("review_confirm", "programme.review", part="muc-dich"),
    post("review_row", "programme.review", "row_id", part="muc-dich"),
    page("outline", "outline.view"),
    page("outline_preview", "outline.view"),
    Address("programmes:outline_versions", "whole", "outline.view"),
    post("outline_start", "outline.edit"),
    post("outline_issue", "outline.edit"),
    post("outline_discard", "outline.edit"),
    post("outline_head", "outline.edit"),
    post("outline_add", "outline.edit"),
    post("outline_checks", "outline.edit"),
    post("outline_node", "outline.edit", "code"),
    post("outline_move", "outline.edit", "code"),
    post("outline_put", "outline.edit", "code"),
    post("outline_remove", "outline.edit", "code"),
    post("outline_confirm", "outline.edit", "code"),
    post("outline_counts", "outline.edit", "code"),
    Address("programmes:outline_export", "whole", "outline.view", is_page=False),
    page("outline_import", "outline.edit"),
    post("outline_apply", "outline.edit"),
    page("people", "role.view"),
    post("invitation_step", "role.give", "invitation_id"),
    post("grant_end", "role.give", "grant_id"),
    page("duties", "duty.view"),
    page("duty_add", "duty.manage"),
    Address("programmes:duty", "record", "duty.view", needs=("duty_id",)),
    page("questions", "question.view"),
    post("question_ask", "question.ask"),
    post("question_answer", "question.answer", "question_id"),
)
OTHERS = (
    Address("portal:my_work", "signed_in"),
    Address("portal:permissions", "signed_in"),
    Address("portal:trail", "signed_in"),
    Address("accounts:profile", "signed_in"),
    Address("programmes:list", "signed_in"),
    everywhere("programmes:import", "programme.import"),
    everywhere("accounts:list", "account.view"),
    everywhere("accounts:invite", "role.give"),
    everywhere("accounts:account", "account.view", "user"),
    everywhere("accounts:lock", "account.manage", "user", method="post", is_page=False),
    everywhere("legal:list", "legal.view"),
    everywhere("legal:document", "legal.view", "document"),
    everywhere("legal:add", "legal.edit"),
    everywhere("legal:edit", "legal.edit", "document"),
    everywhere("legal:file_add", "legal.edit", "document", method="post", is_page=False),
    everywhere("legal:relation_add", "legal.edit", "document", method="post", is_page=False),
    everywhere("people:list", "agency.view"),
    everywhere("people:agency", "agency.view", "agency"),
    everywhere("people:add", "agency.edit"),
    everywhere("people:edit", "agency.edit", "agency"),
    everywhere("people:end", "agency.edit", "agency"),
    everywhere("people:succession", "agency.edit"),
    everywhere("people:load", "agency.edit"),
    everywhere("people:person_add", "person.edit"),
)
# Addresses whose answer is told by tests of their own room, each with the file.
ELSEWHERE = {
    "portal:accept": "accounts/tests/test_pages.py",
    "portal:trail_of": "portal/tests/test_pages.py",
    "portal:health": "portal/tests/test_pages.py",
    "accounts:invitation_step": "accounts/tests/test_pages.py",
    "accounts:end_grant": "accounts/tests/test_pages.py",
    "legal:file": "legal/tests/test_views.py",
    "legal:relation_remove": "legal/tests/test_views.py",
    "programmes:agencies": "programmes/tests/test_review_pages.py",
    "people:choices": "people/tests",
    "people:template": "people/tests",
    "people:persons": "people/tests",
    "people:person": "people/tests",
    "people:person_edit": "people/tests",
    "people:person_move": "people/tests",
}


def url_of(address: Address, cast: Cast, programme: Programme, unit: Any = None) -> str:
    """The address for a programme of the cast, its records taken from there; `unit`: whose record."""
    kwargs = dict(address.fixed)
    if address.kind in ("programme", "whole", "record"):
        kwargs["pk"] = programme.pk
    for need in address.needs:
        found = _FINDERS[need](cast, programme, unit)
        kwargs["pk" if need in ("user", "document", "agency") else need] = found
    return reverse(address.name, kwargs=kwargs)


def _record(model: Any, **where: Any) -> Any:
    with acting_as(SYSTEM):
        return model.objects.filter(**where).first()


def _code(programme: Programme) -> str:
    return str(_record(Node, outline=_record(Outline, programme=programme)).code)


_FINDERS: dict[str, Callable[[Cast, Programme, Any], Any]] = {
    "left_id": lambda cast, programme, unit: _record(Unplaced, programme=programme).pk,
    "row_id": lambda cast, programme, unit: _record(Statement, programme=programme, kind="purpose").pk,
    "code": lambda cast, programme, unit: _code(programme),
    "invitation_id": lambda cast, programme, unit: _record(Invitation, programme_id=programme.pk).pk,
    "grant_id": lambda cast, programme, unit: _grant(programme),
    "duty_id": lambda cast, programme, unit: _record(Duty, programme=programme, agency=unit).pk,
    "question_id": lambda cast, programme, unit: (_record(Question, programme=programme) or programme).pk,
    "user": lambda cast, programme, unit: cast.user("head").pk,
    "document": lambda cast, programme, unit: _document(),
    "agency": lambda cast, programme, unit: cast.unit.pk,
}


def _grant(programme: Programme) -> Any:
    from soat.access.models import Grant

    found = _record(Grant, programme_id=programme.pk, role="head")
    return found.pk


def _document() -> Any:
    from soat.legal.models import Document

    return _record(Document).pk


def pages(cast: Cast) -> list[tuple[str, str]]:
    """Name and address of every page that opens by GET, for the coordinator of the cast."""
    found = []
    for address in (*OTHERS, *PROGRAMME):
        if address.is_page and address.method == "get" and address.name not in _CLOSED_TO_COORDINATOR:
            programme = cast.draft if address.name in _OF_DRAFTS else cast.ours
            found.append((address.name, url_of(address, cast, programme, cast.unit)))
    return found


_OF_DRAFTS = {"programmes:start", "programmes:review", "programmes:outline", "programmes:outline_import"}
_CLOSED_TO_COORDINATOR = {"accounts:list", "accounts:invite", "accounts:account"}
__all__ = ["ELSEWHERE", "OTHERS", "PROGRAMME", "Address", "pages", "url_of"]
