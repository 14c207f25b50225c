from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "soat.common"
    label = "common"
    verbose_name = "Dùng chung"

    def ready(self) -> None:
        from soat.common import assets  # noqa: F401  (registers the check "front end not built")
