"""Addresses of the outline, under /chuong-trinh/<programme>/de-cuong/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.programmes.views import outline_edits, outline_excel, outline_versions, outlines

urlpatterns: list[URLPattern | URLResolver] = [
    path("", outlines.editor, name="outline"),
    path("xem/", outline_versions.preview, name="outline_preview"),
    path("phien-ban/", outline_versions.history, name="outline_versions"),
    path("phien-ban/moi/", outline_versions.start, name="outline_start"),
    path("phien-ban/ban-hanh/", outline_versions.issue, name="outline_issue"),
    path("phien-ban/bo/", outline_versions.discard, name="outline_discard"),
    path("thong-tin/", outline_versions.head, name="outline_head"),
    path("muc/them/", outline_edits.add, name="outline_add"),
    path("kiem-tra/", outline_edits.checks, name="outline_checks"),
    path("muc/<str:code>/", outline_edits.change, name="outline_node"),
    path("muc/<str:code>/chuyen/", outline_edits.move, name="outline_move"),
    path("muc/<str:code>/dat/", outline_edits.put, name="outline_put"),
    path("muc/<str:code>/bo/", outline_edits.remove, name="outline_remove"),
    path("muc/<str:code>/xac-nhan/", outline_edits.confirm, name="outline_confirm"),
    path("muc/<str:code>/hai-so-dem/", outline_edits.counts, name="outline_counts"),
    path("excel/", outline_excel.export, name="outline_export"),
    path("excel/nhap/", outline_excel.upload, name="outline_import"),
    path("excel/ap-dung/", outline_excel.apply, name="outline_apply"),
]
