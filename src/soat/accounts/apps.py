from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "soat.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
