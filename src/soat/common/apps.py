from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "soat.common"
    label = "common"
    verbose_name = "Dùng chung"
