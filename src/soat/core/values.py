"""Single values out of untrusted JSON, each refused with a sentence that names its place (issue 3: clear sentences).

Called by the readers of `soat.core.timetable`, `soat.core.sampling`, `soat.core.paper` and `soat.core.working_days`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from soat.core import input_files
from soat.core.errors import DomainError

T = TypeVar("T")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ID_LENGTH = 200
MOST_ITEMS, MOST_BYTES = 20_000, 20_000_000


def load(path: Path) -> object:
    """The JSON of a file. Raises DomainError if it cannot be read, is too large or is no JSON."""
    name = input_files.shown(path)
    too_large = f"Tệp “{name}” lớn hơn {MOST_BYTES // 1_000_000} MB; hãy chia bài toán ra."
    return decoded(input_files.read_text(path, MOST_BYTES, too_large), f"Tệp “{name}”")


def decoded(text: str, what: str) -> object:
    """The values of a JSON text; `what` begins the sentence. Raises DomainError.

    Half a character ("\\ud800") is refused too: it can be neither printed nor written into a file.
    """
    try:
        data: object = json.loads(text)
        if _HALF.search(text):
            json.dumps(data, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        place = f"dòng {error.lineno}, cột {error.colno}"
        raise DomainError(f"{what} không phải là JSON đúng: {place}. Hãy sửa chỗ đó.") from error
    except RecursionError as error:
        raise DomainError(f"{what} không phải là JSON đúng: lồng nhau quá sâu. Hãy viết theo mẫu.") from error
    except UnicodeEncodeError as error:
        raise DomainError(
            f"{what} có ký tự hỏng (nửa ký tự, mã \\ud800–\\udfff); hãy xóa hoặc gõ lại chữ ở chỗ đó."
        ) from error
    except ValueError as error:  # Python converts no integer of more than 4,300 digits
        raise DomainError(f"{what} có một số dài quá mức đọc được; hãy sửa lại số đó.") from error
    return data


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


def iso_day(text: str) -> date:
    """The date written YYYY-MM-DD. Raises ValueError, also for the other ISO forms that `fromisoformat` takes."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def day(value: object, where: str) -> date:
    """A date written YYYY-MM-DD."""
    try:
        if isinstance(value, str):
            return iso_day(value)
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
