from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "soat.inbox"
    label = "inbox"
    verbose_name = "Tin báo"
