"""The page of the outline editor (requirement G4): the tree of a version and the panel of the chosen node."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from soat.access.views import actor_of, signed_in
from soat.common.errors import Missing
from soat.programmes.models import Outline
from soat.programmes.selectors import outlines as read
from soat.programmes.views.frame import programme_for, require_on, tabs
from soat.programmes.views.outline_desk import Desk, page, panel


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
