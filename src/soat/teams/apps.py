from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "soat.teams"
    label = "teams"
    verbose_name = "Đoàn kiểm tra"

    def ready(self) -> None:
        from soat.programmes.selectors import next_steps
        from soat.teams.selectors import steps

        next_steps.tell(steps.steps)
