"""Every address of the site, by room; addresses are Vietnamese words without diacritics."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("soat.portal.urls")),
    path("", include("soat.accounts.urls")),
    path("chuong-trinh/", include("soat.programmes.urls")),
    path("van-ban/", include("soat.legal.urls")),
    path("co-quan/", include("soat.people.urls")),
]
