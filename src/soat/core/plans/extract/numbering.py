"""Word's automatic numbers, written out: "1.", "1.1.", "a)", "II.", "-" (ECMA-376 part 1, 17.9).

Word keeps them outside the text, so a plain extraction loses the tree of the plan. Called by the Word reader,
once per paragraph in the order of the document, because every number depends on those before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Reference = tuple[str, int]  # numId and level of a paragraph

_PLACE = re.compile(r"%(\d)")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_HIGHEST = 3_999
_LONGEST_PATTERN = 60
_LEVELS = range(9)


def local(element: Any) -> str:
    """Name of an element without its namespace, where strict files differ; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Attribute in the namespace of its element."""
    value = element.get(f"{element.tag.rpartition('}')[0]}}}{name}")
    return value if value is None else str(value)


def child(element: Any, *path: str) -> Any | None:
    """First descendant along a path of local names."""
    for name in path:
        element = next((each for each in element if local(each) == name), None)
        if element is None:
            return None
    return element


def value(element: Any | None, *path: str) -> str | None:
    """`val` of the element at the path."""
    found = child(element, *path) if element is not None else None
    return attribute(found, "val") if found is not None else None


@dataclass(slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False


class Numbering:
    """Definitions of numbering.xml and the counters, which move with each call of `label`."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._nums: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = {}
        self._styles = _style_references(styles)
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        for element in numbering if numbering is not None else ():
            self._define(element)

    def reference(self, properties: Any | None) -> Reference | None:
        """Number of a paragraph by its own properties, else by its style."""
        style = self._styles.get(value(properties, "pStyle") or "")
        number = child(properties, "numPr") if properties is not None else None
        own = value(number, "numId")
        if own is None and style is None:
            return None
        name = own or (style[0] if style else "0")
        level = value(number, "ilvl")
        return (name, _integer(level, 0) if level is not None or style is None else style[1])

    def label(self, reference: Reference) -> str:
        """The number as it is printed, "" when the list is unknown or prints none; moves the counters."""
        name, depth = reference
        if name not in self._nums or depth not in _LEVELS:
            return ""
        abstract, starts, changed = self._nums[name]
        levels = {**self._levels(abstract), **changed}
        counters = self._counters.setdefault(abstract, {})
        if name not in self._begun:
            self._begun.add(name)
            for level in starts:
                counters.pop(level, None)
        for level in range(depth):
            counters.setdefault(level, _start(levels, starts, level))
        counters[depth] = counters[depth] + 1 if depth in counters else _start(levels, starts, depth)
        for level in [deeper for deeper in counters if deeper > depth]:
            restart = levels[level].restart if level in levels else None
            if restart is None or (restart != 0 and depth < restart):
                del counters[level]
        return _printed(levels, counters, depth)

    def _define(self, element: Any) -> None:
        kind = local(element)
        if kind == "abstractNum":
            name = attribute(element, "abstractNumId") or ""
            self._abstract[name] = _levels(element)
            link = value(element, "numStyleLink")
            if link:
                self._links[name] = link
        elif kind == "num":
            overrides = [each for each in element if local(each) == "lvlOverride"]
            starts = {
                _integer(attribute(each, "ilvl"), 0): _integer(value(each, "startOverride"), 1)
                for each in overrides
                if child(each, "startOverride") is not None
            }
            changed = {depth: level for each in overrides for depth, level in _levels(each).items()}
            abstract = value(element, "abstractNumId") or ""
            self._nums[attribute(element, "numId") or ""] = (abstract, starts, changed)

    def _levels(self, abstract: str) -> dict[int, Level]:
        style = self._styles.get(self._links.get(abstract, ""))
        if style and style[0] in self._nums:
            return self._abstract.get(self._nums[style[0]][0], {})
        return self._abstract.get(abstract, {})


def _levels(element: Any) -> dict[int, Level]:
    found = dict(_level(each) for each in element if local(each) == "lvl")
    return {depth: level for depth, level in found.items() if depth in _LEVELS}


def _level(element: Any) -> tuple[int, Level]:
    restart = value(element, "lvlRestart")
    return _integer(attribute(element, "ilvl"), 0), Level(
        start=_integer(value(element, "start"), 0),
        form=value(element, "numFmt") or "decimal",
        pattern=(value(element, "lvlText") or "")[:_LONGEST_PATTERN],
        restart=None if restart is None else _integer(restart, 0),
        legal=child(element, "isLgl") is not None and value(element, "isLgl") not in ("0", "false"),
    )


def _start(levels: dict[int, Level], starts: dict[int, int], level: int) -> int:
    return starts[level] if level in starts else levels.get(level, Level()).start


def _printed(levels: dict[int, Level], counters: dict[int, int], depth: int) -> str:
    level = levels.get(depth)
    if level is None or level.form == "none":
        return ""
    if level.form == "bullet":
        return "+" if level.pattern.strip() == "+" else "-"

    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        form = "decimal" if level.legal else levels.get(at, Level()).form
        return written(counters.get(at, 0), form)

    return _PLACE.sub(number, level.pattern).strip()


def written(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and 0 < number <= _HIGHEST:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    if not 0 < number <= _HIGHEST:
        return str(number)
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (number // worth)
        number %= worth
    return written


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default


def _style_references(styles: Any | None) -> dict[str, Reference]:
    """Numbers that paragraph styles carry, their own or that of the style they are based on."""
    own: dict[str, tuple[str | None, str | None]] = {}
    parents: dict[str, str | None] = {}
    for element in styles if styles is not None else ():
        if local(element) == "style":
            name = attribute(element, "styleId") or ""
            own[name] = (value(element, "pPr", "numPr", "numId"), value(element, "pPr", "numPr", "ilvl"))
            parents[name] = value(element, "basedOn")
    return {name: found for name in own if (found := _inherited(name, own, parents))}


def _inherited(
    name: str, own: dict[str, tuple[str | None, str | None]], parents: dict[str, str | None]
) -> Reference | None:
    level: str | None = None
    at: str | None = name
    for _ in range(20):  # deeper chains, or rings, are no work of Word
        if at is None or at not in own:
            return None
        number, depth = own[at]
        level = level if level is not None else depth
        if number is not None:
            return number, _integer(level, 0)
        at = parents[at]
    return None
