"""Names of agencies in enumerations and sentences: whole names, lists under one prefix, kinds (requirements G1, P1).

"các Sở: Tư pháp, Khoa học và Công nghệ" gives two names, "UBND các xã: A, B" two more. What kind of agency a bare
name is comes from the words before the colon. Called by the readers of subjects, team, duties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from soat.core.plans.lines import Line, plain
from soat.core.plans.model import Span, SubjectKind

COMMITTEE = "Ủy ban nhân dân"
_LOCAL = r"(?:quan|huyen|thi xa|thanh pho|tp\.?|phuong|xa|thi tran|dac khu|tinh)"
_UBND = r"(?:uy ban nhan dan|ubnd)"

# Names of departments that hold "và" or a comma: an enumeration is never split inside them.
_COMPOUND = re.compile(
    r"van hoa, the thao va du lich|van hoa, khoa hoc va thong tin|van hoa,? the thao va thong tin"
    r"|lao dong\s?[-,]\s?thuong binh va xa hoi|lao dong,? thuong binh (?:va|-) xa hoi|kinh te, ha tang va do thi"
    r"|(?:khoa hoc|thong tin|ke hoach|tai nguyen|nong nghiep|giao duc|van hoa|dan toc|tai chinh|phat thanh|truyen thong"
    r"|hop tac xa|khu kinh te|kinh te|quy hoach|tiep cong dan|du lich|the thao|xay dung|cong nghiep|y te|nong thon"
    r"|mua sam|dau tu|kiem lam|thi dua|bao tro|bao ve) va "
    r"(?:cong nghe|truyen thong|dau tu|moi truong|phat trien nong thon|dao tao|the thao|ton giao|ke hoach|truyen hinh"
    r"|du lich|thong tin|cac khu cong nghiep|khu cong nghiep|do thi|ha tang|kien truc|xuc tien dau tu|thuong mai"
    r"|chuyen doi so|khen thuong|phong chong thien tai|thuy loi|xa hoi)"
    r"|van phong hdnd va ubnd|van phong hoi dong nhan dan va uy ban nhan dan|van phong doan dai bieu quoc hoi va hoi dong"
    r"|van phong doan dbqh va hdnd|khu kinh te va cac khu"
)
_SINGLE = (
    r"noi vu|tu phap|tai chinh|cong thuong|xay dung|y te|du lich|ngoai vu|giao thong van tai|giao thong|quy hoach"
    r"|kien truc|dan toc|thanh tra|thong tin|tai nguyen"
)
_KINDS = (
    "so|ban quan ly|ban dan toc|ban|van phong|thanh tra|ubnd|uy ban nhan dan|uy ban mat tran|uy ban mttq|uy ban|phong|trung tam"
    "|chi cuc|cuc|kho bac|bao hiem xa hoi|bao hiem|cong an|bo chi huy|bo tu lenh|bo|vien|truong|dai|bao|buu dien|ngan hang"
    "|tinh doan|thanh doan|lien doan|mat tran|hoi dong|hoi|chi nhanh|quy|dang uy|thanh uy|tinh uy|cong ty|benh vien|cong"
    "|toa an|toa|vien kiem sat|thue|hai quan|hat kiem lam|quan|huyen|thi xa|thanh pho|tp|phuong|xa|thi tran|dac khu|tong cuc"
    "|tap doan|hoc vien|dai hoc|doi|don vi|to|doan|bo phan|lien hiep|lien minh|cong thong tin|co quan"
)
_ACCENTED = re.compile(
    r"(?:Sở|Ban|Văn phòng|VP|Thanh tra|U[ỷy] ban|[ỦỶUƯ][yỷ] ban|Ủy ban|UBND|UBMTTQ|Phòng|Trung tâm|Chi cục|Cục|Kho bạc"
    r"|Bảo hiểm|BHXH|Công an|Bộ|Viện|Trường|Đài|Báo|Bưu điện|Ngân hàng|Tỉnh đoàn|Thành đoàn|Liên đoàn|Mặt trận|Hội"
    r"|Chi nhánh|Quỹ|Đảng ủy|Thành ủy|Tỉnh ủy|Công ty|Bệnh viện|Cổng|Tòa|Toà|Thuế|Hải quan|Hạt|[Qq]uận|[Hh]uyện"
    r"|[Tt]hị xã|[Tt]hành phố|TP\.?|[Pp]hường|[Xx]ã|[Tt]hị trấn|[Đđ]ặc khu|Tổng|Tập đoàn|Học viện|Đại học|Liên hiệp"
    r"|Liên minh|SỞ|BAN|VĂN PHÒNG|THANH TRA|ỦY BAN|UỶ BAN|PHƯỜNG|XÃ|ĐẶC KHU|QUẬN|HUYỆN|[Tt]ỉnh)(?=[\s.]|$)"
)
_SEPARATOR = re.compile(r"\s*[,;•]\s*|\s+(?:và|&)\s+|\s*\.\s+(?=[A-ZĐÀ-Ỹ])")
_GENERIC = re.compile(
    r"(?:cac|mot so|nhung|moi|toan the|tat ca|co quan|don vi|cac don vi)\b.*|.*(?:co lien quan|lien quan)$"
    r"|(?:so|ban|nganh|dia phuong|huyen|quan|xa|phuong|thi xa|thi tran|thanh pho|tinh|dac khu|ubnd|cap (?:xa|huyen|so|tinh))"
)
_PREFIX_DEPARTMENT = re.compile(r"\bso\b(?!\s+\d)")
_TRAILING = re.compile(
    r"\s*(?:\((?:[^()]*)\)|\b(?:thuoc|truc thuoc) (?:ubnd|uy ban nhan dan)? ?(?:tinh|thanh pho)|[.;:,/]+|-)\s*$"
)
_LEADING = re.compile(
    r"(?:(?:đại diện|lãnh đạo|công chức|chuyên viên|trưởng phòng|đồng chí|thủ trưởng|gồm có|gồm|giám đốc|phó giám đốc|hoặc|và"
    r"|một|0?1|tại|của|là|người đứng đầu|chánh văn phòng|chánh|phó|chủ tịch|phó chủ tịch|các đơn vị|đối với|như) |[:-] )+",
    re.IGNORECASE,
)


@dataclass(slots=True, frozen=True)
class Name:
    """An agency's name as given or completed; `sure` is False when a kind had to be guessed."""

    name: str
    kind: SubjectKind
    span: Span
    sure: bool = True
    start: int = 0
    end: int = 0


