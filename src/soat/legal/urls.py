"""Addresses of the register, under /van-ban/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.legal import views

app_name = "legal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.documents, name="list"),
    path("them/", views.document_add, name="add"),
    path("<uuid:pk>/", views.document, name="document"),
    path("<uuid:pk>/sua/", views.document_edit, name="edit"),
    path("<uuid:pk>/tep/", views.file, name="file"),
    path("<uuid:pk>/tep/them/", views.file_add, name="file_add"),
    path("<uuid:pk>/quan-he/", views.relation_add, name="relation_add"),
    path("<uuid:pk>/quan-he/<uuid:relation_id>/go/", views.relation_remove, name="relation_remove"),
]
