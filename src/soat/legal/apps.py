from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "soat.legal"
    label = "legal"
    verbose_name = "Văn bản"
