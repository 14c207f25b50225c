from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "soat.programmes"
    label = "programmes"
    verbose_name = "Chương trình kiểm tra"
