"""Addresses of the schedules room: of a programme under /chuong-trinh/<pk>/lich/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from soat.schedules.views import (
    adding,
    announced,
    calendar,
    days,
    draws,
    feeds,
    merges,
    papers,
    runs,
    spans,
    surprises,
    themes,
    vehicles,
    visit,
)

app_name = "schedules"
_of_visit: list[URLPattern | URLResolver] = [
    path("", visit.page, name="visit"),
    path("ngay/", visit.move, name="visit_move"),
    path("sua/", visit.change, name="visit_change"),
    path("doan/", visit.arrange, name="visit_crew"),
    path("xep-lai/", runs.mend, name="visit_mend"),
    path("thong-bao/", visit.notify, name="visit_notify"),
    path("thong-bao/ban-hanh/", papers.issue, name="notice_issue"),
    path("thong-bao/du-thao.<slug:suffix>", papers.preview, name="notice_preview"),
    path("kiem-tra-lai/", visit.again, name="visit_again"),
    path("duyet/", surprises.step, {"name": "approve"}, name="surprise_approve"),
    path("khong-duyet/", surprises.step, {"name": "refuse"}, name="surprise_refuse"),
    path("mo/", surprises.step, {"name": "open"}, name="surprise_open"),
]
_of_theme: list[URLPattern | URLResolver] = [
    path("", themes.page, name="theme"),
    path("rut/", themes.withdraw, name="theme_withdraw"),
    path("trung/<uuid:overlap_id>/bo/", themes.drop, name="theme_drop"),
    path("trung/<uuid:overlap_id>/ghep/", themes.merge, name="theme_merge"),
    path("trung/<uuid:overlap_id>/cho-phep/", themes.allow, name="theme_allow"),
]
_of_draw: list[URLPattern | URLResolver] = [
    path("", draws.page, name="draw"),
    path("boc/", draws.hold, name="draw_hold"),
    path("huy/", draws.cancel, name="draw_cancel"),
    path("ap-dung/", draws.apply, name="draw_apply"),
    path("bien-ban.json", draws.protocol, name="draw_protocol"),
]
_of_programme: list[URLPattern | URLResolver] = [
    path("", calendar.calendar, name="calendar"),
    path("cong-bo/", announced.page, name="announced"),
    path("danh-sach/", calendar.visits, name="visits"),
    path("lap/", calendar.plan, name="plan"),
    path("xep/", runs.listing, name="runs"),
    path("xep/<uuid:run_id>/", runs.page, name="run"),
    path("xep/<uuid:run_id>/tien-do/", runs.progress, name="run_progress"),
    path("xep/<uuid:run_id>/lam/", runs.step, name="run_step"),
    path("ra-thong-bao/", papers.issue_all, name="notices_issue"),
    path("them/", adding.add, name="add"),
    path("chuyen-de/", themes.listing, name="themes"),
    path("chuyen-de/dang-ky/", themes.register, name="theme_register"),
    path("chuyen-de/<uuid:theme_id>/", include(_of_theme)),
    path("boc-tham/", draws.listing, name="draws"),
    path("boc-tham/niem-phong/", draws.seal, name="draw_seal"),
    path("boc-tham/<uuid:draw_id>/", include(_of_draw)),
    path("xe/", vehicles.listing, name="vehicles"),
    path("xe/tuan/", vehicles.week, name="vehicle_week"),
    path("xe/<uuid:vehicle_id>/", vehicles.page, name="vehicle"),
    path("xe/<uuid:vehicle_id>/su-dung/", vehicles.use, name="vehicle_use"),
    path("ngay-vang/", spans.absences, name="absences"),
    path("ngay-vang/<uuid:absence_id>/bo/", spans.absence_remove, name="absence_remove"),
    path("khong-tiep/", spans.blackouts, name="blackouts"),
    path("khong-tiep/<uuid:blackout_id>/bo/", spans.blackout_remove, name="blackout_remove"),
    path("khong-tiep/de-nghi/<uuid:request_id>/", spans.answer, name="blackout_answer"),
    path("ghep/", merges.page, name="merges"),
    path("dot-xuat/", surprises.listing, name="surprises"),
    path("dot-xuat/de-xuat/", surprises.propose, name="propose"),
    path("<uuid:visit_id>/", include(_of_visit)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("chuong-trinh/<uuid:pk>/lich/", include(_of_programme)),
    path("chuyen-de/", themes.mine, name="my_themes"),
    path("lich/", feeds.page, name="feeds"),
    path("lich/<str:token>.ics", feeds.feed, name="feed"),
    path("ngay-lam-viec/", days.page, name="days"),
    path("ngay-lam-viec/them/", days.add, name="day_add"),
    path("ngay-lam-viec/<uuid:day_id>/bo/", days.remove, name="day_remove"),
]
