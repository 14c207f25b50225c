"""The outline editor (requirement G4): the tree, the panel of the chosen node, and every edit of a draft.

An edit answers with the whole editor anew (htmx) or leads back to it; a refused value comes back on its field.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from soat.access.actor import Actor
from soat.access.views import actor_of, signed_in
from soat.common.errors import Conflict, DomainError, Missing
from soat.programmes.forms.outlines import AddForm, NodeForm, PlaceForm
from soat.programmes.models import Node, NodeKind, Outline, Programme
from soat.programmes.outline_lines import users_of
from soat.programmes.selectors import outlines as read
from soat.programmes.selectors.changes import Cited, cited_in_tree
from soat.programmes.selectors.outlines import Tree
from soat.programmes.selectors.trails import trail_of
from soat.programmes.services import outline_nodes as write
from soat.programmes.services.outlines import missing_of
from soat.programmes.views import show
from soat.programmes.views.frame import VERSION_BADGES, programme_for, require_on, tabs


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


@require_safe
@signed_in
def editor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The editor of the version asked for; units are led to the form as they see it."""
    actor, programme = actor_of(request), programme_for(request, pk)
    require_on(actor, "outline.view", programme)
    outlines = read.versions(programme, actor)
    if not read.sees_all(actor, programme):
        return redirect("programmes:outline_preview", programme.pk)
    wanted = request.GET.get("phien-ban", "")
    outline = read.pick(outlines, wanted)
    if outline is None:
        if wanted:
            raise Missing
        context = {
            "programme": programme,
            "tabs": tabs(actor, programme, "outline"),
            "may_edit": actor.may("outline.edit", programme_id=programme.pk, state=programme.state),
        }
        return render(request, "programmes/outline_none.html", context)
    tree = read.tree_of(outline)
    node = tree.by_code.get(request.GET.get("muc", ""))
    desk = Desk(actor, programme, outline, tree, node)
    if request.headers.get("HX-Target") == "outline-panel":
        return render(request, "programmes/outline_panel.html", panel(desk))
    context = page(desk) | {"is_filtered": "can-xem" in request.GET, "has_draft": _has_draft(outlines)}
    return render(request, "programmes/outline.html", context)


def _has_draft(outlines: list[Outline]) -> bool:
    return any(one.state == "draft" for one in outlines)


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
        "proposed": tree.proposed_checks,
        "changed": [
            (tree.by_code[code], show.cited_documents(cited))
            for code, cited in desk.cited.items()
            if any(one.changes for one in cited)
        ],
    }