def starts_agency(text: str) -> bool:
    """Whether the words begin with the kind of an agency ("Sở …", "phường …")."""
    return bool(_ACCENTED.match(text))


def prefix_of(heading: str) -> str | None:
    """What a bare name after these words lacks: "các Sở, ngành" -> "Sở", "UBND các xã" -> "Ủy ban nhân dân xã"."""
    folded = plain(heading)
    local = re.findall(
        rf"\b{_LOCAL}\b", re.sub(r"(?:dia ban|thuoc|truc thuoc|cua) (?:thanh pho|tinh)", " ", folded)
    )
    kinds = [
        word for word in dict.fromkeys(local) if not (word == "quan" and not re.search(r"\b[qQ]uận", heading))
    ]
    kinds = [word for word in kinds if not (word == "xa" and not re.search(r"\b[xX]ã|XÃ", heading))]
    if kinds and (re.search(_UBND, folded) or re.match(r"(?:cac |\d+ )*" + _LOCAL, folded)):
        return f"{COMMITTEE} {_WORDS[kinds[0]]}" if len(kinds) == 1 else f"{COMMITTEE} ?"
    if re.search(r"\b[sS]ở\b|SỞ", heading):
        return "Sở"
    return None


_WORDS = {
    "quan": "quận", "huyen": "huyện", "thi xa": "thị xã", "thanh pho": "thành phố", "tp": "thành phố", "tp.": "thành phố",
    "phuong": "phường", "xa": "xã", "thi tran": "thị trấn", "dac khu": "đặc khu", "tinh": "tỉnh",
}  # fmt: skip


def names_in(line: Line, start: int, end: int, prefix: str | None = None, *, bare: bool = True) -> list[Name]:
    """The agencies of an enumeration `line.text[start:end]`. Without `bare`, names lacking a kind are left out."""
    found: list[Name] = []
    for heading, left, right in _lists(line, start, end):
        prefix = prefix_of(heading) or prefix if heading else prefix
        names = (_name(line, *bounds, prefix, bare) for bounds in pieces(line, left, right))
        found += [name for name in names if name]
    return found


