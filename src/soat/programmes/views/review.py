"""The side-by-side review of a read plan (requirement G2): page, one row's steps, parts, agencies' search.

With htmx a step answers with the row alone and the progress; without, it returns to the page at that row.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from soat.access.actor import Actor
from soat.access.views import actor_of, signed_in, step_of
from soat.common.errors import DomainError, Missing
from soat.programmes.forms.review import PlaceForm, RemoveForm, RowForm, new_form, row_form
from soat.programmes.models import Programme, Sourced, Unplaced
from soat.programmes.parts import BY_SLUG, Part, part_of
from soat.programmes.rules import START
from soat.programmes.selectors.agencies import found, shown
from soat.programmes.selectors.review import Standing, row_of, source_of, standing, unplaced_of
from soat.programmes.services import review as write
from soat.programmes.services import unplaced as settle
from soat.programmes.views import show
from soat.programmes.views.frame import programme_for, tabs
from soat.programmes.views.review_parts import (
    ONLY_OPEN,
    Look,
    figures,
    head_of,
    shown_part,
    shown_parts,
)
from soat.programmes.views.row_html import Drawer
from soat.programmes.views.rows import shown_row


@require_safe
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?xem=can-xem`: only what must be looked at. `?sua=ID`: that row opened. `?mo=PART`: that part whole.

    htmx asks for a part whole by naming its section as the target: the answer is that section.
    """
    actor, programme = _opened(request, pk)
    may_review = _may_review(actor, programme)
    look = Look(
        may_review,
        only_open=request.GET.get("xem") == ONLY_OPEN,
        opened=request.GET.get("mo", ""),
        edited=request.GET.get("sua", "") if may_review else "",
    )
    read = standing(programme)
    if look.opened in BY_SLUG and request.headers.get("HX-Target") == look.opened:
        return _whole_part(request, programme, read, look)
    context = {
        "tabs": tabs(actor, programme, "review"),
        "read": read,
        "source": source_of(programme),
        "parts": shown_parts(request, read, look),
        "outline_url": show.outline_url(programme),
        "unplaced": [left for left in read.unplaced if not look.only_open or not left.settled_at],
        "place_form": PlaceForm(),
        "may_start": actor.may("programme.start", programme_id=programme.pk, state=programme.state),
        **figures(programme, read, look),
    }
    return render(request, "programmes/review.html", context)


