"""The symbol of a document number, "KH-UBND" in 97/KH-UBND: read by segments and properly written (L2).

Typing and scanning bend it: "TT- BNNPTNT", "NĐ-\\nCP", "QĐUBND", "ND-CP", "KH-UBNDngày". A segment is a
known abbreviation or plain capitals; what follows after a space or bullet belongs to the sentence. Called by
`grammar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from soat.core.citations.vocabulary import PARTY, agency_symbol, type_symbol

_SEGMENT = re.compile(r"(?P<run>[^\W\d_]{1,24})(?P<digits>\d{1,2}(?!\d))?")
_JOINT = re.compile(r"(?P<before>\s{0,4})(?P<sign>[-/&.]?)(?P<after>\s{0,4})(?=[^\W\d_])")
_CAPITALS = re.compile(r"[A-ZĐĂÂÊÔƠƯ]+")


@dataclass(slots=True)
class Symbol:
    """`parts` properly written, `signs[i]` between parts i and i + 1; `type` and `agencies` are the known
    ones. `small`: typed in small letters, so that only known abbreviations count."""

    end: int
    parts: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    type: str | None = None
    agencies: tuple[str, ...] = ()
    small: bool = False

    @property
    def party(self) -> bool:
        """Written the way of the Party's papers: 12-NQ/TW."""
        return bool(self.type) and len(self.parts) > 1 and self.parts[1] in PARTY

    @property
    def lacks_agency(self) -> bool:
        return len(self.parts) == 1

    def joined(self, start: int = 0) -> str:
        return self.parts[start] + "".join(
            sign + part for sign, part in zip(self.signs[start:], self.parts[start + 1 :], strict=True)
        )

    def add(self, sign: str, part: str, end: int, *, agency: bool) -> None:
        if self.parts:
            self.signs.append(sign)
        self.parts.append(part)
        self.agencies += (part,) if agency else ()
        self.end = end


def read_symbol(text: str, start: int) -> Symbol | None:
    """The symbol that begins at `start`, None if no abbreviation stands there."""
    symbol = _read_first(text, start)
    while symbol and _read_next(symbol, text):
        pass
    return symbol


def _read_first(text: str, start: int) -> Symbol | None:
    segment = _SEGMENT.match(text, start)
    if not segment:
        return None
    run = segment["run"]
    symbol = Symbol(end=start, small=run == run.lower())
    kind = type_symbol(run)
    if kind and (symbol.small or _spelt(run, kind)):
        symbol.type = kind
        symbol.add("", kind, segment.end("run"), agency=False)
        return symbol
    part, end, known = _agency(segment, small=symbol.small)
    if known or not (glued := _split(run)):
        if not part:
            return None
        symbol.add("", part, end, agency=known)
        return symbol
    symbol.type = glued[0]
    symbol.add("", glued[0], start, agency=False)
    for agency in glued[1:]:
        symbol.add("-", agency, segment.end("run"), agency=True)
    return symbol


def _read_next(symbol: Symbol, text: str) -> bool:
    """Adds the next segment if there is one; tells whether it did."""
    joint = _JOINT.match(text, symbol.end)
    segment = _SEGMENT.match(text, joint.end()) if joint else None
    if not joint or not segment:
        return False
    part, end, known = _agency(segment, small=symbol.small)
    if not part or not _joins(symbol, joint, part, known=known):
        return False
    sign = joint["sign"] if joint["sign"] in {"&", "."} else "-"
    symbol.add(sign, part, end, agency=known)
    return True


def _joins(symbol: Symbol, joint: re.Match[str], part: str, *, known: bool) -> bool:
    before, sign, after = joint["before"], joint["sign"], joint["after"]
    if not sign:
        return bool(symbol.type) and symbol.lacks_agency and known and before == " " and len(part) > 1
    if sign == "&":
        return "\n" not in before + after
    if sign == ".":
        return not (symbol.type and symbol.lacks_agency) and not before and not after and len(part) > 1
    if before:
        return bool(symbol.type) and symbol.lacks_agency and known and not ("\n" in before and after)
    if after:
        return symbol.lacks_agency or known or "\n" in after
    return sign == "-" or known or symbol.lacks_agency


def _agency(segment: re.Match[str], *, small: bool) -> tuple[str, int, bool]:
    """The abbreviation a segment holds, its end, and whether it is known; "" if it holds none."""
    run, digits = segment["run"], segment["digits"] or ""
    if digits and (known := agency_symbol(run + digits)):
        return known, segment.end(), True
    proper = agency_symbol(run)
    if proper and (_spelt(run, proper) or (small and run == run.lower())):
        return proper + digits, segment.end(), True
    if _capital(run):
        return run + digits, segment.end(), False
    return _glued_prefix(segment)


def _glued_prefix(segment: re.Match[str]) -> tuple[str, int, bool]:
    """The agency before words that lost their space: "UBNDngày", "TTgvề"."""
    run = segment["run"]
    for length in range(len(run) - 1, 1, -1):
        proper = agency_symbol(run[:length])
        if proper and _spelt(run[:length], proper):
            return proper, segment.start() + length, True
    return "", segment.start(), False


def _split(run: str) -> list[str] | None:
    """Type and agencies of a symbol that lost its hyphens: "QĐUBND", "TTLTBNVBTC"."""
    if not _capital(run) and run[-3:] != "TTg":
        return None
    for length in range(len(run) - 2, 0, -1):
        kind = type_symbol(run[:length])
        agencies = _split_agencies(run[length:]) if kind else None
        if kind and agencies:
            return [kind, *agencies]
    return None


def _split_agencies(run: str) -> list[str] | None:
    if whole := agency_symbol(run):
        return [whole]
    for length in range(len(run) - 2, 1, -1):
        first = agency_symbol(run[:length])
        rest = _split_agencies(run[length:]) if first else None
        if first and rest:
            return [first, *rest]
    return None


def _spelt(run: str, proper: str) -> bool:
    """In capitals, or in the abbreviation's own mixed case (TTg), D for Đ forgiven."""
    return _capital(run) or run.replace("D", "Đ") == proper.replace("D", "Đ")


def _capital(run: str) -> bool:
    return bool(_CAPITALS.fullmatch(run))