def _lists(line: Line, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Each enumeration with the words before its colon: "Các sở: A, B; UBND các xã: C, D" holds two."""
    heading, left = "", start
    while end > start and line.text[end - 1] in " :;.,":
        end -= 1
    for colon in re.finditer(":", line.text[start:end]):
        place = start + colon.start()
        begin = max(line.text.rfind(";", left, place), line.text.rfind(". ", left, place)) + 1 or left
        if begin > left:
            yield heading, left, begin - 1
        heading, left = line.text[begin:place], place + 1
    yield heading, left, end


def pieces(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Bounds of the items of an enumeration; compound names and brackets stay whole."""
    shut = _shut(line, start, end)
    left = start
    for match in _SEPARATOR.finditer(line.text, start, end):
        if match.start() in shut or not _splits(line, match, end):
            continue
        yield left, match.start()
        left = match.end()
    yield left, end


def _shut(line: Line, start: int, end: int) -> set[int]:
    """Places inside compound names and brackets."""
    shut = {place for match in _COMPOUND.finditer(line.plain, start, end) for place in range(*match.span())}
    depth = 0
    for place in range(start, end):
        depth += (line.text[place] == "(") - (line.text[place] == ")")
        if depth > 0:
            shut.add(place)
    return shut


def _splits(line: Line, match: re.Match[str], end: int) -> bool:
    if "và" not in match[0] and "&" not in match[0]:
        return True
    after = line.text[match.end() : match.end() + 40]
    return starts_agency(after) or after[:1].isupper() or bool(re.match(_SINGLE, plain(after)))


def _name(line: Line, left: int, right: int, prefix: str | None, bare: bool) -> Name | None:
    left, right = _trim(line, left, right)
    if right - left < 2 or right - left > 110:
        return None
    text = line.text[left:right]
    folded = line.plain[left:right]
    if _GENERIC.fullmatch(folded) or not re.search(r"[^\W\d_]", text):
        return None
    if starts_agency(text):
        name, sure = _whole(text), True
    elif prefix and bare and _looks_like_name(text):
        name, sure = _completed(text, prefix), not prefix.endswith("?")
    else:
        return None
    return Name(name, kind_of(name), line.span(left, right), sure, left, right)


def _looks_like_name(text: str) -> bool:
    return text[0].isupper() and len(text) < 60 and not re.search(r"[.:]\s", text)


def _trim(line: Line, left: int, right: int) -> tuple[int, int]:
    while left < right and line.text[left] in " ;,.:-–+*":
        left += 1
    if lead := _LEADING.match(line.text, left, right):
        left = lead.end()
    while trail := _TRAILING.search(line.plain, max(left, right - 120), right):
        right = trail.start()
    return left, right


def _whole(text: str) -> str:
    """A name that states its kind: UBND written out, a bare "phường X" as its committee."""
    text = re.sub(r"^(?:UBND|[UỦ][ỷyỶY] ban nhân dân|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)\b", COMMITTEE, text)
    if re.match(r"(?:quận|huyện|thị xã|thành phố|tp\.?|phường|xã|thị trấn|đặc khu)\b", text, re.IGNORECASE):
        first = re.match(r"(?:thị xã|thành phố|tp\.?|thị trấn|đặc khu|\w+)\s*", text, re.IGNORECASE)
        assert first is not None
        word = {"tp": "thành phố"}.get(first[0].strip(" .").lower(), first[0].strip().lower())
        return f"{COMMITTEE} {word} {text[first.end() :]}"
    return re.sub(r"\b(Văn phòng|VP) UBND\b", rf"Văn phòng {COMMITTEE}", text)


def _completed(text: str, prefix: str) -> str:
    return f"{COMMITTEE} {text}" if prefix.endswith("?") else f"{prefix} {text}"


_COMMUNE = re.compile(rf"(?:{_UBND} )?(?:cap )?(?:phuong|xa|thi tran|dac khu)\b")
_DISTRICT = re.compile(rf"(?:{_UBND} )?(?:cap )?(?:quan|huyen|thi xa|thanh pho|tp)\b|{_UBND} ")
_PROVINCE = re.compile(rf"{_UBND} tinh\b")
_MINISTRY = re.compile(
    r"(?:cuc|chi cuc (?:thue|hai quan|thong ke|thi hanh)|kho bac|bao hiem xa hoi|bhxh|cong an|bo chi huy|thue|hai quan"
    r"|toa an|vien kiem sat|ngan hang nha nuoc|thi hanh an|thong ke)\b"
)
_PUBLIC = re.compile(
    r"(?:trung tam|benh vien|truong|dai|vien|hoc vien|dai hoc|quy|thu vien|bao tang|nha hat|bao)\b"
)
_DEPARTMENT = re.compile(r"(?:so|ban|van phong|vp|thanh tra|phong|chi cuc|bo)\b")


def kind_of(name: str) -> SubjectKind:
    """What sort of agency a whole name means."""
    folded = plain(name)
    if _PROVINCE.match(folded):
        return "other"
    table: tuple[tuple[re.Pattern[str], SubjectKind], ...] = (
        (_COMMUNE, "commune"), (_DISTRICT, "district"), (_MINISTRY, "ministry_unit"),
        (_PUBLIC, "public_unit"), (_DEPARTMENT, "department"),
    )  # fmt: skip
    return next((kind for form, kind in table if form.match(folded)), "other")
