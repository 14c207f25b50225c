from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "soat.people"
    label = "people"
    verbose_name = "Cơ quan và người"

    def ready(self) -> None:
        from soat.people import following

        following.connect()
