"""Addresses of the administrator's page on the queue."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.background import views

app_name = "background"
urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-tri/viec-nen/", views.queue, name="list"),
    path("quan-tri/viec-nen/<int:number>/", views.step, name="step"),
]
