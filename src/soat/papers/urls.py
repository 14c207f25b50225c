"""Addresses of the papers room: of a programme under /chuong-trinh/<pk>/van-ban/, and where a paper is verified."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from soat.papers.views import papers, register, verify, wordings

app_name = "papers"
_of_paper: list[URLPattern | URLResolver] = [
    path("", papers.paper, name="paper"),
    path("sua/", papers.edit, name="edit"),
    path("xem/", papers.preview, name="preview"),
    path("ban-hanh/", papers.issue, name="issue"),
    path("thu-hoi/", papers.revoke, name="revoke"),
    path("bo/", papers.discard, name="discard"),
    path("tep.<slug:suffix>", papers.file, name="file"),
]
_of_programme: list[URLPattern | URLResolver] = [
    path("", papers.papers, name="papers"),
    path("soan/", papers.compose, name="compose"),
    path("loat/<uuid:batch_id>/", papers.batch, name="batch"),
    path("so/", register.register, name="register"),
    path("so/lay/", register.take, name="take"),
    path("so/mo/", register.begin, name="begin"),
    path("so/xuat.<slug:suffix>", register.export, name="export"),
    path("so/<uuid:number_id>/", register.number, name="number"),
    path("mau/", wordings.wordings, name="wordings"),
    path("mau/<slug:key>/", wordings.wording, name="wording"),
    path("mau/<slug:key>/xem/", wordings.preview, name="wording_preview"),
    path("<uuid:paper_id>/", include(_of_paper)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("chuong-trinh/<uuid:pk>/van-ban/", include(_of_programme)),
    path("kiem-van-ban/<uuid:paper_id>/", verify.page, name="verify"),
]
