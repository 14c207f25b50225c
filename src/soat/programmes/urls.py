"""Addresses of the programmes room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = []
