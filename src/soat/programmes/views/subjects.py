"""Subjects of a programme (requirement S8): the list; after the start one is added ad hoc or ended, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.actor import Actor
from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.programmes.forms.subjects import SubjectEndForm, SubjectForm
from soat.programmes.models import Programme, Subject
from soat.programmes.selectors import subjects as read
from soat.programmes.services import subjects as write
from soat.programmes.views.frame import programme_for, require_on, tabs


@require_safe
@signed_in
def subjects(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    require_on(actor, "subject.view", programme)
    may_manage = _may_manage(actor, programme)
    table = Table(
        [
            Column(label=gettext("Đơn vị"), value="name", head=True),
            Column(label=gettext("Loại"), value="get_kind_display"),
            Column(
                label=gettext("Tháng"),
                value=lambda subject: f"{subject.month:%m/%Y}" if subject.month else "",
            ),
            Column(label=gettext("Lý do bổ sung, thôi kiểm tra"), value=_history),
            Column(label=gettext("Tình trạng"), value=_badge),
            *([Column(label=gettext("Điều chỉnh"), value=_step, link=_end_url)] if may_manage else []),
        ],
        read.subjects(programme, actor),
        request.GET,
        caption=gettext("Đối tượng kiểm tra"),
        empty=_nothing(programme, may_manage=may_manage),
    )
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "subjects"),
        "table": table,
        "may_add": may_manage,
    }
    return render(request, "programmes/subjects.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def subject_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require(write.ACTION, programme_id=programme.pk, state=programme.state)
    form = SubjectForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            subject, given = write.add(programme, **form.cleaned_data, by=actor, now=timezone.now())
        except Conflict as error:
            form.add_error("agency", error.message)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(
                request,
                gettext(
                    "Đã thêm %(name)s với %(given)s nhiệm vụ. Tiếp theo, hãy mời người của đơn vị ở Người và vai "
                    "trò."
                )
                % {"name": subject.name, "given": given},
            )
            return redirect("programmes:subjects", programme.pk)
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "subjects"),
        "form": form,
        "duties": read.duties_of_units(programme),
    }
    return render(request, "programmes/subject_form.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def subject_end(request: HttpRequest, pk: UUID, subject_id: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    subject = _subject(actor, programme, subject_id)
    actor.require(write.ACTION, programme_id=programme.pk, state=programme.state)
    form = SubjectEndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        freed = write.end(subject, **form.cleaned_data, by=actor, now=timezone.now())
        messages.success(
            request,
            gettext("%(name)s thôi là đối tượng kiểm tra; %(freed)s nhiệm vụ đang mở không còn phải làm.")
            % {"name": subject.name, "freed": freed},
        )
        return redirect("programmes:subjects", programme.pk)
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "subjects"),
        "subject": subject,
        "form": form,
    }
    return render(request, "programmes/subject_end.html", context)


def _history(subject: Subject) -> str:
    """Why it was added or ended after the start."""
    told = []
    if subject.added_at:
        told.append(
            gettext("Bổ sung ngày %(localtime)s: %(added_reason)s")
            % {
                "localtime": f"{timezone.localtime(subject.added_at):%d/%m/%Y}",
                "added_reason": subject.added_reason,
            }
        )
    if subject.ended_at:
        told.append(
            gettext("Thôi kiểm tra từ %(localtime)s: %(end_reason)s")
            % {
                "localtime": f"{timezone.localtime(subject.ended_at):%d/%m/%Y}",
                "end_reason": subject.end_reason,
            }
        )
    return " ".join(told)


def _badge(subject: Subject) -> Badge:
    if subject.ended_at:
        return Badge(gettext("Thôi kiểm tra"), "neutral")
    return Badge(gettext("Bổ sung"), "info") if subject.added_at else Badge(gettext("Theo kế hoạch"), "good")


def _step(subject: Subject) -> str:
    return "" if subject.ended_at else gettext("Thôi kiểm tra")


def _end_url(subject: Subject) -> str:
    return reverse("programmes:subject_end", args=[subject.programme_id, subject.pk])


def _nothing(programme: Programme, *, may_manage: bool) -> Empty:
    if may_manage:
        return Empty(
            gettext("Chưa có đối tượng kiểm tra nào."),
            gettext(
                "Hãy thêm đơn vị khi đã xác định; mỗi đơn vị được giao ngay nhiệm vụ của các đơn vị được kiểm tra."
            ),
            gettext("Thêm đối tượng"),
            reverse("programmes:subject_add", args=[programme.pk]),
        )
    return Empty(
        gettext("Chưa có đối tượng kiểm tra nào."),
        gettext("Đối tượng hiện ở đây khi Cơ quan thường trực xác định."),
    )


def _subject(actor: Actor, programme: Programme, subject_id: UUID) -> Subject:
    found = read.subjects(programme, actor).filter(pk=subject_id).first()
    if found is None:
        raise Missing
    return found


def _may_manage(actor: Actor, programme: Programme) -> bool:
    return actor.may(write.ACTION, programme_id=programme.pk, state=programme.state)
