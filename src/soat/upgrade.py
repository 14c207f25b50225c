"""Brings a database up to date (`soat migrate`, every start): migrations as the owner, then the rules of every table,
the permission table and what only the database itself can be told.

This process connects as the program, which may not migrate; so `migrate` starts another that is the owner.
"""

from __future__ import annotations

import os
import subprocess
import sys

from soat.core.errors import DomainError


def migrate() -> None:
    """Run `main` below as the owner. Raises DomainError with the last line of what went wrong."""
    run = subprocess.run(
        [sys.executable, "-m", "soat.upgrade"],
        env={**os.environ, "SOAT_AS_OWNER": "1", "DJANGO_SETTINGS_MODULE": "soat.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        why = (run.stderr.strip().splitlines() or ["không rõ lý do"])[-1]
        raise DomainError(
            f"Không cập nhật được cơ sở dữ liệu: {why} Hãy xem docs/operations.md, mục Cập nhật."
        )


def main() -> None:
    """The owner's process."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from django.db import transaction

    from soat.access.enforce import enforce
    from soat.access.services import sync_permissions
    from soat.common import database

    owner = settings.CONFIG.database_owner_url or "postgresql:///soat"
    database.close_new_tables(owner)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        enforce()
        sync_permissions()
    database.refuse_temporary_tables(owner)


if __name__ == "__main__":
    main()
