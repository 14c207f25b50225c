"""What the pages of the outline editor stand on (requirement G4): draft, tree, chosen node, and their context.

Called by the editor (`outlines`), its edits (`outline_edits`) and the Excel import (`outline_excel`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.access.views import actor_of
from soat.common.errors import Conflict
from soat.core.indicators import Check, in_words
from soat.programmes.forms.outlines import AddForm, NodeForm, PlaceForm
from soat.programmes.models import Node, NodeKind, Outline, Programme
from soat.programmes.outline_lines import users_of
from soat.programmes.selectors import outlines as read
from soat.programmes.selectors.changes import Cited, cited_in_tree
from soat.programmes.selectors.outlines import Tree
from soat.programmes.selectors.trails import trail_of
from soat.programmes.services.outlines import missing_of, short
from soat.programmes.views import show
from soat.programmes.views.frame import VERSION_BADGES, programme_for, tabs


@dataclass
class Desk:
    """What every edit starts from: the draft with its tree, and the node that is meant."""

    actor: Actor
    programme: Programme
    outline: Outline
    tree: Tree
    node: Node | None = None

    @property
    def the_node(self) -> Node:
        """The node of the address; `desk_for` has found it."""
        assert self.node is not None
        return self.node

    @cached_property
    def cited(self) -> dict[str, list[Cited]]:
        """What the nodes cite, by their codes."""
        return cited_in_tree(self.tree, self.programme, self.actor)


def page(desk: Desk, form: NodeForm | None = None, add_form: AddForm | None = None) -> dict[str, Any]:
    """Everything the editor shows."""
    tree = desk.tree
    rows = [
        (place, tree.gaps.get(place.node.code, []), bool(tree.below(place.node.pk))) for place in tree.places
    ]
    return panel(desk, form, add_form) | {
        "tabs": tabs(desk.actor, desk.programme, "outline"),
        "rows": rows,
        "open_count": len(tree.gaps),
        "missing": missing_of(tree),
        "proposed": _spoken(tree, tree.proposed_checks),
        "changed": [
            (tree.by_code[code], show.cited_documents(cited))
            for code, cited in desk.cited.items()
            if any(one.changes for one in cited)
        ],
    }


def _spoken(tree: Tree, checks: list[Check]) -> list[tuple[Check, str]]:
    """Each proposed check beside its words, in which the items stand by their names."""
    names = {code: short(node.text, 60) for code, node in tree.by_code.items()}
    return [(check, in_words(check.rule, names)) for check in checks]


def panel(desk: Desk, form: NodeForm | None = None, add_form: AddForm | None = None) -> dict[str, Any]:
    """What the panel of the chosen node shows; forms for a draft she may edit only."""
    tree, node = desk.tree, desk.node
    may_draft = desk.actor.may("outline.edit", programme_id=desk.programme.pk, state=desk.programme.state)
    may_edit = desk.outline.state == "draft" and may_draft
    context: dict[str, Any] = {
        "programme": desk.programme,
        "outline": desk.outline,
        "badge": VERSION_BADGES[desk.outline.state],
        "node": node,
        "may_edit": may_edit,
        "may_draft": may_draft,
        "base": reverse("programmes:outline", args=[desk.programme.pk]),
    }
    if may_edit:
        context["add_form"] = add_form or _add_form(node)
    if node is None:
        return context
    line = next(one for one in tree.lines if one.code == node.code)
    context |= {
        "gaps": tree.gaps.get(node.code, []),
        "line": line,
        "checks": _spoken(tree, [check for check in tree.proposed_checks if check.code == node.code]),
        "source": read.sentence_of(node, desk.actor),
        "cited": show.cited_documents(desk.cited.get(node.code, ())),
        "trail_id": trail_of(node, desk.actor),
        "path": list(reversed(tree.above(node))),
    }
    if may_edit:
        inside = {one.code for one in tree.branch(node)}
        areas = list(read.areas(desk.programme))
        context |= {
            "form": form or NodeForm(None, node=node, tree=tree, areas=areas),
            "place_form": PlaceForm(None, node=node, tree=tree),
            "users": users_of(tree.lines, inside),
            "below": len(inside) - 1,
        }
    return context


def _add_form(node: Node | None) -> AddForm:
    is_section = node is None or node.kind == NodeKind.SECTION
    kind = NodeKind.SECTION if node is None else NodeKind.NARRATIVE
    place = "top" if node is None else "inside" if is_section else "after"
    return AddForm(initial={"kind": kind, "place": place}, auto_id="add_%s")


def desk_for(request: HttpRequest, pk: UUID, code: str = "") -> Desk:
    """The draft to be edited. Refused without the right; Conflict if no draft stands (any more)."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("outline.edit", programme_id=programme.pk, state=programme.state)
    draft = next((one for one in read.versions(programme, actor) if one.state == "draft"), None)
    if draft is None:
        raise Conflict(gettext("Đề cương không có bản dự thảo để sửa. Hãy tạo phiên bản mới."))
    tree = read.tree_of(draft)
    node = tree.by_code.get(code)
    if code and node is None:
        raise Conflict(
            gettext("Mục %(code)s vừa được người khác bỏ khỏi đề cương. Hãy tải lại trang.") % {"code": code}
        )
    for one in tree.by_id.values():
        one.outline = draft
    return Desk(actor, programme, draft, tree, node)
