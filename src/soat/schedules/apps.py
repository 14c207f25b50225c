from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "soat.schedules"
    label = "schedules"
    verbose_name = "Lịch kiểm tra"