def panel(desk: Desk, form: NodeForm | None = None, add_form: AddForm | None = None) -> dict[str, Any]:
    """What the panel of the chosen node shows; forms for a draft she may edit only."""
    tree, node = desk.tree, desk.node
    may_edit = desk.outline.state == "draft" and desk.actor.may(
        "outline.edit", programme_id=desk.programme.pk, state=desk.programme.state
    )
    context: dict[str, Any] = {
        "programme": desk.programme,
        "outline": desk.outline,
        "badge": VERSION_BADGES[desk.outline.state],
        "node": node,
        "may_edit": may_edit,
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
        "checks": [check for check in tree.proposed_checks if check.code == node.code],
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
        raise Conflict("Đề cương không có bản dự thảo để sửa. Hãy tạo phiên bản mới.")
    tree = read.tree_of(draft)
    node = tree.by_code.get(code)
    if code and node is None:
        raise Conflict(f"Mục {code} vừa được người khác bỏ khỏi đề cương. Hãy tải lại trang.")
    for one in tree.by_id.values():
        one.outline = draft
    return Desk(actor, programme, draft, tree, node)


def _answer(request: HttpRequest, desk: Desk, code: str, said: str) -> HttpResponse:
    """The editor as it is now, with the node `code` chosen. What the tree itself shows needs no words: `said` is ""."""
    if not getattr(request, "htmx", False):
        if said:
            messages.success(request, said)
        return redirect(f"{reverse('programmes:outline', args=[desk.programme.pk])}?muc={code}")
    tree = read.tree_of(desk.outline)
    fresh = Desk(desk.actor, desk.programme, desk.outline, tree, tree.by_code.get(code))
    response = render(request, "programmes/outline_editor.html", page(fresh))
    if said:
        response["HX-Trigger"] = json.dumps({"toast": {"text": said, "tone": "good"}})
    return response


def _again(request: HttpRequest, desk: Desk, **forms: Any) -> HttpResponse:
    """The editor with a form and its errors."""
    name = "outline_editor.html" if getattr(request, "htmx", False) else "outline.html"
    return render(request, f"programmes/{name}", page(desk, **forms))


def _revision(request: HttpRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isascii() and value.isdigit() else -1


@require_POST
@signed_in
def change(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    desk = desk_for(request, pk, code)
    node = desk.the_node
    form = NodeForm(request.POST, node=node, tree=desk.tree, areas=list(read.areas(desk.programme)))
    if form.is_valid():
        try:
            write.change(node, **form.changes, by=desk.actor, now=timezone.now())
        except DomainError as error:
            if error.field not in form.fields:
                raise
            form.add_error(error.field, error.message)
        else:
            return _answer(request, desk, code, "Đã lưu mục.")
    return _again(request, desk, form=form)


@require_POST
@signed_in
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = desk_for(request, pk, request.POST.get("node", ""))
    form = AddForm(request.POST, auto_id="add_%s")
    if form.is_valid():
        values, node = form.cleaned_data, desk.node
        parent = after = None
        if node is not None and values["place"] != "top":
            parent = node if values["place"] == "inside" else desk.tree.parent(node)
            after = node if values["place"] == "after" else None
        try:
            made = write.add(
                desk.outline, kind=values["kind"], text=values["text"], parent=parent, after=after,
                key=values["key"], by=desk.actor, now=timezone.now(),
            )  # fmt: skip
        except Conflict:
            raise
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else "place", error.message)
        else:
            return _answer(request, desk, made.code, "Đã thêm mục.")
    return _again(request, desk, add_form=form)


@require_POST
@signed_in
def move(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """One step: up, down, in, out."""
    desk = desk_for(request, pk, code)
    direction = request.POST.get("direction", "")
    write.shift(desk.the_node, direction, revision=_revision(request), by=desk.actor, now=timezone.now())
    return _answer(request, desk, code, "")


@require_POST
@signed_in
def put(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """To a place: dragged there, or chosen from the list."""
    desk = desk_for(request, pk, code)
    target = desk.tree.by_code.get(request.POST.get("target", ""))
    if target is None:
        raise Conflict("Mục làm mốc vừa được người khác bỏ. Hãy tải lại trang.")
    side = request.POST.get("side", "")
    parent, before = desk.tree.parent(target), target if side == "before" else None
    if side == "inside":
        parent = target
    elif side == "after":
        group = [one for one in desk.tree.siblings(target) if one.pk != desk.the_node.pk]
        behind = group.index(target) + 1
        before = group[behind] if behind < len(group) else None
    write.move(
        desk.the_node,
        parent=parent,
        before=before,
        revision=_revision(request),
        by=desk.actor,
        now=timezone.now(),
    )
    return _answer(request, desk, code, "")


@require_POST
@signed_in
def remove(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    desk = desk_for(request, pk, code)
    node = desk.the_node
    up = desk.tree.parent(node)
    gone = write.remove(
        node,
        revision=_revision(request),
        by=desk.actor,
        now=timezone.now(),
        is_confirmed=request.POST.get("confirmed") == "1",
    )
    said = "Đã bỏ mục." if len(gone) == 1 else f"Đã bỏ mục và {len(gone) - 1} mục bên trong."
    return _answer(request, desk, up.code if up else "", said)


@require_POST
@signed_in
def confirm(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    desk = desk_for(request, pk, code)
    write.confirm(desk.the_node, revision=_revision(request), by=desk.actor, now=timezone.now())
    return _answer(request, desk, code, "Đã xác nhận mục.")


@require_POST
@signed_in
def counts(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    desk = desk_for(request, pk, code)
    write.add_counts(desk.the_node, revision=_revision(request), by=desk.actor, now=timezone.now())
    return _answer(request, desk, code, "Đã thêm hai số đếm. Nếu cần, hãy sửa tên cho đúng.")


@require_POST
@signed_in
def checks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept proposed checks."""
    desk = desk_for(request, pk)
    accepted = write.accept_checks(
        desk.outline, request.POST.getlist("rule"), by=desk.actor, now=timezone.now()
    )
    return _answer(request, desk, request.POST.get("node", ""), f"Đã đặt {len(accepted)} kiểm tra.")
