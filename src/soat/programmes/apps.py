from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "soat.programmes"
    label = "programmes"
    verbose_name = "Chương trình kiểm tra"

    def ready(self) -> None:
        from django.urls import reverse

        from soat.inbox.about import opened_at

        opened_at("programmes.programme", lambda told: reverse("programmes:overview", args=[told.subject_id]))
        opened_at(
            "programmes.duty",
            lambda told: reverse("programmes:duty", args=[told.programme_id, told.subject_id]),
        )