def _whole_part(
    request: HttpRequest, programme: Programme, read: Standing, look: Look, *, is_answer: bool = False
) -> HttpResponse:
    """The section of one part with all its rows; `is_answer`: with the figures that a step changed."""
    shown = shown_part(Drawer(request), read.parts[look.opened], look, focus=not is_answer)
    context = {"shown": shown, "is_answer": is_answer, **figures(programme, read, look)}
    return render(request, "programmes/review_part.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def row(request: HttpRequest, pk: UUID, part: str, row_id: UUID) -> HttpResponse:
    """GET: the row, opened with `?sua=1`. POST: `step` is confirm, correct or remove."""
    actor, programme = _opened(request, pk)
    found_row = _row(actor, programme, part, row_id)
    if request.method == "GET":
        is_edited = "sua" in request.GET and _may_review(actor, programme)
        if not request.headers.get("HX-Request"):
            url = _at(programme, found_row)
            return redirect(url.replace("?", f"?sua={row_id}&") if is_edited else url)
        form = row_form(found_row, seen=write.token(found_row)) if is_edited else None
        shown_now = shown_row(found_row, may_review=_may_review(actor, programme), form=form)
        return render(request, "programmes/review_row.html", {"row": Drawer(request).row(shown_now)})
    actor.require("programme.review", programme_id=programme.pk, state=START.source)
    return _step(request, actor, programme, found_row)


def _step(request: HttpRequest, actor: Actor, programme: Programme, found_row: Sourced) -> HttpResponse:
    seen = request.POST.get("seen", "")
    given: dict[str, Any] = {"seen": seen, "by": actor, "now": timezone.now()}
    match step_of(request, "correct", "remove", "confirm"):
        case "correct":
            return _correct(request, actor, programme, found_row)
        case "remove":
            form = RemoveForm(request.POST)
            if not form.is_valid():
                raise DomainError(gettext("Hãy ghi lý do bỏ mục này, tối đa 500 ký tự."), "reason")
            write.remove(found_row, reason=form.cleaned_data["reason"], **given)
            return _after(request, programme, part_of(found_row), None, gettext(_REMOVED))
        case _:
            done = write.confirm(found_row, **given)
            return _after(request, programme, part_of(done), done, gettext("Đã xác nhận."))


def _correct(request: HttpRequest, actor: Actor, programme: Programme, found_row: Sourced) -> HttpResponse:
    data = request.POST.copy()
    form = row_form(found_row, data)
    if form.is_valid():
        try:
            done = write.correct(
                found_row, form.values, seen=form.cleaned_data["seen"], by=actor, now=timezone.now()
            )
        except write.Changed as error:
            fresh = _row(actor, programme, part_of(found_row).slug, found_row.pk)
            data["seen"] = write.token(fresh)
            form.add_error(None, error.message)
        except DomainError as error:
            if error.field not in form.fields:
                raise
            form.add_error(error.field, error.message)
        else:
            return _after(request, programme, part_of(done), done, gettext("Đã lưu."))
    return _again(request, programme, found_row, form)


def _again(request: HttpRequest, programme: Programme, found_row: Sourced, form: RowForm) -> HttpResponse:
    """The form once more, with what is wrong."""
    shown_now = shown_row(found_row, may_review=True, form=form)
    template = (
        "programmes/review_row.html" if request.headers.get("HX-Request") else "programmes/review_one.html"
    )
    drawn = Drawer(request).row(shown_now)
    context = {"row": drawn, "programme": programme, "tabs": tabs(actor_of(request), programme, "review")}
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """A row entered by hand; `?doan=ID` puts an unplaced text into the part."""
    actor, programme = _opened(request, pk)
    actor.require("programme.review", programme_id=programme.pk, state=programme.state)
    chosen = _part(part)
    left = _left(actor, programme, request.GET.get("doan", ""))
    form = new_form(chosen, programme, request.POST or None, text=left.text if left else "")
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            if left:
                made = settle.place(left, chosen, form.values, key=key, by=actor, now=timezone.now())
            else:
                made = write.add(programme, chosen, form.values, key=key, by=actor, now=timezone.now())
        except DomainError as error:
            if error.field not in form.fields:
                raise
            form.add_error(error.field, error.message)
        else:
            messages.success(request, gettext("Đã thêm vào “%(label)s”.") % {"label": chosen.label})
            return redirect(_at(programme, made))
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "review"),
        "part": chosen,
        "left": left,
        "form": form,
    }
    return render(request, "programmes/review_add.html", context)


