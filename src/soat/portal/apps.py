from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "soat.portal"
    label = "portal"
    verbose_name = "Việc của tôi"
