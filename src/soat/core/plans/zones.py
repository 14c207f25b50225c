"""Cuts a text into head, body, signature, annexes, and what a portal adds around them (requirement G1).

Portals print lists of related documents and a block of metadata before and after the plan; decisions carry the plan
as an attachment. Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from soat.core.plans.lines import Line

_TYPES = (
    r"(?:nghi dinh|nghi quyet|quyet dinh|thong tu|thong tu lien tich|ke hoach|chi thi|luat"
    r"|cong van|thong bao|huong dan|quy che|van ban|bo luat|phap lenh|cong dien|chuong trinh)"
)
_RELATED = re.compile(rf"[-•*+]?\s?\d{{1,3}}\s?[.)]?\s?{_TYPES}\b[^.]{{0,40}}?\d")
_GLUED = re.compile(rf"[-•*+]\s?\d{{1,3}}\s?{_TYPES}\b")
_LIST_TITLE = re.compile(
    r"(?:cac )?van ban (?:lien quan|can cu|duoc (?:dan chieu|huong dan|can cu|hop nhat"
    r"|sua doi|thay the)|cung (?:noi dung|linh vuc)|dan chieu)"
)
_META = re.compile(
    r"[-•*+|]?\s?(?:so hieu|so ky hieu|so/ky hieu|loai van ban|ngay ban hanh|noi ban hanh"
    r"|co quan ban hanh|nguoi ky|ngay hieu luc"
    r"|ngay co hieu luc|ngay cong bao|so cong bao|tinh trang(?: hieu luc)?|linh vuc"
    r"|linh vuc, nganh|ngay het hieu luc|ngay dang"
    r"|ngay cap nhat|trich yeu|ten van ban|thuoc tinh van ban)\s*(?::|\|)"
)
_ANNEX = re.compile(
    r"(?:phu luc(?: so)?(?: [ivx]{1,4}| \d{1,2})?\b|de cuong\b|mau (?:so|bao cao|de cuong)\b"
    r"|bieu (?:so|mau)\b"
    r"|danh sach\b|lich kiem tra\b|bang (?:tong hop|phan cong)\b)"
)
_ATTACHED = re.compile(r"\(?\s?(?:ban hanh )?(?:kem theo|dinh kem)\b")
_OUTLINE = re.compile(
    r"(?:phu luc(?: so)?(?: [ivx]{1,4}"
    r"| \d{1,2})?[.:]?\s*)?(?:mau )?(?:de cuong(?: chi tiet)? (?:bao cao|kiem tra|tu kiem tra"
    r"|noi dung)|de cuong$|mau bao cao|bao cao|bieu (?:mau |bao cao )?so lieu)"
)
_SIGNED = re.compile(
    r"(?:\|? ?)(?:tm|kt|tl|tuq|q|t/m|k/t)\.? ?(?:uy ban|chu tich|giam doc|ubnd|bo truong"
    r"|truong ban|ban chi dao|truong phong|bi thu)"
)
_OFFICE = re.compile(
    r"(?:pho )?(?:chu tich|giam doc|truong ban|bo truong|thu truong|chanh van phong"
    r"|truong phong|tong giam doc|vu truong|cuc truong)"
    r"(?: thuong truc)?"
)
_AUTHORITY = re.compile(r"\|?\s?(?:TM|KT|TL|TUQ|Q|T/M|K/T)\b")
_RECIPIENTS = re.compile(r"\|?\s?noi nhan\s*:?")
_PART = re.compile(
    r"(?:muc dich|muc tieu|yeu cau|noi dung|doi tuong|thoi gian(?! ky)|thanh phan|phuong phap|hinh thuc"
    r"|to chuc thuc hien)\b"
)
_BODY = re.compile(
    r"(?:thuc hien|can cu|de (?:tiep tuc|trien khai|thuc hien|day manh|nang cao|danh gia"
    r"|tang cuong|dam bao|bao dam|kip thoi|co co so)"
    r"|nham|trien khai|theo de nghi|xet de nghi|tiep tuc|thi hanh|trong thoi gian|nam 20)"
)


@dataclass(slots=True)
class Zones:
    """The text's lines by where they belong."""

    related: list[Line] = field(default_factory=list)
    metadata: list[Line] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    decision: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    outlines: list[list[Line]] = field(default_factory=list)
    annexes: list[list[Line]] = field(default_factory=list)


