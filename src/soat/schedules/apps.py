from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "soat.schedules"
    label = "schedules"
    verbose_name = "Lịch kiểm tra"

    def ready(self) -> None:
        from django.urls import reverse

        from soat.inbox.about import opened_at
        from soat.programmes.selectors import mine as of_agency
        from soat.programmes.selectors import next_steps
        from soat.schedules.selectors import mine, steps

        next_steps.tell(steps.steps)
        of_agency.tell(mine.lines)
        opened_at(
            "schedules.visit",
            lambda told: reverse("schedules:visit", args=[told.programme_id, told.subject_id]),
        )
        opened_at(
            "schedules.theme",
            lambda told: reverse("schedules:theme", args=[told.programme_id, told.subject_id]),
        )
        opened_at(
            "schedules.blackoutrequest", lambda told: reverse("schedules:blackouts", args=[told.programme_id])
        )
