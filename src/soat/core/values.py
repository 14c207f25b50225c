"""Single values out of untrusted JSON, each refused with a sentence that names its place (issue 3: clear sentences).

Called by the readers of `soat.core.timetable` and `soat.core.sampling`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from soat.core.errors import DomainError

T = TypeVar("T")
ID_LENGTH = 200
MOST_ITEMS, MOST_BYTES = 20_000, 20_000_000


def load(path: Path) -> object:
    """The JSON of a file. Raises DomainError if it cannot be read, is too large or is no JSON."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DomainError(
                f"Tệp “{path.name}” lớn hơn {MOST_BYTES // 1_000_000} MB; hãy chia bài toán ra."
            )
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DomainError(f"Không mở được tệp “{path.name}”; hãy kiểm tra lại đường dẫn.") from error
    except (ValueError, RecursionError) as error:
        raise DomainError(f"Tệp “{path.name}” không phải là JSON đúng: {error}.") from error


def table(value: object, where: str) -> dict[str, Any]:
    """A JSON object of any names."""
    if not isinstance(value, dict):
        raise DomainError(f"{where} phải là một bảng JSON {{tên: giá trị}}.", where)
    return value


def record(value: object, where: str, known: Iterable[str], needed: Iterable[str] = ()) -> dict[str, Any]:
    """A JSON object that has only `known` names and all `needed` ones."""
    data = table(value, where)
    if strange := sorted(set(data) - set(known)):
        raise DomainError(f"{where} có tên lạ “{strange[0]}”; các tên dùng được: {', '.join(known)}.", where)
    if missing := [name for name in needed if name not in data]:
        raise DomainError(f"{where} thiếu “{missing[0]}”.", where)
    return data


def items(value: object, where: str, read: Callable[[object, str], T]) -> list[T]:
    """A JSON list, each item read; None is the empty list."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise DomainError(f"{where} phải là một danh sách JSON […].", where)
    if len(value) > MOST_ITEMS:
        raise DomainError(f"{where} có {len(value)} mục, nhiều hơn mức nhận được ({MOST_ITEMS}).", where)
    return [read(one, f"{where}[{number}]") for number, one in enumerate(value)]


def text(value: object, where: str) -> str:
    """A text that is not blank, at most `ID_LENGTH` characters."""
    if not isinstance(value, str) or not value.strip() or len(value) > ID_LENGTH:
        raise DomainError(f"{where} phải là chữ, không để trống và không quá {ID_LENGTH} ký tự.", where)
    return value


def day(value: object, where: str) -> date:
    """A date written YYYY-MM-DD."""
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise DomainError(f"{where} phải là ngày dạng 2024-05-06.", where)


def whole(value: object, where: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise DomainError(f"{where} phải là số nguyên từ {least} đến {most}.", where)
    return value


def number(value: object, where: str, least: float, most: float) -> float:
    """A number from `least` to `most`."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise DomainError(f"{where} phải là số từ {least:g} đến {most:g}.", where)
    return float(value)


def distinct(values: Iterable[str], where: str) -> None:
    """Refuses a value that comes twice."""
    seen: set[str] = set()
    for one in values:
        if one in seen:
            raise DomainError(f"{where} có “{one}” hai lần; mỗi mục chỉ được ghi một lần.", where)
        seen.add(one)


def member(value: str, known: Iterable[str], where: str, what: str) -> None:
    """Refuses a reference to something that is not there. `what` is its kind in words."""
    if value not in known:
        raise DomainError(
            f"{where} nói đến {what} “{value}” không có trong tệp; hãy sửa lại hoặc bổ sung.", where
        )
