"""Addresses of the portal: my work, permission table, trail, health."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.portal import invitations, views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.my_work, name="my_work"),
    path("tai-khoan/loi-moi/<str:token>/", invitations.accept, name="accept"),
    path("bang-quyen/", views.permissions, name="permissions"),
    path("nhat-ky/", views.trail, name="trail"),
    path("nhat-ky/<uuid:subject_id>/", views.trail_of, name="trail_of"),
    path("suc-khoe/", views.health, name="health"),
]
