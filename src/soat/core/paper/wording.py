"""The small language of text templates: plain text with `{{ value }}`, `{% mỗi … %}` and `{% nếu … %}` (D4).

A coordinator writes it in the browser, so it is safe by construction: it reads texts, lists and rows it is given, calls
nothing, reaches no attribute, loops over given lists alone and stops at fixed limits. Every mistake names its line in
Vietnamese. Words of the language are taken with or without diacritics. Called by `soat.papers.wordings`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from soat.core.errors import DomainError
from soat.core.text import fold

Value = str | Sequence[str] | Sequence[Mapping[str, str]]
Scope = Mapping[str, object]

LONGEST_SOURCE = 60_000  # characters; the longest shipped template has 5,000
LONGEST_RESULT = 400_000
MOST_STEPS = 100_000  # pieces written: 5,000 rows of 20 cells
DEEPEST = 6  # loops and conditions inside each other

# A mark has a bounded length: without it each opening that has no end would search the whole text (quadratic).
_TAG = re.compile(r"(\{\{.{0,300}?\}\}|\{%.{0,300}?%\}|\{#.{0,300}?#\})", re.DOTALL)
_NAME = r"[a-z][a-z0-9_]*"
_VALUE = re.compile(rf"({_NAME})(?:\.({_NAME}))?(?:\|({_NAME}))?")
_EACH = re.compile(rf"moi\s+({_NAME})\s+trong\s+({_NAME})")
_WHEN = re.compile(rf"neu\s+(khong\s+)?({_NAME})(?:\.({_NAME}))?")
_ALONE = re.compile(r"^[ ]*(\{%[^\n]*?%\}|\{#[^\n]*?#\})[ ]*\n", re.MULTILINE)
# What a value must not begin a line with, lest it be read as a mark of the text: joined out of sight.
JOINER = "\u2060"


class Later(str):
    """A value that is known only later: written as `{{ name }}` again, for the next time the text is rendered."""

    __slots__ = ()


FILTERS: dict[str, tuple[str, Callable[[str], str]]] = {
    "hoa": ("viết hoa cả cụm", str.upper),
    "dau_hoa": ("viết hoa chữ đầu", lambda text: text[:1].upper() + text[1:]),
    "dau_thuong": ("viết thường chữ đầu", lambda text: text[:1].lower() + text[1:]),
}


class WordingError(DomainError):
    """A template that cannot be used; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Dòng {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Put:
    """`{{ name.part|filter }}`."""

    name: str
    part: str
    filter: str
    line: int


@dataclass(frozen=True, slots=True)
class Each:
    """`{% mỗi one trong name %} body {% hết %}`."""

    one: str
    name: str
    body: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class When:
    """`{% nếu [không] name.part %} body {% ngược lại %} other {% hết %}`."""

    name: str
    part: str
    negated: bool
    body: tuple[Node, ...]
    other: tuple[Node, ...]
    line: int


Node = str | Put | Each | When


@dataclass(slots=True)
class _Open:
    """A loop or condition whose end has not come yet."""

    tag: tuple[str, ...]
    line: int
    body: list[Node] = field(default_factory=list)
    other: list[Node] | None = None

    def add(self, node: Node) -> None:
        (self.body if self.other is None else self.other).append(node)


def parse(source: str) -> tuple[Node, ...]:
    """The template as a tree. Raises WordingError."""
    source = unicodedata.normalize("NFC", source).replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > LONGEST_SOURCE:
        raise WordingError(1, f"mẫu dài hơn {LONGEST_SOURCE:,} ký tự. Hãy rút ngắn.".replace(",", "."))
    source = _ALONE.sub(r"\1" + "\r", source + "\n")
    stack = [_Open((), 1)]
    line = 1
    for piece in _TAG.split(source):
        is_tag = _TAG.fullmatch(piece) is not None
        if is_tag and piece.startswith("{%"):
            _tag(stack, piece[2:-2].strip(), line)
        elif is_tag and piece.startswith("{{"):
            stack[-1].add(_put(piece[2:-2].strip(), line))
        elif not is_tag:
            _unclosed(piece, line)
            stack[-1].add(piece.replace("\r", ""))
        line += piece.count("\n") + piece.count("\r")
    if len(stack) > 1:
        raise WordingError(
            stack[-1].line, "phần bắt đầu ở đây chưa kết thúc. Hãy thêm {% hết %} sau phần này."
        )
    *nodes, last = stack[0].body  # a text always comes last, with the line end added above
    return (*nodes, str(last).removesuffix("\n"))


def _unclosed(piece: str, line: int) -> None:
    for mark in ("{{", "{%", "{#", "}}", "%}"):
        if mark in piece:
            at = line + len(re.findall("[\n\r]", piece[: piece.index(mark)]))
            raise WordingError(
                at, f"dấu {mark} không có dấu đi cùng. Biến viết {{{{ ten_bien }}}}, lệnh viết {{% … %}}."
            )


def _put(words: str, line: int) -> Put:
    match = _VALUE.fullmatch(words.replace(" ", ""))
    if match is None:
        raise WordingError(
            line,
            f"“{words}” không phải tên biến. Hãy chọn tên trong danh sách biến, ví dụ {{{{ ke_hoach }}}}.",
        )
    name, part, chosen = (group or "" for group in match.groups())
    if chosen and chosen not in FILTERS:
        raise WordingError(line, f"không có cách viết “{chosen}”. Hãy dùng một trong: {', '.join(FILTERS)}.")
    return Put(name, part, chosen, line)


def _tag(stack: list[_Open], words: str, line: int) -> None:
    said = " ".join(fold(words).split())
    if said == "het":
        _close(stack, line)
    elif said == "nguoc lai":
        if not stack[-1].tag or stack[-1].tag[0] != "when" or stack[-1].other is not None:
            raise WordingError(line, "{% ngược lại %} chỉ đứng trong một phần {% nếu … %}, mỗi phần một lần.")
        stack[-1].other = []
    elif match := _EACH.fullmatch(said):
        _open(stack, ("each", match[1], match[2]), line)
    elif match := _WHEN.fullmatch(said):
        _open(stack, ("when", match[2], match[3] or "", match[1] or ""), line)
    else:
        raise WordingError(
            line,
            f"không hiểu lệnh “{words}”. Các lệnh: {{% mỗi x trong ds %}}, {{% nếu x %}}, {{% nếu không x %}},"
            " {% ngược lại %}, {% hết %}.",
        )


def _open(stack: list[_Open], tag: tuple[str, ...], line: int) -> None:
    if len(stack) > DEEPEST:
        raise WordingError(line, f"các phần lồng nhau quá {DEEPEST} lớp. Hãy bớt đi.")
    stack.append(_Open(tag, line))


def _close(stack: list[_Open], line: int) -> None:
    if len(stack) == 1:
        raise WordingError(
            line, "{% hết %} ở đây không kết thúc phần nào. Hãy bỏ nó, hoặc thêm lệnh mở phía trên."
        )
    last = stack.pop()
    kind, *words = last.tag
    if kind == "each":
        stack[-1].add(Each(words[0], words[1], tuple(last.body), last.line))
    else:
        name, part, negated = words
        stack[-1].add(When(name, part, bool(negated), tuple(last.body), tuple(last.other or ()), last.line))


def check(nodes: Sequence[Node], known: Scope) -> None:
    """Holds every name against `known`, whose values are examples of the right shape. Raises WordingError."""
    for node in nodes:
        if isinstance(node, Put):
            _checked(node.name, node.part, node.line, known, printed=True)
        elif isinstance(node, Each):
            items = known.get(node.name)
            if items is None:
                raise _unknown(node.name, node.line, known)
            if isinstance(items, str | Mapping):
                raise WordingError(node.line, f"“{node.name}” không phải danh sách nên không lặp được.")
            if node.one in known:
                raise WordingError(node.line, f"“{node.one}” đã là tên biến. Hãy đặt tên khác sau chữ “mỗi”.")
            check(node.body, {**known, node.one: _first(items), "stt": "1"})
        elif isinstance(node, When):
            _checked(node.name, node.part, node.line, known, printed=False)
            check(node.body, known)
            check(node.other, known)


def _first(items: object) -> object:
    return items[0] if isinstance(items, Sequence) and items else ""


def _checked(name: str, part: str, line: int, known: Scope, *, printed: bool) -> None:
    value = known.get(name)
    if value is None:
        raise _unknown(name, line, known)
    if isinstance(value, Mapping):
        if part not in value and (part or printed):
            raise WordingError(
                line,
                f"“{name}” gồm các phần: {', '.join(f'{name}.{one}' for one in value)}. Hãy dùng một trong số đó.",
            )
    elif part:
        raise WordingError(line, f"“{name}” không có phần “{part}”. Hãy viết {{{{ {name} }}}}.")
    elif printed and not isinstance(value, str):
        raise WordingError(
            line, f"“{name}” là danh sách. Hãy viết {{% mỗi x trong {name} %}}{{{{ x }}}}{{% hết %}}."
        )


def _unknown(name: str, line: int, known: Scope) -> WordingError:
    near = get_close_matches(name, list(known), 1)
    hint = f"Có phải là “{near[0]}”?" if near else "Hãy chọn tên trong danh sách biến."
    return WordingError(line, f"không có biến “{name}”. {hint}")


def render(nodes: Sequence[Node], values: Scope) -> str:
    """The text with `values` put in; a name that is not there gives nothing. Raises WordingError at the limits."""
    pieces: list[str] = []
    _render(nodes, values, pieces, [MOST_STEPS, LONGEST_RESULT])
    return "".join(pieces)


def _render(nodes: Sequence[Node], scope: Scope, pieces: list[str], left: list[int]) -> None:
    for node in nodes:
        if isinstance(node, Each):
            items = scope.get(node.name)
            rows = items if isinstance(items, Sequence) and not isinstance(items, str) else ()
            for number, item in enumerate(rows, start=1):
                _spend(left, 0, node.line)
                _render(node.body, {**scope, node.one: item, "stt": str(number)}, pieces, left)
        elif isinstance(node, When):
            chosen = node.body if bool(_value(scope, node)) is not node.negated else node.other
            _spend(left, 0, node.line)
            _render(chosen, scope, pieces, left)
        else:
            written = node if isinstance(node, str) else _written(_value(scope, node), node.filter)
            _spend(left, len(written), 1 if isinstance(node, str) else node.line)
            pieces.append(written)


def _spend(left: list[int], letters: int, line: int) -> None:
    left[0] -= 1
    left[1] -= letters
    if min(left) < 0:
        raise WordingError(line, "mẫu tạo ra văn bản quá dài. Hãy bớt các phần lặp lồng nhau.")


def _value(scope: Scope, node: Put | When) -> object:
    value = scope.get(node.name)
    return value.get(node.part, "") if isinstance(value, Mapping) and node.part else value


def _written(value: object, chosen: str) -> str:
    """A value on one line, that is neither a command nor a mark of the text it is put into."""
    if isinstance(value, Later):
        return f"{{{{ {value} }}}}"
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if chosen:
        text = FILTERS[chosen][1](text)
    text = text.replace("{", "{" + JOINER).replace("}", JOINER + "}")
    return JOINER + text if _MARK.match(text) else text


_MARK = re.compile(
    r"[-+•*=(\[]|(?:\d+|[IVXLC]+)\.|[a-zđ]{1,2}\)|(?:Điều|Phần|Chương|Mục|Tiểu mục|Phụ lục)\b", re.I
)
