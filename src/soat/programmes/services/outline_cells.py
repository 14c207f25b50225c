"""The cells of one row of an outline's Excel sheet as values (requirement G4); a wrong cell is noted in words.

Called by `outline_excel_read`, whose reader goes on with the rows and with what they refer to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext
from openpyxl.utils import get_column_letter

from soat.common.errors import DomainError
from soat.core.text import fold
from soat.programmes.models import NodeKind, SubjectKind
from soat.programmes.services import outline_values as values_of

_BRACES = re.compile(r"\$\{\s*(\w+)\s*\}")
_CALCULATION = re.compile(
    r"(?:round\()?\s*\$\{(\w+)\}\s*(?:div|/)\s*\$\{(\w+)\}\s*\*\s*100\s*(?:,\s*2\s*\))?"
)
_YES = ("yes", "co", "x", "true", "1", "true()")
_NO = ("", "no", "khong", "false", "0", "false()")
_AUDIENCES = {fold(str(kind.written)): kind for kind in SubjectKind} | {
    kind.value: kind for kind in SubjectKind
}
_LENGTHS = {
    "label": values_of.LONGEST_TEXT,
    "hint": values_of.LONGEST_HELP,
    "unit": 60,
    "number": 20,
    "constraint": 600,
}


@dataclass(frozen=True, slots=True)
class CellError:
    cell: str
    text: str


class Cells:
    """The row being read: `at` is the place of each column, `cells` what stands in it. Wrong cells go to `errors`."""

    def __init__(self, areas: Collection[str]) -> None:
        self.areas = areas
        self.errors: list[CellError] = []
        self.at: dict[str, int] = {}
        self.row = 0
        self.cells: Mapping[str, str] = {}

    def wrong(self, column: str, text: str) -> None:
        letter = get_column_letter(self.at.get(column, self.at["type"]) + 1)
        self.errors.append(CellError(f"{letter}{self.row}", text))

    def get(self, column: str) -> str:
        """The cell, refused where it is too long."""
        value = self.cells.get(column, "")
        try:
            return values_of.clean(value, _LENGTHS.get(column, 2_000), column)
        except DomainError as error:
            self.wrong(column, error.message)
            return ""

    def required(self) -> bool:
        value = fold(self.get("required"))
        if value not in (*_YES, *_NO):
            self.wrong("required", gettext("Hãy ghi yes nếu bắt buộc, để trống nếu không."))
        return value in _YES

    def unit(self, kind: str) -> str:
        return "%" if kind == NodeKind.RATIO else self.get("unit") if kind == NodeKind.COUNT else ""

    def weight(self) -> Decimal | None:
        value = self.get("weight").replace(",", ".")
        if not value:
            return None
        try:
            weight = Decimal(value).quantize(Decimal("0.01"))
        except InvalidOperation:
            weight = Decimal(-1)
        if not 0 <= weight <= values_of.HEAVIEST:
            self.wrong("weight", gettext("Trọng số phải là số từ 0 đến 9.999,99."))
            return None
        return weight

    def area(self) -> str:
        area = self.get("area")
        if area and area not in self.areas:
            self.wrong(
                "area",
                gettext(
                    "Chương trình không có lĩnh vực “%(area)s”. Hãy ghi đúng số và tên lĩnh vực, hoặc để trống."
                )
                % {"area": area},
            )
            return ""
        return area

    def audience(self) -> tuple[str, ...]:
        named = [part.strip() for part in re.split(r"[;\n]", self.get("audience")) if part.strip()]
        known = {_AUDIENCES.get(fold(name)) for name in named}
        for name in named:
            if fold(name) not in _AUDIENCES:
                labels = "; ".join(str(kind.written) for kind in SubjectKind)
                self.wrong(
                    "audience",
                    gettext("Không có loại đơn vị “%(name)s”. Hãy chọn trong: %(labels)s.")
                    % {"name": name, "labels": labels},
                )
        return tuple(kind.value for kind in SubjectKind if kind in known)

    def columns(self, kind: str) -> tuple[str, ...]:
        heads = [" ".join(part.split()) for part in self.cells.get("columns", "").splitlines()]
        if any(len(head) > 200 for head in heads):
            self.wrong("columns", gettext("Tên cột dài quá 200 ký tự. Hãy viết gọn lại."))
        return tuple(head[:200] for head in heads if head) if kind == NodeKind.TABLE else ()

    def rule(self) -> str:
        return " ".join(_BRACES.sub(r"\1", self.get("constraint")).split())

    def sides(self, kind: str) -> dict[str, str]:
        """Numerator and denominator from their columns, else from the XLSForm calculation."""
        sides = {name: self.get(name).lower() for name in ("numerator", "denominator")}
        calculated = _CALCULATION.fullmatch(self.get("calculation"))
        if calculated and not any(sides.values()):
            sides = dict(zip(sides, (calculated[1].lower(), calculated[2].lower()), strict=True))
        if kind != NodeKind.RATIO and any(sides.values()):
            self.wrong(
                "numerator", gettext("Chỉ mục kiểu tỷ lệ mới có tử số, mẫu số. Hãy xóa hoặc đổi kiểu.")
            )
            return {}
        return sides
