"""Addresses of the outline, under /chuong-trinh/<programme>/de-cuong/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from soat.programmes.views import outline_excel, outline_versions, outlines

urlpatterns: list[URLPattern | URLResolver] = [
    path("", outlines.editor, name="outline"),
    path("xem/", outline_versions.preview, name="outline_preview"),
    path("phien-ban/", outline_versions.history, name="outline_versions"),
    path("phien-ban/moi/", outline_versions.start, name="outline_start"),
    path("phien-ban/ban-hanh/", outline_versions.issue, name="outline_issue"),
    path("phien-ban/bo/", outline_versions.discard, name="outline_discard"),
    path("thong-tin/", outline_versions.head, name="outline_head"),
    path("muc/them/", outlines.add, name="outline_add"),
    path("kiem-tra/", outlines.checks, name="outline_checks"),
    path("muc/<str:code>/", outlines.change, name="outline_node"),
    path("muc/<str:code>/chuyen/", outlines.move, name="outline_move"),
    path("muc/<str:code>/dat/", outlines.put, name="outline_put"),
    path("muc/<str:code>/bo/", outlines.remove, name="outline_remove"),
    path("muc/<str:code>/xac-nhan/", outlines.confirm, name="outline_confirm"),
    path("muc/<str:code>/hai-so-dem/", outlines.counts, name="outline_counts"),
    path("excel/", outline_excel.export, name="outline_export"),
    path("excel/nhap/", outline_excel.upload, name="outline_import"),
    path("excel/ap-dung/", outline_excel.apply, name="outline_apply"),
]
