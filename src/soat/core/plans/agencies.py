"""Names of agencies in enumerations and sentences: whole names, lists under one prefix, kinds (requirements G1, P1).

"các Sở: Tư pháp, Khoa học và Công nghệ" gives two names, "UBND các xã: A, B" two more. What kind of agency a bare
name is comes from the words before the colon. Called by the readers of subjects, team, duties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from soat.core.plans.lines import Line, plain
from soat.core.plans.markers import LOWER, UPPER
from soat.core.plans.model import Span, SubjectKind

COMMITTEE = "Ủy ban nhân dân"
_LOCAL = r"(?:quan|huyen|thi xa|thanh pho|tp\.?|phuong|xa|thi tran|dac khu|tinh)"
_UBND = r"(?:uy ban nhan dan|ubnd)"

# Names of departments that hold "và" or a comma: an enumeration is never split inside them.
_COMPOUND = re.compile(
    r"van hoa, the thao va du lich|van hoa, khoa hoc va thong tin|van hoa,? the thao va thong tin"
    r"|lao dong\s?[-,]\s?thuong binh va xa hoi|lao dong,? thuong binh (?:va|-) xa hoi"
    r"|kinh te, ha tang va do thi"
    r"|(?:khoa hoc|thong tin|ke hoach|tai nguyen|nong nghiep|giao duc|van hoa|dan toc"
    r"|tai chinh|phat thanh|truyen thong"
    r"|hop tac xa|khu kinh te|kinh te|quy hoach|tiep cong dan|du lich|the thao|xay dung"
    r"|cong nghiep|y te|nong thon"
    r"|mua sam|dau tu|kiem lam|thi dua|bao tro|bao ve) va "
    r"(?:cong nghe|truyen thong|dau tu|moi truong|phat trien nong thon|dao tao|the thao"
    r"|ton giao|ke hoach|truyen hinh"
    r"|du lich|thong tin|cac khu cong nghiep|khu cong nghiep|do thi|ha tang|kien truc"
    r"|xuc tien dau tu|thuong mai"
    r"|chuyen doi so|khen thuong|phong chong thien tai|thuy loi|xa hoi)"
    r"|van phong hdnd va ubnd|van phong hoi dong nhan dan va uy ban nhan dan"
    r"|van phong doan dai bieu quoc hoi va hoi dong"
    r"|van phong doan dbqh va hdnd|khu kinh te va cac khu"
)
_SINGLE = (
    r"noi vu|tu phap|tai chinh|cong thuong|xay dung|y te|du lich|ngoai vu|giao thong van tai"
    r"|giao thong|quy hoach"
    r"|kien truc|dan toc|thanh tra|thong tin|tai nguyen"
)
_ACCENTED = re.compile(
    r"(?:Sở|Ban(?! hành)|Văn phòng|VP|Thanh tra|U[ỷy] ban|[ỦỶUƯ][yỷ] ban|Ủy ban|UBND|UBMTTQ"
    r"|Phòng|Trung tâm|Chi cục|Cục|Kho bạc"
    r"|Bảo hiểm|BHXH|Công an|Bộ(?! phận| máy)|Vụ|Trạm|Viện|Trường(?! hợp)|Đài|Báo(?! cáo)"
    r"|Bưu điện|Ngân hàng|Tỉnh đoàn|Thành đoàn|Liên đoàn|Mặt trận|Hội(?! nghị)"
    r"|Chi nhánh|Quỹ|Đảng ủy|Thành ủy|Tỉnh ủy|Công ty|Bệnh viện|Cổng|Tòa|Toà|Thuế|Hải quan"
    r"|Hạt|[Qq]uận|[Hh]uyện"
    r"|[Tt]hị xã|[Tt]hành phố|TP\.?|[Pp]hường|[Xx]ã(?! hội)|[Tt]hị trấn|[Đđ]ặc khu"
    r"|Tổng (?:cục|công ty)|Tập đoàn|Học viện|Đại học|Liên hiệp"
    r"|Liên minh|SỞ|BAN|VĂN PHÒNG|THANH TRA|ỦY BAN|UỶ BAN|PHƯỜNG|XÃ|ĐẶC KHU|QUẬN|HUYỆN|[Tt]ỉnh)(?=[\s.]|$)"
)
_SEPARATOR = re.compile(rf"\s*[,;:•|]\s*|\s+(?:và|&)\s+|\s*(?<!TP)(?<!Tp)\.\s+(?=[{UPPER}])")
_GENERIC = re.compile(
    r"(?:cac|mot so|nhung|moi|toan the|tat ca|co quan|don vi|cac don vi)\b.*|.*(?:co lien quan|lien quan)$"
    r"|(?:so|ban|nganh|dia phuong|huyen|quan|xa|phuong|thi xa|thi tran|thanh pho|tinh|dac khu"
    r"|ubnd|cap (?:xa|huyen|so|tinh))"
    r"|(?:ubnd|uy ban nhan dan) (?:cac|mot so|nhung|cap)\b.*"
    r"|(?:ubnd|uy ban nhan dan)(?: (?:huyen|quan|xa|phuong|thi xa|thi tran|thanh pho|tinh|dac khu|nhan dan))*"
)
_TRAILING = re.compile(
    r"\s*(?:\((?:[^()]*)\)|\b(?:thuoc|truc thuoc) (?:ubnd|uy ban nhan dan)? ?(?:tinh"
    r"|thanh pho)|[.;:,/]+|-)\s*$"
)
# What joined the name to words that were cut off after it; no name ends in one of these, small as they stand here.
_JOINING = re.compile(r"\s+(?:và|hoặc|cùng|với|của|tại|các|&)$")
_LEADING = re.compile(
    r"(?:(?:[Đđ]ại diện|[Ll]ãnh đạo|[Cc]ông chức|[Cc]huyên viên|[Tt]rưởng phòng|[Đđ]ồng chí"
    r"|[Tt]hủ trưởng|gồm có|[Gg]ồm"
    r"|[Gg]iám đốc|[Pp]hó [Gg]iám đốc|hoặc|và|một|0?1|tại|của|là|[Nn]gười đứng đầu"
    r"|[Cc]hánh(?= Thanh| Văn)|[Pp]hó"
    r"|[Cc]hủ tịch|[Pp]hó [Cc]hủ tịch|[Cc]ác (?:đơn vị|cơ quan)|đối với|[Cc]án bộ"
    r"|[Vv]iên chức|[Nn]hân sự|(?:các )?[Pp]hòng(?: chuyên môn)?(?= của)|[Pp]hòng chuyên môn(?= thuộc)) |[:-] )+"
)
# Where a name ends in a sentence: a time, a verb, a remark.
_TAIL = re.compile(
    r"\s+(?:(?:vào |trong |dự kiến )?(?:[Tt]háng|[Qq]uý|[Nn]gày) [\dIV]|(?:chủ trì|phối hợp"
    r"|thực hiện|tổ chức|kiểm tra"
    r"|có trách nhiệm|cùng|quyết định|thành lập|ban hành|báo cáo|được|theo|để|khi|sẽ|không"
    r"|tham gia|chọn|lựa chọn|phụ trách"
    rf"|tham mưu|làm|do|có liên quan|cử|trực tiếp|nêu|kiêm|và (?:các"
    rf"|một số)(?! [Kk]hu))(?=[\s,.;]|$)|[-–] (?=[{LOWER}]))"
)
_TIME_AFTER = re.compile(r"\s*:\s*(?:tu |trong |vao |du kien |hoan thanh )*(?:ngay|thang|quy|sang|chieu)\b")
_SEVERAL = re.compile(
    r"[\s:-]*(?:(?:UBND|[ỦU][ỷy] ban nhân dân|Uỷ ban nhân dân) )?"
    r"(?:[Cc]ác|\d{1,2}) (?:[Ss]ở|[Bb]an|[Pp]hường|[Xx]ã(?! hội)|[Tt]hị trấn"
    r"|[Đđ]ặc khu|[Qq]uận|[Hh]uyện|[Tt]hị xã"
    rf"|[Tt]hành phố) (?=[{UPPER}])"
)
_FIRST = re.compile(
    r"Sở(?= )|Ủy ban nhân dân (?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố)(?= )"
)
# Places whose first syllable is also a kind of agency: Vụ Bản, Hội An, Trạm Tấu.
_TWO_SYLLABLES = re.compile(rf"(?:Vụ|Hội|Trạm|Quỹ|Đài|Viện|Hạt|Thuế|Bộ) [{UPPER}]\w+")
_SEVERAL_OR_LEAD = re.compile(
    r"(?:các(?! [Kk]hu)|một số|đại diện|lãnh đạo|công chức|chuyên viên|đồng chí|ông|bà)\b"
)


@dataclass(slots=True, frozen=True)
class Name:
    """An agency's name as given or completed. `sure` is False when its kind had to be guessed; `start`, `end` are
    places in the line; `heading` holds the folded words before the colon it stands under ("thang 4")."""

    name: str
    kind: SubjectKind
    span: Span
    sure: bool
    start: int
    end: int
    heading: str = ""


def starts_agency(text: str) -> bool:
    """Whether the words begin with the kind of an agency ("Sở …", "phường …")."""
    return bool(_ACCENTED.match(text))


def prefix_of(heading: str) -> str | None:
    """What a bare name after these words lacks: "các Sở, ngành" -> "Sở", "UBND các xã" -> "Ủy ban nhân dân xã"."""
    folded = re.sub(r"^(?:va |gom |[\s,;.:-])+", "", plain(heading))
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
    "quan": "quận", "huyen": "huyện", "thi xa": "thị xã", "thanh pho": "thành phố", "tp": "thành phố",
    "tp.": "thành phố", "phuong": "phường", "xa": "xã", "thi tran": "thị trấn", "dac khu": "đặc khu", "tinh": "tỉnh",
}  # fmt: skip


def names_in(
    line: Line, start: int, end: int, prefix: str | None = None, *, bare: bool = True, carry: bool = False
) -> list[Name]:
    """The agencies of an enumeration `line.text[start:end]`. Without `bare`, names lacking a kind are left out; with
    `carry`, a bare name after "UBND phường A" or "Sở B" is of the same kind, and not sure."""
    found: list[Name] = []
    heading, since = "", start
    while end > start and line.text[end - 1] in " :;.,":
        end -= 1
    for begin, right, sign in pieces(line, start, end):
        left = begin
        if sign == ":" and not _TIME_AFTER.match(line.plain, right):
            heading = line.plain[since:right]
            prefix, since = prefix_of(line.text[since:right]) or prefix, right + 1
            continue
        if several := _SEVERAL.match(line.text, left, right):
            prefix, left = prefix_of(several[0]) or prefix, several.end()
        name = _name(line, left, right, prefix, bare, heading)
        if name is None and carry and found and not prefix:
            name = _like_before(line, left, right, found[-1], heading)
        if name is None or _is_where(found, name, line):
            continue
        found.append(name)
        since = right
    return found


def _like_before(line: Line, left: int, right: int, before: Name, heading: str) -> Name | None:
    """ "UBND phường A, B": what B lacks is what stood before A."""
    kind = _FIRST.match(before.name)
    name = _name(line, left, right, kind[0], True, heading) if kind else None
    return replace(name, sure=False) if name else None


def _is_where(found: list[Name], name: Name, line: Line) -> bool:
    """ "xã Nga My, huyện Phú Bình" names the district only to say where the commune is."""
    last = found[-1] if found else None
    return (
        last is not None and last.kind == "commune" and name.kind == "district" and name.start - last.end <= 2
    )


def pieces(line: Line, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Bounds of the items of an enumeration and the sign after each; compound names and brackets stay whole."""
    shut = _shut(line, start, end)
    left = start
    for match in _SEPARATOR.finditer(line.text, start, end):
        if match.start() in shut or not _splits(line, left, match):
            continue
        yield left, match.start(), match[0].strip()
        left = match.end()
    yield left, end, ""


