"""What a node of the outline may hold (requirement G4): texts cleaned, kinds, ratios and checks that fit the tree.

Called by `outline_nodes` and by the Excel import, so that both refuse the same things in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext

from soat.common.errors import DomainError
from soat.core.indicators import parse
from soat.programmes.models import Node, NodeKind, SubjectKind
from soat.programmes.outline_lines import MEASURED
from soat.programmes.selectors.outlines import Tree

LONGEST_TEXT = 5_000
LONGEST_HELP = 10_000
HEAVIEST = Decimal("9999.99")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile(r"m(\d{1,9})")
_RATE = re.compile(r"^\s*t[ỷỉ] lệ\s+(?:phần trăm\s+|%\s*)?", re.I)
_TAIL = re.compile(r"(?:[\s:.…;%]|\(\s*%\s*\))+$")
_VERB = re.compile(r"\s+(?=(?:đã|được|đang|có|đủ|chưa|đạt|qua|đúng|trước|quá)\s)", re.I)
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def clean(text: str, most: int, field: str) -> str:
    """The text without control signs, line breaks made one kind, trimmed. Raises if longer than `most`."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > most:
        raise DomainError(gettext("Dài quá %(most)s ký tự. Hãy viết gọn lại.") % {"most": most}, field)
    return text


def text(words: str) -> str:
    words = clean(words, LONGEST_TEXT, "text")
    if not words:
        raise DomainError(gettext("Hãy ghi nội dung của mục."), "text")
    return words


def one_line(words: str, most: int, field: str) -> str:
    return " ".join(clean(words, most * 4, field).split())[:most]


def check_place(kind: str, parent: Node | None) -> None:
    """A section stands at the top or in a section; an item stands in a section or below an item."""
    if kind == NodeKind.SECTION and parent is not None and parent.kind != NodeKind.SECTION:
        raise DomainError(
            gettext("Một mục lớn chỉ đặt được ở ngoài cùng hoặc trong mục lớn khác. Hãy chọn chỗ khác.")
        )
    if kind != NodeKind.SECTION and parent is None:
        raise DomainError(gettext("Nội dung báo cáo phải nằm trong một mục lớn. Hãy chọn mục chứa nó."))


def settle(node: Node, tree: Tree) -> None:
    """Clean a node's values and check them against the tree. Raises DomainError naming the field."""
    node.text = text(node.text)
    node.help = clean(node.help, LONGEST_HELP, "help")
    node.number = one_line(node.number, 20, "number")
    _settle_kind(node, tree)
    _settle_measures(node, tree)
    if node.weight is not None and not 0 <= node.weight <= HEAVIEST:
        raise DomainError(gettext("Trọng số phải từ 0 đến 9.999,99."), "weight")
    if strange := set(node.audience) - set(SubjectKind.values):
        raise DomainError(gettext("Không có loại đơn vị “%(pop)s”.") % {"pop": strange.pop()}, "audience")
    node.audience = [kind for kind in SubjectKind.values if kind in node.audience]
    node.check_rule = check_rule(node.check_rule, tree)


def _settle_kind(node: Node, tree: Tree) -> None:
    if node.kind not in NodeKind.values:
        raise DomainError(gettext("Kiểu mục này không có. Hãy chọn một kiểu trong danh sách."), "kind")
    try:
        check_place(node.kind, tree.parent(node))
        for child in tree.below(node.pk):
            check_place(child.kind, node)
    except DomainError as error:
        raise DomainError(error.message, "kind") from error
    users = [one for one in tree.by_id.values() if node.pk in (one.numerator_id, one.denominator_id)]
    if node.kind != NodeKind.COUNT and users:
        raise DomainError(
            gettext(
                "Mục này là tử số hoặc mẫu số của %(join)s nên phải là số đếm. Hãy chọn số đếm khác cho tỷ "
                "lệ đó trước."
            )
            % {"join": ", ".join(one.code for one in users)},
            "kind",
        )


def _settle_measures(node: Node, tree: Tree) -> None:
    """Empty what the kind does not have; a ratio's sides are two different counts of the same version."""
    is_ratio = node.kind == NodeKind.RATIO
    node.unit = "%" if is_ratio else one_line(node.unit, 60, "unit") if node.kind == NodeKind.COUNT else ""
    node.columns = _columns(node.columns) if node.kind == NodeKind.TABLE else []
    if not is_ratio:
        node.numerator_id = node.denominator_id = None
        return
    for field, side in (("numerator", node.numerator_id), ("denominator", node.denominator_id)):
        if side is not None and (side not in tree.by_id or tree.by_id[side].kind != NodeKind.COUNT):
            raise DomainError(gettext("Hãy chọn một số đếm của chính đề cương này."), field)
    if node.numerator_id is not None and node.numerator_id == node.denominator_id:
        raise DomainError(gettext("Tử số và mẫu số phải là hai số đếm khác nhau."), "denominator")


def _columns(columns: Iterable[str]) -> list[str]:
    kept = [one_line(column, 200, "columns") for column in columns]
    return [column for column in kept if column]


def check_rule(rule: str, tree: Tree) -> str:
    """The rule, if it can be read and names measured items only. Raises DomainError on `check_rule`."""
    rule = one_line(rule, 500, "check_rule")
    for code in parse(rule).codes if rule else ():
        if code not in tree.by_code:
            raise DomainError(
                gettext("Đề cương không có mã %(code)s. Hãy xem mã cạnh mỗi mục.") % {"code": code},
                "check_rule",
            )
        if tree.by_code[code].kind not in MEASURED:
            raise DomainError(
                gettext("Mã %(code)s không phải số đếm hoặc tỷ lệ nên không tính được.") % {"code": code},
                "check_rule",
            )
    return rule


def next_code(taken: Iterable[str]) -> str:
    """m1, m2, …: one more than the highest."""
    numbers = [int(match[1]) for code in taken if (match := _CODE.fullmatch(code))]
    return f"m{max(numbers, default=0) + 1}"


def count_names(ratio: str) -> tuple[str, str]:
    """Names for numerator and denominator of a rate: "Tỷ lệ A đã B: %" gives "Số A đã B", "Tổng số A"."""
    about = _TAIL.sub("", _RATE.sub("", ratio)) or "(hãy đặt tên)"
    return f"Số {about}", f"Tổng số {_VERB.split(about, maxsplit=1)[0]}"


def _roman(number: int) -> str:
    told = ""
    for value, sign in _ROMAN:
        told, number = told + sign * (number // value), number % value
    return told


def _letter(number: int) -> str:
    return "abcdđeghiklmnopqrstuvxy"[number - 1 : number]


_STYLES: tuple[Callable[[int], str], ...] = (_roman, str, _letter, lambda number: chr(96 + number))


def numbers_like(former: Sequence[str], count: int) -> list[str]:
    """The first `count` numbers in the style in which `former` run on from the first; none if they do not."""
    for style in _STYLES:
        if former and list(former) == [style(place) for place in range(1, len(former) + 1)]:
            return [style(place) for place in range(1, count + 1)]
    return []