def zones_of(lines: Sequence[Line]) -> Zones:
    """Sort the lines into zones; each line lands in exactly one."""
    zones = Zones()
    core = _without_portal(lines, zones)
    start = _body_start(core)
    zones.head, rest = list(core[:start]), core[start:]
    rest = _without_decision(rest, zones)
    _split_annexes(rest, zones)
    return zones


def _without_portal(lines: Sequence[Line], zones: Zones) -> list[Line]:
    """Take related lists and metadata from both ends."""
    first, last = 0, len(lines)
    while first < last and (bucket := _portal_bucket(lines, first, zones)) is not None:
        bucket.append(lines[first])
        first += 1
    tail: list[tuple[list[Line], Line]] = []
    while last > first and (bucket := _portal_bucket(lines, last - 1, zones)) is not None:
        tail.append((bucket, lines[last - 1]))
        last -= 1
    for bucket, line in reversed(tail):
        bucket.append(line)
    return list(lines[first:last])


def _portal_bucket(lines: Sequence[Line], place: int, zones: Zones) -> list[Line] | None:
    line = lines[place]
    if _META.match(line.plain):
        return zones.metadata
    if _GLUED.match(line.plain) or _LIST_TITLE.match(line.plain):
        return zones.related
    near = lines[place + 1] if place + 1 < len(lines) else line
    if (
        _META.match(near.plain)
        and not line.text.isupper()
        and line.marker.kind == "none"
        and "/" in line.text
    ):
        return zones.metadata
    return None


def _body_start(lines: Sequence[Line]) -> int:
    """The first line after the head: an opening sentence, legal grounds, or a first numbered part."""
    for place, line in enumerate(lines[:60]):
        if place == 0 or line.is_row:
            continue
        if line.marker.kind in ("roman", "number", "article", "part", "capital") or _PART.match(line.plain):
            return place
        if _BODY.match(line.plain) and not line.text.isupper() and len(line.text) > 30:
            return place
    return min(len(lines), 12)


def _without_decision(lines: Sequence[Line], zones: Zones) -> list[Line]:
    """A decision that issues the plan: its articles end where the attached plan's title begins."""
    for place, line in enumerate(lines):
        if (
            line.plain.startswith("ke hoach")
            and line.text[:8].isupper()
            and _has_attachment_note(lines, place)
        ):
            zones.decision = list(lines[:place])
            start = place + _body_start(lines[place:])
            zones.head += lines[place:start]
            return list(lines[start:])
    return list(lines)


def _has_attachment_note(lines: Sequence[Line], place: int) -> bool:
    return any(_ATTACHED.match(line.plain) for line in lines[place + 1 : place + 7])


def _split_annexes(lines: Sequence[Line], zones: Zones) -> None:
    current = zones.body
    for place, line in enumerate(lines):
        titled = len(current) == 1 and current is not zones.body and current is not zones.signature
        if _opens_annex(lines, place) and not titled:
            current = []
            (zones.outlines if _is_outline(lines, place) else zones.annexes).append(current)
        elif current is zones.body and _opens_signature(line):
            current = zones.signature
        current.append(line)


def _opens_signature(line: Line) -> bool:
    """ "Nơi nhận:", an authority in capitals ("TM. …", "KT. …"), or an office alone on its line."""
    if line.text.isupper() and _OFFICE.fullmatch(line.plain):
        return True
    if _RECIPIENTS.match(line.plain):
        return True
    return bool(_SIGNED.match(line.plain)) and bool(_AUTHORITY.match(line.text))


def _opens_annex(lines: Sequence[Line], place: int) -> bool:
    line = lines[place]
    if line.marker.kind != "none" or len(line.text) > 200 or not _ANNEX.match(line.plain):
        return False
    if line.text.isupper() or line.plain.startswith("phu luc"):
        return len(line.text) < 200
    return _has_attachment_note(lines, place)


def _is_outline(lines: Sequence[Line], place: int) -> bool:
    return any(_OUTLINE.match(line.plain) for line in lines[place : place + 3])
