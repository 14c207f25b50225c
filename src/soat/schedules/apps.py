from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "soat.schedules"
    label = "schedules"
    verbose_name = "Lịch kiểm tra"

    def ready(self) -> None:
        from soat.programmes.selectors import mine as of_agency
        from soat.programmes.selectors import next_steps
        from soat.schedules.selectors import mine, steps

        next_steps.tell(steps.steps)
        of_agency.tell(mine.lines)
