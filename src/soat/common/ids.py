"""Identifiers of rows: UUIDv4, so that no counter, gap or ordering reveals a hidden visit (design.md, Trust)."""

from __future__ import annotations

from uuid import UUID, uuid4


def new_id() -> UUID:
    return uuid4()
