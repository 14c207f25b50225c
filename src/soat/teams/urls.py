"""Addresses of the team of a programme, below `chuong-trinh/`."""

from __future__ import annotations

from django.urls import path

from soat.teams.views import places, requests

app_name = "teams"

urlpatterns = [
    path("<uuid:pk>/doan/", places.team, name="team"),
    path("<uuid:pk>/doan/de-nghi/", places.ask, name="ask"),
    path("<uuid:pk>/doan/de-nghi/<uuid:request_id>/", requests.request, name="request"),
    path("<uuid:pk>/doan/de-nghi/<uuid:request_id>/khep/", requests.close, name="request_close"),
    path("<uuid:pk>/doan/nguoi-cu/<uuid:nomination_id>/", requests.decide, name="nomination_decide"),
    path("<uuid:pk>/doan/nguoi-cu/<uuid:nomination_id>/rut/", requests.withdraw, name="nomination_withdraw"),
]
