"""Logs as JSON lines on standard error, without personal data: what happened, where, how long (design.md)."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_SECRET = re.compile(r"(/tai-khoan/(?:loi-moi|quen-mat-khau|thu/xac-nhan)/|/lich/(?=[^/\s]+\.ics))[^/\s]{8,}")

_QUEUE = {
    "procrastinate": logging.WARNING,
    "procrastinate.worker": logging.CRITICAL,
    "procrastinate.worker.worker": logging.WARNING,
}


def mask(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes mail addresses and the secrets of links out of a line: the database quotes rows, Django paths."""
    for name in ("event", "exception"):
        if isinstance(line.get(name), str):
            line[name] = _SECRET.sub(r"\1…", _ADDRESS.sub("…@…", line[name]))
    return line


def configure(settings: dict[str, Any]) -> None:
    """Route Django's and our own log lines through structlog. Called by Django with `settings.LOGGING`."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    last: list[Any] = [structlog.processors.format_exc_info, mask, structlog.processors.JSONRenderer()]
    if settings.get("debug"):
        last = [structlog.dev.ConsoleRenderer()]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # The queue's own lines on a job carry its arguments; `background.running` logs its name and what went wrong.
    for name, level in _QUEUE.items():
        logging.getLogger(name).setLevel(level)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
