from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "soat.access"
    label = "access"
    verbose_name = "Quyền"
