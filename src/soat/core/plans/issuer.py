"""Who issued the document: from the left column of the head, the portal's metadata, or the body (requirement G1).

A portal leaves "ỦY BAN NHÂN DÂN" without the province: the place of the head and the body's own words complete it.
Called by `head.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from soat.core.citations.vocabulary import agency_name
from soat.core.plans.lines import Line, plain
from soat.core.plans.model import Text

_MOTTO = re.compile(r"cong hoa xa hoi|doc lap\s{0,2}-?\s{0,2}tu do|chu nghia viet nam|dang cong san")
_LOCAL = re.compile(r"(?:tinh|thanh pho|tp\.?|quan|huyen|thi xa|phuong|xa|thi tran|dac khu) ")
_START = re.compile(
    r"(?:uy ban nhan dan|ubnd|so |ban |bo |van phong|cuc |phong |thanh tra|tong cuc|hoi dong |to cong tac"
    r"|doan |chi cuc |trung tam |truong |vien |kho bac|cong an |bao hiem )"
)
_PLACES = re.compile(r"(?:tỉnh|thành phố|Tỉnh|Thành phố|Thành Phố) ")


def issuer_of(
    head: Sequence[Line],
    place: str | None,
    named: Text | None,
    lines: Sequence[Line],
    symbol: str | None = None,
) -> Text | None:
    """The issuing agency in sentence case with its span, or None when the head names none. Where a portal kept only
    the committee above it, the symbol of the number tells the department ("KH-SYT")."""
    found = _left_column(head)
    if found is None:
        return _from_metadata(named, lines)
    text = found.text
    department = agency_name((symbol or "").rpartition("-")[2]) or ""
    if department.startswith("Sở ") and plain(text).startswith(("uy ban nhan dan", "ubnd")):
        return Text(department, found.span, 0.8)
    if plain(text) in ("uy ban nhan dan", "ubnd"):
        where = _province(place or (named.text if named else None), lines)
        return Text(
            f"Ủy ban nhân dân {where}" if where else "Ủy ban nhân dân", found.span, 1.0 if where else 0.5
        )
    return Text(_sentence_case(text, lines), found.span)


def _left_column(head: Sequence[Line]) -> Text | None:
    """Lines in capitals above or beside the national title; the lowest agency is the issuer."""
    cells: list[Text] = []
    for line in head[:12]:
        if re.match(r"(?:ke hoach|quyet dinh|chuong trinh)\b", line.plain):
            break
        start = 0
        for cell in line.text.split("|"):
            motto = _MOTTO.search(line.plain, start, start + len(cell))
            end = motto.start() if motto else start + len(cell)
            value = line.cut(start, end, edges=" -_*.,:")
            start += len(cell) + 1
            if value is None or not value.text.isupper():
                continue
            folded = plain(value.text)
            if _START.match(folded) or (cells and _LOCAL.match(folded)):
                cells.append(value)
    return _lowest(cells)


def _lowest(cells: Sequence[Text]) -> Text | None:
    found: Text | None = None
    for cell in cells:
        if found and _LOCAL.match(plain(cell.text)) and not re.search(_LOCAL, plain(found.text)[3:]):
            found = Text(f"{found.text} {cell.text}", (found.span[0], cell.span[1]))
        elif _START.match(plain(cell.text)):
            found = cell
    return found


def _from_metadata(named: Text | None, lines: Sequence[Line]) -> Text | None:
    if named is None:
        return None
    if re.match(r"(?:tinh|thanh pho) ", plain(named.text)):
        return Text(f"Ủy ban nhân dân {named.text[0].lower()}{named.text[1:]}", named.span, 0.8)
    return Text(named.text, named.span)


def _province(place: str | None, lines: Sequence[Line]) -> str | None:
    """ "thành phố Hải Phòng" or "tỉnh …" as the body most often writes it for this place."""
    if not place:
        return None
    name = re.sub(r"^(?:thành phố|tỉnh|tp\.?)\s+", "", place, flags=re.IGNORECASE)
    votes: Counter[str] = Counter()
    for line in lines:
        for kind in ("tỉnh", "thành phố", "thị xã", "huyện", "quận", "phường", "xã", "đặc khu"):
            votes[kind] += (
                line.text.lower().count(f"{kind} {name.lower()}") if name.lower() in line.text.lower() else 0
            )
    kind, count = votes.most_common(1)[0] if votes else ("", 0)
    if count:
        return f"{kind} {name}"
    return re.sub(r"^(?:Thành phố|Tỉnh)", lambda m: m[0].lower(), place) if _PLACES.match(place) else None


def _sentence_case(capitals: str, lines: Sequence[Line]) -> str:
    """The name as the body writes it; else in sentence case by rule."""
    wanted = capitals.lower().replace("uỷ", "ủy")
    for line in lines:
        lowered = line.text.lower().replace("uỷ", "ủy")
        place = lowered.find(wanted)
        if place >= 0 and not line.text[place : place + len(wanted)].isupper():
            name = line.text[place : place + len(wanted)].replace("Uỷ", "Ủy")
            return name[0].upper() + name[1:]
    wanted = re.sub(r"^ubnd\b", "ủy ban nhân dân", wanted)
    local = re.search(r"\b(?:tỉnh|thành phố|tp\.?|quận|huyện|thị xã|phường|xã|thị trấn|đặc khu) ", wanted)
    if not local:
        return re.sub(r"^(?:(?:sở|ban|bộ|cục|vụ|phòng) )?\w", lambda start: start[0].title(), wanted)
    return wanted[0].upper() + wanted[1 : local.end()] + wanted[local.end() :].title()
