"""The process that migrates: started by `startup.migrate` with the owner's address, never by a person."""

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from soat.access.services import sync_permissions

    sync_permissions()


if __name__ == "__main__":
    main()
