"""Addresses of the people room: agencies, their successions, persons."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from soat.people.views import agencies, agency, loading, persons, successions

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", agencies.agencies, name="list"),
    path("them/", agency.add, name="add"),
    path("tim/", agencies.choices, name="choices"),
    path("ke-thua/", successions.succession, name="succession"),
    path("nhap/", loading.load, name="load"),
    re_path(r"^nhap/mau-(?P<name>co-quan|ke-thua)\.csv$", loading.template, name="template"),
    path("nguoi/", persons.persons, name="persons"),
    path("nguoi/them/", persons.add, name="person_add"),
    path("nguoi/<uuid:pk>/", persons.person, name="person"),
    path("nguoi/<uuid:pk>/sua/", persons.edit, name="person_edit"),
    path("nguoi/<uuid:pk>/chuyen/", persons.move, name="person_move"),
    path("<uuid:pk>/", agency.agency, name="agency"),
    path("<uuid:pk>/sua/", agency.edit, name="edit"),
    path("<uuid:pk>/ket-thuc/", agency.end, name="end"),
]
