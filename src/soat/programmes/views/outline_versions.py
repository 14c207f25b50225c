"""Versions of the outline and the form as a unit sees it (requirements G3, G4)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.actor import Actor
from soat.access.views import actor_of, signed_in
from soat.common.errors import Conflict, Missing
from soat.common.looks import Badge
from soat.core.citations import find_citations, number_key
from soat.legal.models import Document
from soat.programmes.forms.outlines import HeadForm
from soat.programmes.models import Node, NodeKind, Outline, Programme, SubjectKind
from soat.programmes.outline_lines import Change, diff
from soat.programmes.rules.duties import due_words
from soat.programmes.selectors import outlines as read
from soat.programmes.selectors.duties import report_duties
from soat.programmes.selectors.outlines import Place
from soat.programmes.services import outlines as write
from soat.programmes.views.frame import VERSION_BADGES, programme_for, require_on, tabs

_KINDS = ("added", "removed", "changed", "moved")


@dataclass(frozen=True, slots=True)
class Version:
    """A version with how it differs from the one before it."""

    outline: Outline
    badge: Badge
    size: int
    changes: list[Change]

    @property
    def figures(self) -> dict[str, int]:
        return {kind: sum(change.kind == kind for change in self.changes) for kind in _KINDS}


@require_safe
@signed_in
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    if not read.sees_all(actor, programme):
        actor.require("outline.edit", programme_id=programme.pk, state=programme.state)
    outlines = read.versions(programme, actor)
    trees = read.trees_of(outlines)
    told: list[Version] = []
    for outline, older in zip(outlines, [*outlines[1:], None], strict=False):
        lines = trees[outline.pk].lines
        changes = diff(trees[older.pk].lines, lines) if older else []
        told.append(Version(outline, VERSION_BADGES[outline.state], len(lines), changes))
    context = {"programme": programme, "tabs": tabs(actor, programme, "outline"), "versions": told}
    return render(request, "programmes/outline_versions.html", context)


@require_POST
@signed_in
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft = write.start_draft(programme_for(request, pk), by=actor_of(request), now=timezone.now())
    messages.success(
        request, gettext("Đã tạo bản dự thảo, phiên bản %(version)s.") % {"version": draft.version}
    )
    return redirect("programmes:outline", pk)


@require_POST
@signed_in
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft = write.issue(_draft(request, pk), by=actor_of(request), now=timezone.now())
    messages.success(
        request,
        gettext("Đã ban hành phiên bản %(version)s. Báo cáo bắt đầu từ nay theo phiên bản này.")
        % {"version": draft.version},
    )
    return redirect("programmes:outline", pk)


@require_POST
@signed_in
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    write.discard_draft(_draft(request, pk), by=actor_of(request), now=timezone.now())
    messages.success(request, gettext("Đã bỏ bản dự thảo. Phiên bản đang dùng giữ nguyên."))
    return redirect("programmes:outline", pk)


@require_http_methods(["GET", "POST"])
@signed_in
def head(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Title, audience and data period of the draft."""
    actor, draft = actor_of(request), _draft(request, pk)
    initial = {name: getattr(draft, name) for name in HeadForm.base_fields}
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        write.change_head(draft, **form.cleaned_data, by=actor, now=timezone.now())
        messages.success(request, gettext("Đã lưu thông tin đề cương."))
        return redirect("programmes:outline", pk)
    context = {"programme": draft.programme, "tabs": tabs(actor, draft.programme, "outline"), "form": form}
    return render(request, "programmes/outline_head.html", context)


def _draft(request: HttpRequest, pk: UUID) -> Outline:
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("outline.edit", programme_id=programme.pk, state=programme.state)
    draft = next((one for one in read.versions(programme, actor) if one.state == "draft"), None)
    if draft is None:
        raise Conflict(gettext("Đề cương không có bản dự thảo. Hãy tải lại trang."))
    return draft


@require_safe
@signed_in
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form as a unit of the chosen kind sees it; nothing can be sent. Units see their own kind only."""
    actor, programme = actor_of(request), programme_for(request, pk)
    require_on(actor, "outline.view", programme)
    actor_sees_all = read.sees_all(actor, programme)
    outline = read.pick(read.versions(programme, actor), request.GET.get("phien-ban", ""))
    if outline is None:
        return _no_form(request, actor, programme)
    kinds = _kinds(programme, actor, actor_sees_all)
    kind = request.GET.get("doi-tuong", "")
    if kind not in dict(kinds):
        kind = kinds[0][0] if kinds else ""
    tree = read.tree_of(outline)
    places = read.for_audience(tree, kind)
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "outline"),
        "outline": outline,
        "badge": VERSION_BADGES[outline.state],
        "kinds": kinds,
        "kind": kind,
        "blocks": _blocks(places),
        "sections": [place for place in places if place.node.kind == NodeKind.SECTION],
        "laws": _laws(places, actor),
        "sees_all": actor_sees_all,
        "reports": []
        if actor_sees_all
        else [
            (duty, due_words(duty, programme.notice_working_days)) for duty in report_duties(programme, actor)
        ],
    }
    return render(request, "programmes/outline_preview.html", context)


def _no_form(request: HttpRequest, actor: Actor, programme: Programme) -> HttpResponse:
    if request.GET.get("phien-ban"):
        raise Missing
    context = {"programme": programme, "tabs": tabs(actor, programme, "outline"), "may_edit": False}
    return render(request, "programmes/outline_none.html", context)


def _kinds(programme: Programme, actor: Actor, sees_all: bool) -> list[tuple[str, str]]:
    """The kinds of unit to choose from: those inspected here, all where the subjects are still open."""
    own = read.own_kinds(programme, actor)
    wanted = own or (SubjectKind.values if sees_all else [])
    return [(kind, str(SubjectKind(kind).label)) for kind in wanted]


@dataclass(frozen=True, slots=True)
class Block:
    """A field of the form. `level` is that of its heading; a ratio has the counts it is computed from."""

    place: Place
    level: int
    numerator: Node | None = None
    denominator: Node | None = None


def _blocks(places: list[Place]) -> list[Block]:
    shown = {place.node.pk: place.node for place in places}
    return [
        Block(
            place,
            min(place.depth + 2, 6),
            shown.get(place.node.numerator_id) if place.node.numerator_id else None,
            shown.get(place.node.denominator_id) if place.node.denominator_id else None,
        )
        for place in places
    ]


@lru_cache(maxsize=4096)
def _cited(words: str) -> frozenset[str]:
    """The keys of the documents that words cite."""
    return frozenset(number_key(one.number) for one in find_citations(words)) if "/" in words else frozenset()


def _laws(places: list[Place], actor: Actor) -> dict[str, list[Document]]:
    """The documents each node's words cite, by the node's code, in one query."""
    cited = {place.node.code: _cited(f"{place.node.text}\n{place.node.help}") for place in places}
    wanted = frozenset[str]().union(*cited.values())
    known: dict[str, list[Document]] = {}
    found = Document.objects.visible_to(actor).filter(number_key__in=wanted)
    for document in found.only("number", "number_key", "type"):
        known.setdefault(document.number_key, []).append(document)
    return {
        code: [document for key in sorted(keys) for document in known.get(key, [])]
        for code, keys in cited.items()
        if keys
    }