def _shut(line: Line, start: int, end: int) -> set[int]:
    """Places inside compound names and brackets."""
    shut = {place for match in _COMPOUND.finditer(line.plain, start, end) for place in range(*match.span())}
    depth = 0
    for place in range(start, end):
        depth = max(depth + (line.text[place] == "(") - (line.text[place] == ")"), 0)
        if depth > 0:
            shut.add(place)
    return shut


def _splits(line: Line, left: int, match: re.Match[str]) -> bool:
    """ "và" joins two agencies, or two words of one name ("Cục Hàng hải và Đường thủy")."""
    if match[0].strip() not in ("và", "&"):
        return True
    after = line.text[match.end() : match.end() + 40]
    if starts_agency(after) or _SEVERAL_OR_LEAD.match(after):
        return True
    before = line.text[left : match.start()].lstrip("- ")
    whole = starts_agency(before) and not (_SEVERAL.match(before) or _TWO_SYLLABLES.fullmatch(before))
    return not whole and (after[:1].isupper() or bool(re.match(_SINGLE, plain(after))))


def _name(line: Line, left: int, right: int, prefix: str | None, bare: bool, heading: str) -> Name | None:
    left, right = _trim(line, left, right)
    if right - left < 2 or right - left > 110:
        return None
    text = line.text[left:right]
    folded = line.plain[left:right]
    if _GENERIC.fullmatch(folded) or not re.search(r"[^\W\d_]", text):
        return None
    placed = prefix is not None and prefix.startswith(COMMITTEE) and _TWO_SYLLABLES.fullmatch(text)
    if starts_agency(text) and not placed:
        name, sure = _whole(text), True
    elif prefix and bare and _looks_like_name(text):
        name, sure = _completed(text, prefix), not prefix.endswith("?")
    else:
        return None
    return Name(name, kind_of(name), line.span(left, right), sure, left, right, heading)


