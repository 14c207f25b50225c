from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "soat.trail"
    label = "trail"
    verbose_name = "Nhật ký"
