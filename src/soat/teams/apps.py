from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "soat.teams"
    label = "teams"
    verbose_name = "Đoàn kiểm tra"

    def ready(self) -> None:
        from django.urls import reverse

        from soat.inbox.about import opened_at
        from soat.programmes.selectors import next_steps
        from soat.teams.selectors import steps

        next_steps.tell(steps.steps)
        opened_at(
            "teams.request", lambda told: reverse("teams:request", args=[told.programme_id, told.subject_id])
        )
        opened_at(
            "teams.member", lambda told: reverse("teams:member", args=[told.programme_id, told.subject_id])
        )
        opened_at("teams.interest", lambda told: reverse("teams:interests", args=[told.programme_id]))
