"""The kinds of papers of the cycle, each a .toml file beside this one: its names, variables and shipped texts (D1, D4).

A kind's file has `label`, `type` (abbreviation of Decree 30/2020, Annex III, "" for a letter), `issuer` ("standing" or
"plan": whose register numbers it), `step` (the page that issues it where another room does more than issue), `order`,
`texts` by field of `core.paper.texts.FIELDS` and `variables` with examples. Called by services and pages of this room.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from soat.core.errors import DomainError
from soat.core.paper.model import Align, Column, Table

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Variable:
    """What a template may name. `example` is a text, texts or rows; rows with `columns` are also a table."""

    name: str
    label: str
    example: str | tuple[str, ...] | tuple[Row, ...]
    columns: tuple[tuple[str, Column], ...] = ()

    def table(self, rows: Any) -> Table:
        """The rows as a table for `[bảng name]`."""
        cells = tuple(tuple(str(row.get(key, "")) for key, _ in self.columns) for row in rows)
        return Table(tuple(column for _, column in self.columns), cells)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper as it is shipped."""

    key: str
    label: str
    type: str
    issuer: str
    step: str
    order: int
    texts: dict[str, str]
    variables: tuple[Variable, ...]

    @property
    def examples(self) -> dict[str, object]:
        return {one.name: one.example for one in self.variables}

    @property
    def tables(self) -> dict[str, Variable]:
        return {one.name: one for one in self.variables if one.columns}

    def tables_of(self, values: Any) -> dict[str, Table]:
        """The tables that texts may put in, of these values."""
        return {name: one.table(values.get(name, ())) for name, one in self.tables.items()}


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by key, in the order of the cycle."""
    files = [
        one
        for one in resources.files(__name__).iterdir()
        if one.name.endswith(".toml") and one.name[0] != "_"
    ]
    common = tomllib.loads(resources.files(__name__).joinpath("_common.toml").read_text(encoding="utf-8"))
    made = [
        _kind(one.name.removesuffix(".toml"), tomllib.loads(one.read_text("utf-8")), common) for one in files
    ]
    return {one.key: one for one in sorted(made, key=lambda one: one.order)}


def kind_of(key: str) -> Kind:
    """Raises DomainError for a key that is none."""
    found = kinds().get(key)
    if found is None:
        raise DomainError("Không có loại văn bản này. Hãy chọn trong danh sách.", "kind")
    return found


def _kind(key: str, told: dict[str, Any], common: dict[str, Any]) -> Kind:
    return Kind(
        key=key,
        label=told["label"],
        type=told["type"],
        issuer=told["issuer"],
        step=told.get("step", ""),
        order=told["order"],
        texts={name: text.strip("\n") for name, text in told["texts"].items()},
        variables=tuple(_variable(one) for one in (*told.get("variables", ()), *common["variables"])),
    )


def _variable(told: dict[str, Any]) -> Variable:
    example = told["example"]
    return Variable(
        told["name"],
        told["label"],
        tuple(example) if isinstance(example, list) else example,
        tuple(
            (one["key"], Column(one["title"], one.get("share", 1.0), Align(one.get("align", "left"))))
            for one in told.get("columns", ())
        ),
    )
