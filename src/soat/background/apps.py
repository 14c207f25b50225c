from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "soat.background"
    label = "background"
    verbose_name = "Việc nền"

    def ready(self) -> None:
        from soat.background.running import perform
        from soat.common import jobs

        jobs.run_with(perform)
