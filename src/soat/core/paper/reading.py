"""Reads a `Paper` from JSON: every field by its type in `soat.core.paper.model`, nothing unknown, clear sentences.

Called by `soat paper render` and by `soat.papers.services`, which keeps an issued paper in this form.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from soat.core.errors import DomainError
from soat.core.paper.formats import PaperDate
from soat.core.paper.model import Block, Paper, Table
from soat.core.values import decoded

LONGEST = 5_000_000  # characters of JSON; a paper of 300 pages has about 1,000,000
# Controls (tab and line break aside), halves of a pair, and what Unicode leaves to programs: no sign of any text.
_NO_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)


def read(text: str) -> Paper:
    """The paper in a JSON text. Raises DomainError that names the place in the file."""
    if len(text) > LONGEST:
        raise DomainError(
            f"Tệp dài hơn {LONGEST:,} ký tự. Hãy tách bớt nội dung sang phụ lục riêng.".replace(",", ".")
        )
    return from_data(decoded(text, "Tệp"))


def from_data(data: object) -> Paper:
    """The paper in decoded JSON."""
    paper: Paper = _record(Paper, data, "")
    return paper


def table_from_data(data: object) -> Table:
    """The table in decoded JSON."""
    table: Table = _record(Table, data, "")
    return table


def data_of(record: Paper | Table) -> dict[str, Any]:
    """What `from_data` and `table_from_data` read back: dates as text, tuples as lists."""
    made: dict[str, Any] = json.loads(json.dumps(_plain(record), ensure_ascii=False))
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, PaperDate):
        parts = (value.month, value.day)
        return "-".join((f"{value.year:04}", *(f"{part:02}" for part in parts if part is not None)))
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _record(kind: Any, value: object, place: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(place, "phải là một đối tượng JSON { … }")
    known = _fields(kind)
    if unknown := [name for name in value if name not in known]:
        raise _wrong(
            _join(place, unknown[0]), f"không có trong văn bản. Tên đúng là một trong: {', '.join(known)}"
        )
    missing = [name for name, (_, needed) in known.items() if needed and name not in value]
    if missing:
        raise _wrong(_join(place, missing[0]), "còn thiếu. Hãy thêm trường này")
    given = {name: _value(known[name][0], item, _join(place, name)) for name, item in value.items()}
    try:
        return kind(**given)
    except DomainError as error:
        raise _wrong(place, error.message.rstrip(".")) from None


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    hints = get_type_hints(kind)
    return {field.name: (hints[field.name], field.default is MISSING) for field in fields(kind)}


def _value(kind: Any, value: object, place: str) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        return _either(get_args(kind), value, place)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), value, place)
    if is_dataclass(kind) and kind is not PaperDate:
        return _record(kind, value, place)
    reader = _READERS.get(kind) or _enum(kind)
    return reader(value, place)


def _either(kinds: tuple[Any, ...], value: object, place: str) -> Any:
    if types.NoneType in kinds:
        return None if value is None else _value(kinds[0], value, place)
    return _value(Table if isinstance(value, dict) and "columns" in value else Block, value, place)


def _tuple(kinds: tuple[Any, ...], value: object, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(place, "phải là một danh sách JSON [ … ]")
    if kinds[-1] is Ellipsis:
        return tuple(_value(kinds[0], item, f"{place}[{index}]") for index, item in enumerate(value))
    if len(value) != len(kinds):
        raise _wrong(place, f"phải có đúng {len(kinds)} phần tử")
    return tuple(
        _value(kind, item, f"{place}[{index}]")
        for index, (kind, item) in enumerate(zip(kinds, value, strict=True))
    )


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise _wrong(place, "phải là chữ trong ngoặc kép")
    if odd := _NO_TEXT.search(value):
        raise _wrong(place, f"có ký tự U+{ord(odd[0]):04X} không in được. Hãy xóa ký tự này")
    return value


def _flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(place, "phải là true hoặc false")
    return value


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 9999:
        raise _wrong(place, "phải là số nguyên từ 1 đến 9999")
    return value


def _share(value: object, place: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 10_000:
        raise _wrong(place, "phải là số lớn hơn 0 và không quá 10000")
    return float(value)


def _date(value: object, place: str) -> PaperDate:
    text = _text(value, place)
    try:
        return PaperDate.parse(text)
    except DomainError as error:
        raise _wrong(place, error.message.rstrip(".")) from None


_READERS: dict[Any, Callable[[object, str], Any]] = {
    str: _text,
    bool: _flag,
    int: _whole,
    float: _share,
    PaperDate: _date,
}


def _enum(kind: type[StrEnum]) -> Callable[[object, str], StrEnum]:
    def reader(value: object, place: str) -> StrEnum:
        try:
            return kind(_text(value, place))
        except ValueError:
            raise _wrong(place, f"phải là một trong: {', '.join(kind)}") from None

    return reader


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _wrong(place: str, what: str) -> DomainError:
    subject = f"Trường “{place}”" if place else "Văn bản"
    return DomainError(f"{subject} {what}.", field=place or None)
