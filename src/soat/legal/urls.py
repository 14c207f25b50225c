"""Addresses of the register, under /van-ban/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.legal.views import documents, listing, loading, relations, texts

app_name = "legal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.documents, name="list"),
    path("them/", documents.document_add, name="add"),
    path("nhap/", loading.load, name="load"),
    path("nhap/mau.csv", loading.template, name="template"),
    path("<uuid:pk>/", documents.document, name="document"),
    path("<uuid:pk>/sua/", documents.document_edit, name="edit"),
    path("<uuid:pk>/tep/", texts.file, name="file"),
    path("<uuid:pk>/tep/<int:number>/", texts.file_version, name="file_version"),
    path("<uuid:pk>/tep/them/", texts.file_add, name="file_add"),
    path("<uuid:pk>/quan-he/", relations.relation_add, name="relation_add"),
    path("<uuid:pk>/quan-he/<uuid:relation_id>/go/", relations.relation_remove, name="relation_remove"),
]