def _looks_like_name(text: str) -> bool:
    return text[0].isupper() and len(text) < 60 and not re.search(r"[.:]\s", text)


def _trim(line: Line, left: int, right: int) -> tuple[int, int]:
    while left < right and line.text[left] in " ;,.:-–+*|":
        left += 1
    if lead := _LEADING.match(line.text, left, right):
        left = lead.end()
    while left < right and line.text[right - 1] == ")" and "(" not in line.text[left:right]:
        right -= 1
    if tail := _TAIL.search(line.text, left, right):
        right = tail.start()
    while trail := _trailing(line, max(left, right - 120), right):
        right = trail.start()
    return left, right


def _trailing(line: Line, left: int, right: int) -> re.Match[str] | None:
    """What stands after the name; places count in the line."""
    return _TRAILING.search(line.plain, left, right) or _JOINING.search(line.text, left, right)


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
    r"(?:tong cuc|cuc|vu|chi cuc (?:thue|hai quan|thong ke|thi hanh)|kho bac|bao hiem xa hoi"
    r"|bhxh|cong an|bo chi huy|thue|hai quan"
    r"|toa an|vien kiem sat|ngan hang nha nuoc|thi hanh an|thong ke)\b"
)
_PUBLIC = re.compile(
    r"(?:trung tam|tram|benh vien|truong|dai|vien|hoc vien|dai hoc|quy|thu vien|bao tang|nha hat|bao)\b"
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
