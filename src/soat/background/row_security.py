"""The queue and what failed in it are the system's alone (P4, ADR 13). Read by `access.enforce`."""

from soat.access.policies import raw

_QUEUE = ("jobs", "events", "workers", "periodic_defers")
TABLES = (
    *(raw(f"procrastinate_{name}", view="false", write="false") for name in _QUEUE),
    raw("background_failure", view="false", write="false"),
)
