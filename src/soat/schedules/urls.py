"""Addresses of the schedules room: of a programme under /chuong-trinh/<pk>/lich/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from soat.schedules.views import announced, calendar, days, feeds, merges, papers, runs, surprises, visit

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
    path("ghep/", merges.page, name="merges"),
    path("dot-xuat/", surprises.listing, name="surprises"),
    path("dot-xuat/de-xuat/", surprises.propose, name="propose"),
    path("<uuid:visit_id>/", include(_of_visit)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("chuong-trinh/<uuid:pk>/lich/", include(_of_programme)),
    path("lich/", feeds.page, name="feeds"),
    path("lich/<str:token>.ics", feeds.feed, name="feed"),
    path("ngay-lam-viec/", days.page, name="days"),
    path("ngay-lam-viec/them/", days.add, name="day_add"),
    path("ngay-lam-viec/<uuid:day_id>/bo/", days.remove, name="day_remove"),
]
