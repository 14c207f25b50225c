"""Reads the document head: number, type, issuer, place, date, title, signer (requirement G1; Decree 30, Annex I).

The head of a decision that carries the plan gives number and date, the plan its title. A portal's metadata fills
what the head lacks. Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from soat.core.plans.dates import day
from soat.core.plans.issuer import issuer_of
from soat.core.plans.lines import Line
from soat.core.plans.markers import LOWER, UPPER
from soat.core.plans.model import Head, Span, Text
from soat.core.plans.zones import Zones

_SYMBOL = (
    rf"(?:KH|QĐ|QD|CTr|CTR|PA|TB|HD|CT|NQ"
    rf"|BC)\s?[-–]?\s?[A-ZĐ]{{2,10}}(?:-?[A-ZĐ]{{1,10}})?(?:[-&][A-ZĐ]{{1,10}})*(?![{LOWER}])"
)
_NUMBER = re.compile(
    rf"(?:[Ss][ốôoỐ]|SỐ)\s?[:.]?\s{{0,3}}(\d{{1,5}}[a-zđ]?"
    rf"|[.…_\s]{{1,20}})?\s{{0,3}}/\s{{0,2}}(?:((?:19|20)\d\d)\s?/\s?)?({_SYMBOL})"
)
_DATE = re.compile(
    r"(?:(?P<place>[^|,;:/\d]{2,40}?),?\s*)?(?P<day>\bngay)\s*(?P<d>\d{1,2}"
    r"|[.…_]*)\s*thang\s*(?P<m>\d{1,2}|[.…_]*)\s*nam\s*(?P<y>(?:19|20)\d\d)"
)
_TYPES = {
    "KH": "Kế hoạch", "QĐ": "Quyết định", "CTr": "Chương trình", "PA": "Phương án", "TB": "Thông báo", "CT": "Chỉ thị",
    "HD": "Hướng dẫn", "NQ": "Nghị quyết",
}  # fmt: skip
_TYPE_LINES = {
    "ke hoach": "Kế hoạch",
    "quyet dinh": "Quyết định",
    "chuong trinh": "Chương trình",
    "phuong an": "Phương án",
}
_META = re.compile(
    r"(so hieu|so ky hieu|so/ky hieu|loai van ban|ngay ban hanh|noi ban hanh|co quan ban hanh"
    r"|nguoi ky)\s*[:|]\s*"
    r"(.*?)\s*(?=[|]|$|(?:loai van ban|ngay |noi ban hanh|co quan|nguoi ky|so cong bao"
    r"|tinh trang|linh vuc)[^:|]{0,16}[:|])"
)
_NOT_TITLE = re.compile(
    r"cong hoa xa hoi|doc lap|^so\s?:|ngay .* thang|uy ban nhan dan$|^\(|^v/v"
    r"|ban hanh kem theo|du thao|hoa toc|khan$"
)
_NAME = re.compile(rf"(?!Ông |Bà )[{UPPER}][{LOWER}'’]*(?: [{UPPER}][{LOWER}'’{UPPER}]*){{1,5}}")
_GLUED = re.compile(rf"(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BỘ TRƯỞNG)({_NAME.pattern})$")
_OFFICE = re.compile(
    r"(?:tm|kt|tl|tuq|q)\.|(?:pho )?(?:chu tich|giam doc|truong ban|bo truong|truong phong"
    r"|thu truong|chanh van phong|vu truong)"
)


_SIGNED_BY = re.compile(r"[\s(]*(?:da ky|ky ten|nguoi ky)[\s):.]*(?=\w)")
_SIGNING = re.compile(
    r"\b(?:TM|KT|TL|TUQ)\.|\b(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG PHÒNG)\b"
)


def read_head(zones: Zones, lines: Sequence[Line]) -> Head:
    """The head as far as the text gives it; what it lacks is None. `lines` are all lines of the text."""
    spans: dict[str, Span] = {}
    meta = _metadata(zones.metadata, spans)
    # The outer decision's own head comes first; the attached plan's head has no number of its own.
    number, symbol = _number(zones.head, spans)
    place, when = _date(zones.head, spans)
    title = _title(zones, spans)
    kind = _type(zones, symbol, spans) or (meta["loai van ban"].text if "loai van ban" in meta else None)
    place = place or _place_of(meta)
    head = Head(
        number=number or (meta["so hieu"].text if "so hieu" in meta else None),
        type=kind,
        issuer=None,
        place=place,
        date=when or _meta_date(meta),
        title=title.text if title else None,
        signer=_signer(zones, meta, spans),
        span=_extent(zones, lines),
        spans=spans,
    )
    named = meta.get("noi ban hanh") or meta.get("co quan ban hanh")
    issuer = issuer_of(zones.head, place, named, lines, symbol)
    if issuer:
        head.issuer, spans["issuer"] = issuer.text, issuer.span
    for key, name in (
        ("so hieu", "number"),
        ("loai van ban", "type"),
        ("ngay ban hanh", "date"),
        ("noi ban hanh", "place"),
    ):
        if key in meta:
            spans.setdefault(name, meta[key].span)
    return head


def _extent(zones: Zones, lines: Sequence[Line]) -> Span:
    held = zones.head or list(lines[:1])
    return (held[0].span()[0], held[-1].span()[1]) if held else (0, 0)


def _metadata(lines: Iterable[Line], spans: dict[str, Span]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for line in lines:
        for match in _META.finditer(line.plain):
            name = {"so ky hieu": "so hieu", "so/ky hieu": "so hieu"}.get(match[1], match[1])
            value = line.cut(*match.span(2))
            if value and not value.text.startswith("Đang cập"):
                found.setdefault(name, value)
    return found


def _number(head: Sequence[Line], spans: dict[str, Span]) -> tuple[str | None, str | None]:
    """Number and symbol of the first "Số: …"; the number is None where a draft leaves it blank."""
    for line in head:
        match = _NUMBER.search(line.text)
        if not match:
            continue
        spans["number"] = line.span(*match.span())
        symbol = re.sub(r"\s", "", match[3])
        symbol = symbol if "-" in symbol else re.sub(r"^(KH|QĐ|CTr|TB)(?=[A-ZĐ])", r"\1-", symbol)
        digits = (match[1] or "").strip(" .…_")
        year = f"{match[2]}/" if match[2] else ""
        return (f"{digits}/{year}{symbol}" if digits else None), symbol
    return None, None


def _date(head: Sequence[Line], spans: dict[str, Span]) -> tuple[str | None, date | None]:
    """Place and date of the first "…, ngày … tháng … năm …"; the date is None where a draft leaves it blank."""
    for line in head:
        number = _NUMBER.search(line.text)
        for match in _DATE.finditer(line.plain, number.end() if number else 0):
            if match["place"] and re.search(r"kem theo|quyet dinh|can cu", match["place"]):
                continue
            place = line.cut(*match.span("place")) if match["place"] else None
            if place:
                spans["place"] = place.span
            spans["date"] = line.span(match.start("day"), match.end())
            when = None
            if match["d"].isdigit() and match["m"].isdigit():
                when = day(int(match["y"]), int(match["m"]), int(match["d"]))
            return (place.text if place else None), when
    return None, None


def _meta_date(meta: dict[str, Text]) -> date | None:
    match = (
        re.match(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", meta["ngay ban hanh"].text)
        if "ngay ban hanh" in meta
        else None
    )
    return day(int(match[3]), int(match[2]), int(match[1])) if match else None


def _place_of(meta: dict[str, Text]) -> str | None:
    if "noi ban hanh" not in meta:
        return None
    return re.sub(r"^(?:Thành phố|Tỉnh|Thành Phố)\s+", "", meta["noi ban hanh"].text)


def _type(zones: Zones, symbol: str | None, spans: dict[str, Span]) -> str | None:
    for line in zones.head:
        if line.plain.strip(" :") in _TYPE_LINES:
            spans.setdefault("type", line.span())
            if not symbol:
                return _TYPE_LINES[line.plain.strip(" :")]
    if symbol:
        spans.setdefault("type", spans["number"])
        return _TYPES.get(re.split(r"[-]", symbol)[0])
    return None


def _title(zones: Zones, spans: dict[str, Span]) -> Text | None:
    """The lines after "KẾ HOẠCH" (the last such line: the attached plan's), else capitals that speak of inspection."""
    lines = zones.head
    starts = [
        place
        for place, line in enumerate(lines)
        if re.match(r"ke hoach\b", line.plain) and line.text[:8].isupper()
    ]
    if not starts:
        starts = [
            place
            for place, line in enumerate(lines)
            if re.match(r"quyet dinh\b", line.plain) and line.text[:10].isupper()
        ]
    if starts:
        place = starts[-1]
        alone = lines[place].plain.strip(" :") in _TYPE_LINES
        picked = _run(lines[place + 1 :] if alone else lines[place:])
    else:
        picked = _run([line for line in lines if "kiem tra" in line.plain and not line.is_row])
    if not picked:
        return None
    span = picked[0].span()[0], picked[-1].span()[1]
    spans["title"] = span
    return Text(" ".join(line.text for line in picked), span)


def _run(lines: Iterable[Line]) -> list[Line]:
    picked: list[Line] = []
    for line in lines:
        if line.is_row or _NOT_TITLE.search(line.plain) or len(picked) == 6:
            break
        if picked and not line.text.isupper() and picked[-1].text.isupper():
            break
        picked.append(line)
    return picked


def _signer(zones: Zones, meta: dict[str, Text], spans: dict[str, Span]) -> str | None:
    if "nguoi ky" in meta:
        spans["signer"] = meta["nguoi ky"].span
        return meta["nguoi ky"].text
    for lines in (zones.decision, zones.signature):
        signed = False
        for line in lines:
            if name := _glued_name(line) or (_signature_name(line) if signed else None):
                spans["signer"] = name.span
                return name.text
            signed = signed or bool(_SIGNING.search(line.text))
    return None


def _glued_name(line: Line) -> Text | None:
    """ "PHÓ CHỦ TỊCHBùi Đức Hòa", as some converters leave it."""
    match = _GLUED.search(line.text)
    return line.cut(*match.span(1)) if match else None


def _signature_name(line: Line) -> Text | None:
    start = 0
    for cell in line.text.split("|"):
        end = start + len(cell)
        signed = _SIGNED_BY.match(line.plain, start, end)
        start = signed.end() if signed else start
        if _NAME.fullmatch(line.text[start:end].strip(" .()")) and not _OFFICE.search(line.plain[start:end]):
            return line.cut(start, end, edges=" .()")
        start = end + 1
    return None
