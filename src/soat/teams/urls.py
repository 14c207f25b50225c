"""Addresses of the team of a programme, below `chuong-trinh/`."""

from __future__ import annotations

from django.urls import path

from soat.teams.views import competences, interests, members, papers, places, requests

app_name = "teams"

urlpatterns = [
    path("<uuid:pk>/doan/", places.team, name="team"),
    path("<uuid:pk>/doan/de-nghi/", places.ask, name="ask"),
    path("<uuid:pk>/doan/de-nghi/<uuid:request_id>/", requests.request, name="request"),
    path("<uuid:pk>/doan/de-nghi/<uuid:request_id>/khep/", requests.close, name="request_close"),
    path("<uuid:pk>/doan/nguoi-cu/<uuid:nomination_id>/", requests.decide, name="nomination_decide"),
    path("<uuid:pk>/doan/nguoi-cu/<uuid:nomination_id>/rut/", requests.withdraw, name="nomination_withdraw"),
    path("<uuid:pk>/doan/danh-sach/", members.members, name="members"),
    path("<uuid:pk>/doan/danh-sach/them/", members.add, name="member_add"),
    path("<uuid:pk>/doan/danh-sach/<uuid:member_id>/", members.member, name="member"),
    path("<uuid:pk>/doan/danh-sach/<uuid:member_id>/co-quan/", members.place, name="member_place"),
    path("<uuid:pk>/doan/soan/<slug:kind>/", papers.decision, name="decision"),
    path("<uuid:pk>/doan/quyet-dinh/<uuid:paper_id>/ban-hanh/", papers.issue, name="decision_issue"),
    path("<uuid:pk>/doan/de-nghi/<uuid:request_id>/cong-van/", papers.letter, name="letter"),
    path("<uuid:pk>/doan/linh-vuc/", competences.competences, name="competences"),
    path("<uuid:pk>/doan/viec-phai-tranh/", interests.interests, name="interests"),
    path("<uuid:pk>/doan/viec-phai-tranh/so-nam/", interests.years, name="years"),
    path(
        "<uuid:pk>/doan/viec-phai-tranh/<uuid:interest_id>/rut/", interests.withdraw, name="interest_withdraw"
    ),
]
