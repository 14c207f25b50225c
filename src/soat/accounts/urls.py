"""Addresses of accounts: sign-in pages under /tai-khoan/ (they run as the actor "auth"), administration apart.

`sign_in_urls` carry the names that django-allauth reverses, so they stand outside the room's namespace.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as linked
from allauth.socialaccount.providers.openid_connect import views as single
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, path, re_path

from soat.accounts import address_views, views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/", views.profile, name="profile"),
    path("tai-khoan/ngon-ngu/", views.language, name="language"),
    path("tai-khoan/thu/", address_views.address, name="address"),
    path("tai-khoan/thu/xac-nhan/<str:token>/", address_views.address_confirm, name="address_confirm"),
    path("quan-tri/tai-khoan/", views.accounts, name="list"),
    path("quan-tri/tai-khoan/moi/", views.invite, name="invite"),
    path("quan-tri/tai-khoan/loi-moi/<uuid:pk>/", views.invitation_step, name="invitation_step"),
    path("quan-tri/tai-khoan/<uuid:pk>/", views.account, name="account"),
    path("quan-tri/tai-khoan/<uuid:pk>/khoa/", views.lock, name="lock"),
    path("quan-tri/tai-khoan/<uuid:pk>/buoc-hai/", views.second_step, name="second_step"),
    path("quan-tri/tai-khoan/<uuid:pk>/vai-tro/", views.give_role, name="give_role"),
    path("quan-tri/vai-tro/<uuid:pk>/thu/", views.end_grant, name="end_grant"),
]

sign_in_urls: list[URLPattern | URLResolver] = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("dang-ky/", account.signup, name="account_signup"),
    path("tam-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-nhan-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", account.password_change, name="account_change_password"),
    path("mat-khau/dat/", account.password_set, name="account_set_password"),
    path("quen-mat-khau/", account.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^quen-mat-khau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "quen-mat-khau/xong/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("bao-mat/", mfa.index, name="mfa_index"),
    path("bao-mat/buoc-hai/", mfa.authenticate, name="mfa_authenticate"),
    path("bao-mat/xac-nhan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bao-mat/ung-dung/", totp.activate_totp, name="mfa_activate_totp"),
    path("bao-mat/ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("bao-mat/ma-khoi-phuc/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("bao-mat/ma-khoi-phuc/moi/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("bao-mat/ma-khoi-phuc/tai/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("bao-mat/khoa/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("bao-mat/khoa/them/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("bao-mat/khoa/xac-nhan/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("bao-mat/khoa/<int:pk>/xoa/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("bao-mat/khoa/<int:pk>/sua/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("bao-mat/khoa/dang-nhap/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("phien/", sessions.list_usersessions, name="usersessions_list"),
    path("lien-ket/", linked.connections, name="socialaccount_connections"),
    path("lien-ket/da-dung/", linked.login_cancelled, name="socialaccount_login_cancelled"),
    path("lien-ket/loi/", linked.login_error, name="socialaccount_login_error"),
    path("lien-ket/dang-ky/", linked.signup, name="socialaccount_signup"),
    path("mot-lan/<str:provider_id>/", single.login, name="openid_connect_login"),
    path("mot-lan/<str:provider_id>/ve/", single.callback, name="openid_connect_callback"),
]
