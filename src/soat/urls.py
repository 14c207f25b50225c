"""Every address of the site, by room; addresses are Vietnamese words without diacritics."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from soat.accounts.urls import sign_in_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("soat.portal.urls")),
    path("", include("soat.accounts.urls")),
    path("", include("soat.background.urls")),
    path("", include("soat.inbox.urls")),
    path("tai-khoan/", include(sign_in_urls)),
    path("chuong-trinh/", include("soat.programmes.urls")),
    path("chuong-trinh/", include("soat.teams.urls")),
    path("van-ban/", include("soat.legal.urls")),
    path("co-quan/", include("soat.people.urls")),
    path("", include("soat.papers.urls")),
    path("", include("soat.schedules.urls")),
]
