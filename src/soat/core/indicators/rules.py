"""Check rules: a small readable language over items' codes, such as "m1 + m2 <= m3" or "tổng = xong + đang" (R3).

    rule = comparison { ("và" | "and" | ";") comparison }      comparison = sum ("=" | "≤" | "<" | "≠" …) sum
    sum = product { ("+" | "-") product }                      product = value { ("*" | "/") value }
    value = ["-"] (number | code | "(" sum ")")                number = 12 or 12,5 or 12.5

A missing value leaves the rule undecided. Called by the outline editor and the self-report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

from soat.core.errors import DomainError
from soat.core.text import normalise

LONGEST = 500
_DEEPEST = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:[.,]\d+)?)|(?P<code>[^\W\d_]\w*)|(?P<sign><=|>=|!=|<>|==|[-+*/×÷()=<>≤≥≠;−–]))"
)
_CODE = re.compile(r"(?<!\w)[^\W\d_]\w*")
_ONE_SIGN = {"==": "=", "<=": "≤", ">=": "≥", "!=": "≠", "<>": "≠", "×": "*", "÷": "/", "−": "-", "–": "-"}
_SPOKEN = (
    ("<=", "không lớn hơn"), (">=", "không nhỏ hơn"), ("≤", "không lớn hơn"), ("≥", "không nhỏ hơn"),
    ("!=", "khác"), ("<", "nhỏ hơn"), (">", "lớn hơn"), ("=", "bằng"),
)  # fmt: skip
_AND = ("và", "and", ";")
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": eq, "≤": le, "≥": ge, "<": lt, ">": gt, "≠": ne,
}  # fmt: skip
_COMPUTED: dict[str, Callable[[Decimal, Decimal], Decimal]] = {"+": add, "-": sub, "*": mul}

Values = Mapping[str, Decimal | None]


class RuleError(DomainError):
    """A rule that cannot be read. `at` is the character (from 1) where reading stopped."""

    def __init__(self, at: int, sentence: str) -> None:
        super().__init__(f"Ký tự {at}: {sentence}", "check_rule")
        self.at = at


@dataclass(frozen=True, slots=True)
class _Term:
    """A number, a code, or two terms joined by `sign`."""

    number: Decimal | None = None
    code: str = ""
    sign: str = ""
    parts: tuple[_Term, ...] = ()

    def value(self, values: Values) -> Decimal | None:
        if self.code:
            return values.get(self.code)
        if self.number is not None:
            return self.number
        left, right = (part.value(values) for part in self.parts)
        if left is None or right is None:
            return None
        if self.sign == "/":
            return left / right if right else None
        return _COMPUTED[self.sign](left, right)


@dataclass(frozen=True, slots=True)
class _Comparison:
    left: _Term
    sign: str
    right: _Term


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was read. `codes` in the order they stand, each once, in small letters."""

    comparisons: tuple[_Comparison, ...]
    codes: tuple[str, ...]

    def holds(self, values: Values) -> bool | None:
        """False if a comparison fails, None if one cannot be decided for want of a value, else True."""
        told = [self._decide(one, values) for one in self.comparisons]
        if False in told:
            return False
        return None if None in told else True

    @staticmethod
    def _decide(one: _Comparison, values: Values) -> bool | None:
        left, right = one.left.value(values), one.right.value(values)
        return None if left is None or right is None else _COMPARED[one.sign](left, right)


@lru_cache(maxsize=4096)
def parse(text: str) -> Rule:
    """Read a rule. Raises RuleError that names the place and says what is expected there."""
    return _Reader(normalise(text)).rule()


def rename(text: str, names: Mapping[str, str]) -> str:
    """The rule's text with codes replaced; codes not named stay."""
    return _CODE.sub(lambda found: names.get(found[0].lower(), found[0]), normalise(text))


def in_words(text: str, names: Mapping[str, str]) -> str:
    """A rule as people read it: “Số đúng hạn” không lớn hơn “Tổng số”. A code without a name stays."""
    for sign, word in _SPOKEN:
        text = text.replace(sign, word)
    return _CODE.sub(lambda found: f"“{names[found[0]]}”" if found[0] in names else found[0], text)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


class _Reader:
    """Recursive descent, one method for each line of the grammar above."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise RuleError(LONGEST, f"biểu thức dài quá {LONGEST} ký tự, hãy viết gọn lại.")
        self.tokens = list(_tokens(text))
        self.place = 0
        self.deep = 0
        self.codes: dict[str, None] = {}

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def take(self, *signs: str) -> str:
        """The next sign if it is one of these, else ""."""
        if self.next.text not in signs:
            return ""
        self.place += 1
        return self.tokens[self.place - 1].text

    def rule(self) -> Rule:
        comparisons = [self.comparison()]
        while self.take(*_AND):
            comparisons.append(self.comparison())
        if self.next.kind != "end":
            raise RuleError(self.next.at, f"thừa “{self.next.text}”, hãy bỏ đi hoặc nối bằng “và”.")
        return Rule(tuple(comparisons), tuple(self.codes))

    def comparison(self) -> _Comparison:
        left = self.sum()
        sign = self.take(*_COMPARED)
        if not sign:
            raise RuleError(self.next.at, "cần một dấu so sánh: =, ≠, <, >, ≤ (<=) hoặc ≥ (>=).")
        return _Comparison(left, sign, self.sum())

    def sum(self) -> _Term:
        term = self.product()
        while sign := self.take("+", "-"):
            term = _Term(sign=sign, parts=(term, self.product()))
        return term

    def product(self) -> _Term:
        term = self.signed()
        while sign := self.take("*", "/"):
            term = _Term(sign=sign, parts=(term, self.signed()))
        return term

    def signed(self) -> _Term:
        if self.take("-"):
            return _Term(sign="-", parts=(_Term(number=Decimal(0)), self.value()))
        return self.value()

    def value(self) -> _Term:
        token = self.next
        if token.kind == "number":
            self.place += 1
            return _Term(number=Decimal(token.text.replace(",", ".")))
        if token.kind == "code" and token.text not in _AND:
            self.place += 1
            self.codes[token.text] = None
            return _Term(code=token.text)
        if self.take("("):
            return self.bracket(token.at)
        raise RuleError(token.at, "cần mã của một mục (ví dụ m1), một số hoặc dấu mở ngoặc.")

    def bracket(self, at: int) -> _Term:
        self.deep += 1
        if self.deep > _DEEPEST:
            raise RuleError(at, "quá nhiều ngoặc lồng nhau, hãy viết gọn lại.")
        term = self.sum()
        if not self.take(")"):
            raise RuleError(self.next.at, "cần dấu đóng ngoặc.")
        self.deep -= 1
        return term


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise RuleError(at + 1, f"không hiểu ký tự “{text[at]}”.")
        kind = str(match.lastgroup)
        word = match[kind].lower()
        found.append(_Token(kind, _ONE_SIGN.get(word, word), match.start(kind) + 1))
        at = match.end()
    return [*found, _Token("end", "", end + 1)]
