"""First page, permission table, trail and health. Pages only; what they show is read by `work` and `history`."""

from __future__ import annotations

from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from soat.access.actor import Actor
from soat.access.roles import TEAM_ROLES, Role
from soat.access.views import actor_of, signed_in
from soat.common.errors import Missing
from soat.common.looks import Empty, Tab, spoken
from soat.common.tables import Column, Table
from soat.portal import history, matrix, progress, work
from soat.portal.lines import Task
from soat.programmes.rules import is_overdue
from soat.programmes.selectors.next_steps import outlooks
from soat.programmes.views.frame import STATE_BADGES
from soat.trail import deeds


@require_safe
@signed_in
def my_work(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    today = timezone.localdate()
    rows, mine = work.tasks(actor, today), outlooks(actor, today)
    how_far = progress.progress([outlook.programme for outlook in mine], actor, today)
    late = sum(1 for task in rows if is_overdue(task.due, today))
    context = {
        "table": _tasks(request, rows, _nothing_waits(actor, has_programmes=bool(mine))),
        "late": late,
        "total": len(rows),
        "outlooks": [(one, STATE_BADGES[one.programme.state], how_far.get(one.programme.pk)) for one in mine],
        "going": progress.own_visits(actor, today),
        "is_of_team": any(held.role in TEAM_ROLES for held in actor.holdings),
    }
    return render(request, "portal/my_work.html", context)


def _tasks(request: HttpRequest, rows: list[Task], empty: Empty) -> Table:
    """The programme stands in a column only where there are several."""
    columns = [
        Column(label=gettext("Việc"), value="title", head=True, link=lambda task: task.url),
        Column(label=gettext("Chương trình"), value="programme"),
        Column(label=gettext("Loại"), value="kind"),
        Column(label=gettext("Hạn"), value="due", kind="date"),
        Column(label=gettext("Tình trạng"), value="badge"),
    ]
    if len({task.programme for task in rows}) == 1:
        del columns[1]
    return Table(columns, rows, request.GET, caption=gettext("Việc đang chờ"), empty=empty)


def _nothing_waits(actor: Actor, *, has_programmes: bool) -> Empty:
    if has_programmes:
        return Empty(
            gettext("Bạn không có việc nào phải làm lúc này."),
            gettext("Chương trình bạn tham gia ở ngay bên dưới, kèm những gì vai trò của bạn được theo dõi."),
        )
    if actor.may("programme.import"):
        return Empty(
            gettext("Chưa có việc nào đang chờ."),
            gettext("Nhập kế hoạch kiểm tra đã ban hành để lập chương trình của năm."),
            gettext("Nhập kế hoạch"),
            reverse("programmes:import"),
        )
    if not actor.holdings:
        return Empty(
            gettext("Tài khoản của bạn chưa có vai trò nào."),
            gettext("Hãy liên hệ Cơ quan thường trực của chương trình kiểm tra để được giao vai trò."),
        )
    if actor.may("account.view"):
        return Empty(
            gettext("Bạn quản trị hệ thống, không tham gia chương trình nào."),
            gettext("Tài khoản, lời mời và nhật ký hệ thống ở các mục trong thực đơn."),
            gettext("Mở danh sách tài khoản"),
            reverse("accounts:list"),
        )
    return Empty(
        gettext("Bạn chưa có chương trình nào đang mở."),
        gettext("Chương trình của bạn chưa bắt đầu hoặc đã kết thúc; khi có việc, việc sẽ hiện ở đây."),
        gettext("Xem các chương trình"),
        reverse("programmes:list"),
    )


@require_safe
@signed_in
def permissions(request: HttpRequest) -> HttpResponse:
    """What she may do; with `?xem=tat-ca` the whole table, her roles first."""
    actor = actor_of(request)
    actor.require("permission.view")
    held = {holding.role for holding in actor.holdings}
    shows_all = request.GET.get("xem") == "tat-ca"
    context = {
        "tabs": [
            Tab(gettext("Việc tôi được làm"), reverse("portal:permissions"), not shows_all),
            Tab(gettext("Tất cả vai trò"), f"{reverse('portal:permissions')}?xem=tat-ca", shows_all),
        ],
        "heads": matrix.heads(held),
        "roles": [role.label for role in Role if role in held],
        "groups": matrix.groups(held) if shows_all else matrix.mine(held),
        "shows_all": shows_all,
    }
    return render(request, "portal/permissions.html", context)


@require_safe
@signed_in
def trail(request: HttpRequest) -> HttpResponse:
    """The latest events she may see, searchable by words of the record's or the person's name."""
    actor = actor_of(request)
    form = history.Filter(request.GET or None)
    table = Table(
        [
            Column(label=gettext("Lúc"), value="at", kind="date"),
            Column(label=gettext("Việc đã làm"), value=lambda event: spoken(deeds.words(event)), head=True),
            Column(label=gettext("Đối với"), value="subject_name", link=history.link),
            Column(label=gettext("Người thực hiện"), value="actor_name"),
        ],
        history.events(actor, form),
        request.GET,
        caption=gettext("Nhật ký"),
        empty=Empty(
            gettext("Không có sự kiện nào."),
            gettext("Nhật ký ghi mọi thay đổi trong những chương trình bạn được xem."),
        ),
    )
    context = {"table": table, "form": form, "is_of_system_only": history.is_of_system_only(actor)}
    return render(request, "portal/trail.html", context)


@require_safe
@signed_in
def trail_of(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Everything that happened to one record. A record without an event she may see is a stranger's: 404."""
    events = list(history.of_record(actor_of(request), subject_id))
    if not events:
        raise Missing
    context = {"name": events[0].subject_name, "changes": [history.Change(event) for event in events]}
    return render(request, "portal/trail_of.html", context)


@require_safe
@transaction.non_atomic_requests
def health(request: HttpRequest) -> HttpResponse:
    """200 when the process and its database answer; for load balancers and monitors."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})
