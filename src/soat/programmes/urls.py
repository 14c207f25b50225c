"""Addresses of the programmes room, under /chuong-trinh/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.programmes.views import duties

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:pk>/nhiem-vu/", duties.duties, name="duties"),
    path("<uuid:pk>/nhiem-vu/them/", duties.duty_add, name="duty_add"),
    path("<uuid:pk>/nhiem-vu/<uuid:duty_id>/", duties.duty, name="duty"),
    path("<uuid:pk>/vuong-mac/", duties.questions, name="questions"),
    path("<uuid:pk>/vuong-mac/gui/", duties.question_ask, name="question_ask"),
    path("<uuid:pk>/vuong-mac/<uuid:question_id>/", duties.question_answer, name="question_answer"),
]
