"""Addresses of a person's notices."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.inbox import views

app_name = "inbox"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tin-bao/", views.listing, name="list"),
    path("tin-bao/cai-dat/", views.settings, name="settings"),
    path("tin-bao/da-doc/", views.all_read, name="all_read"),
    path("tin-bao/<uuid:message_id>/", views.open_message, name="open"),
]
