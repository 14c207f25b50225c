"""Addresses of the legal room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "legal"
urlpatterns: list[URLPattern | URLResolver] = []
