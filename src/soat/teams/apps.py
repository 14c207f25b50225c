from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "soat.teams"
    label = "teams"
    verbose_name = "Đoàn kiểm tra"
