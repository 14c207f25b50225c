from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "soat.papers"
    label = "papers"
    verbose_name = "Văn bản"