@require_POST
@signed_in
def confirm_part(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    actor, programme = _opened(request, pk)
    count = write.confirm_part(programme, _part(part), by=actor, now=timezone.now())
    said = gettext("Đã xác nhận %(count)s mục của “%(label)s”.") % {
        "count": count,
        "label": _part(part).label,
    }
    if request.headers.get("HX-Request"):
        look = Look(may_review=True, opened=part)
        answer = _whole_part(request, programme, standing(programme), look, is_answer=True)
        return _saying(answer, said)
    messages.success(request, said)
    return redirect(f"{reverse('programmes:review', args=[pk])}#{part}")


@require_POST
@signed_in
def unplaced(request: HttpRequest, pk: UUID, left_id: UUID) -> HttpResponse:
    """`step`: note, reopen, or place with the part chosen."""
    actor, programme = _opened(request, pk)
    actor.require("programme.review", programme_id=programme.pk, state=START.source)
    left = _left(actor, programme, str(left_id))
    if left is None:
        raise Missing
    match step_of(request, "place", "reopen", "note"):
        case "place":
            form = PlaceForm(request.POST)
            if not form.is_valid():
                raise DomainError(gettext("Hãy chọn phần của kế hoạch để đưa đoạn này vào."), "part")
            url = reverse("programmes:review_add", args=[pk, form.cleaned_data["part"]])
            return redirect(f"{url}?doan={left.pk}")
        case "reopen":
            settle.reopen(left, by=actor, now=timezone.now())
            said = gettext("Đoạn văn được mở lại để xếp.")
        case _:
            settle.keep_as_note(left, by=actor, now=timezone.now())
            said = gettext("Đã giữ đoạn văn làm ghi chú.")
    if request.headers.get("HX-Request"):
        return _unplaced_answer(request, programme, left, said)
    messages.success(request, said)
    return redirect(f"{reverse('programmes:review', args=[pk])}#chua-xep")


def _unplaced_answer(request: HttpRequest, programme: Programme, left: Unplaced, said: str) -> HttpResponse:
    look, read = _look_of(request), standing(programme)
    context = {
        "left": next(one for one in read.unplaced if one.pk == left.pk),
        "unplaced": [one for one in read.unplaced if not look.only_open or not one.settled_at],
        "place_form": PlaceForm(),
        "is_answer": True,
        **figures(programme, read, look),
    }
    return _saying(render(request, "programmes/review_unplaced.html", context), said)


@require_POST
@signed_in
def subjects_later(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = _opened(request, pk)
    later = request.POST.get("later") == "1"
    write.set_subjects_later(programme, later=later, by=actor, now=timezone.now())
    messages.success(
        request, gettext("Đã ghi: đối tượng xác định sau.") if later else gettext("Đã bỏ dấu “xác định sau”.")
    )
    return redirect(f"{reverse('programmes:review', args=[pk])}#doi-tuong")


@require_safe
@signed_in
def agencies(request: HttpRequest) -> HttpResponse:
    """The radio buttons under the search box."""
    actor_of(request).require("agency.view")
    words = request.GET.get("q", "").replace("\x00", "")  # no text of the database holds it
    offered = [shown(one) for one in found(words)]
    context = {"offered": offered, "name": "agency", "words": words}
    if request.GET.get("name") == "standing_agency":
        context["name"] = "standing_agency"
    return render(request, "programmes/widgets/agencies.html", context)


def _opened(request: HttpRequest, pk: UUID) -> tuple[Actor, Programme]:
    """The programme for those who may see its source: units do not."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("programme.source", programme_id=programme.pk, state=programme.state)
    return actor, programme


def _may_review(actor: Actor, programme: Programme) -> bool:
    return actor.may("programme.review", programme_id=programme.pk, state=programme.state)


def _part(slug: str) -> Part:
    if slug not in BY_SLUG:
        raise Missing
    return BY_SLUG[slug]


def _row(actor: Actor, programme: Programme, slug: str, row_id: UUID) -> Sourced:
    one = row_of(programme, _part(slug), row_id, actor)
    if one is None:
        raise Missing(gettext("Mục này không còn trong bản đọc. Hãy tải lại trang để xem."))
    return one


def _left(actor: Actor, programme: Programme, pk: str) -> Unplaced | None:
    try:
        return unplaced_of(programme, UUID(pk), actor)
    except ValueError:
        return None


def _after(
    request: HttpRequest, programme: Programme, part: Part, one: Sourced | None, said: str
) -> HttpResponse:
    """The row as it is now, none if it was removed; with htmx also what it changed in the figures."""
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        url = reverse("programmes:review", args=[programme.pk])
        return redirect(_at(programme, one) if one else f"{url}#{part.slug}")
    look, read = _look_of(request), standing(programme)
    context = {
        "row": Drawer(request).row(shown_row(one, may_review=True)) if one else "",
        "head": head_of(read.parts[part.slug], look),
        "is_answer": True,
        **figures(programme, read, look),
    }
    answer = render(request, "programmes/review_row.html", context)
    return answer if one else _saying(answer, said)


def _look_of(request: HttpRequest) -> Look:
    """How she looks at the page a step was sent from: htmx names its address."""
    return Look(may_review=True, only_open=f"xem={ONLY_OPEN}" in request.headers.get("HX-Current-URL", ""))


def _saying(answer: HttpResponse, said: str) -> HttpResponse:
    return trigger_client_event(answer, "toast", {"text": said, "tone": "good"})


def _at(programme: Programme, one: Sourced) -> str:
    """The address of the row on the page, its part shown whole."""
    return f"{reverse('programmes:review', args=[programme.pk])}?mo={part_of(one).slug}#r-{one.pk}"


_REMOVED = gettext_noop("Đã bỏ. Đoạn văn vẫn còn ở phần chưa xếp được.")
