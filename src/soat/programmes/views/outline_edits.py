"""Every edit of a draft of the outline (requirement G4): nodes added, changed, moved, removed, confirmed; checks.

An edit answers with the whole editor anew (htmx) or leads back to it; a refused value comes back on its field.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from soat.access.views import signed_in
from soat.common.errors import Conflict, DomainError
from soat.programmes.forms.outlines import AddForm, NodeForm
from soat.programmes.selectors import outlines as read
from soat.programmes.services import outline_nodes as write
from soat.programmes.services import outline_places
from soat.programmes.views.outline_desk import Desk, desk_for, page


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
            return _answer(request, desk, code, gettext("Đã lưu mục."))
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
            return _answer(request, desk, made.code, gettext("Đã thêm mục."))
    return _again(request, desk, add_form=form)


@require_POST
@signed_in
def move(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """One step: up, down, in, out."""
    desk = desk_for(request, pk, code)
    direction = request.POST.get("direction", "")
    outline_places.shift(
        desk.the_node, direction, revision=_revision(request), by=desk.actor, now=timezone.now()
    )
    return _answer(request, desk, code, "")


@require_POST
@signed_in
def put(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """To a place: dragged there, or chosen from the list."""
    desk = desk_for(request, pk, code)
    target = desk.tree.by_code.get(request.POST.get("target", ""))
    if target is None:
        raise Conflict(gettext("Mục làm mốc vừa được người khác bỏ. Hãy tải lại trang."))
    side = request.POST.get("side", "")
    parent, before = desk.tree.parent(target), target if side == "before" else None
    if side == "inside":
        parent = target
    elif side == "after":
        group = [one for one in desk.tree.siblings(target) if one.pk != desk.the_node.pk]
        behind = group.index(target) + 1
        before = group[behind] if behind < len(group) else None
    outline_places.move(
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
    said = (
        gettext("Đã bỏ mục.")
        if len(gone) == 1
        else gettext("Đã bỏ mục và %(len)s mục bên trong.") % {"len": len(gone) - 1}
    )
    return _answer(request, desk, up.code if up else "", said)


@require_POST
@signed_in
def confirm(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    desk = desk_for(request, pk, code)
    write.confirm(desk.the_node, revision=_revision(request), by=desk.actor, now=timezone.now())
    return _answer(request, desk, code, gettext("Đã xác nhận mục."))


@require_POST
@signed_in
def counts(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    desk = desk_for(request, pk, code)
    write.add_counts(desk.the_node, revision=_revision(request), by=desk.actor, now=timezone.now())
    return _answer(request, desk, code, gettext("Đã thêm hai số đếm. Nếu cần, hãy sửa tên cho đúng."))


@require_POST
@signed_in
def checks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept proposed checks."""
    desk = desk_for(request, pk)
    accepted = write.accept_checks(
        desk.outline, request.POST.getlist("rule"), by=desk.actor, now=timezone.now()
    )
    return _answer(
        request,
        desk,
        request.POST.get("node", ""),
        gettext("Đã đặt %(len)s kiểm tra.") % {"len": len(accepted)},
    )


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
