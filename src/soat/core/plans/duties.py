"""Reads who must do what by when, and the agencies that send support staff (requirements G1, G5, T1).

A party's name heads its duties ("1. Sở Nội vụ"), or opens the sentence ("Giao Sở Nội vụ chủ trì …"). Called by
`reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from soat.core.plans.agencies import names_in, prefix_of, starts_agency
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line, plain
from soat.core.plans.model import Duty, Seat
from soat.core.plans.structure import PARTY, Node

# Verbs with their accents: "Tổ chức" in "Vụ Tổ chức cán bộ" is no verb, "Bố trí" after a name is one.
_VERB = re.compile(
    r"(?<!được )(?<!được)\b(?:có trách nhiệm|chịu trách nhiệm|chủ trì|phối hợp|chủ động"
    r"|tham mưu|căn cứ|cử|tổ chức|chuẩn bị"
    r"|xây dựng|gửi|báo cáo|thực hiện|bố trí|tổng hợp|ban hành|theo dõi|hướng dẫn|(?<!oàn )(?<!ổ )kiểm tra"
    r"|phân công|tiếp nhận|đưa tin"
    r"|tuyên truyền|tăng cường|đảm bảo|bảo đảm|quán triệt|cung cấp|giúp|nghiêm túc|yêu cầu"
    r"|cấp kinh phí|hỗ trợ|tiến hành|đề xuất|xem xét"
    r"|là (?:cơ quan|đầu mối)|trình"
    r"|rà soát|đôn đốc|triển khai|thông báo|tạo điều kiện|thẩm định|lập|tự kiểm tra"
    r"|Bố trí|Chuẩn bị|Chủ trì|Cung cấp|Cử|Gửi|Phối hợp|Tham mưu|Tổng hợp)\b"
)
_SUPPORT = re.compile(
    r"\b(?:cu|bo tri|phan cong|gioi thieu) (?:it nhat )?(?:\d+ |mot )?(?:\(\w+\) )?(?:can bo"
    r"|cong chuc|chuyen vien|nhan su|dai dien|nguoi|vien chuc)\b"
    r"[^.;]{0,80}giup viec"
)
# "Sau khi kết thúc đợt kiểm tra, Sở Nội vụ tổng hợp …"
_OPENING = re.compile(
    r"(?:Sau|Trước|Khi|Trên cơ sở|Căn cứ|Định kỳ|Kết thúc|Hằng|Hàng|Trong|Chậm nhất)\b[^,:;.]{3,110}, "
)
_SEMICOLON = re.compile(r";\s+")
_CHARGE = re.compile(r"(?:có|chịu) trách nhiệm")
# The first column of a kind counts: "Cơ quan chủ trì" before "Cơ quan phối hợp".
_COLUMNS = (
    ("party", re.compile(r"(?:co quan|don vi|nguoi|ca nhan|dau moi)\b(?!.*phoi hop)")),
    ("task", re.compile(r"(?:noi dung|nhiem vu|cong viec|hoat dong)")),
    ("due", re.compile(r"(?:thoi han|thoi gian|tien do|hoan thanh)")),
)
_ORDER = re.compile(r"^(S?TT) (?=\w)")
_DUE = re.compile(
    r"(?:truoc|cham nhat|xong truoc|hoan thanh trong|trong thoi han|sau|trong vong|den het"
    r"|trong)\s[^.;,()]{0,80}?(?:\d{1,2}\s?(?:\(\w+\)\s?)?ngay(?: lam viec)?(?: (?:truoc"
    r"|ke tu|sau)[^.;,()]{0,60})?"
    r"|ngay\s?\d{1,2}[/\s][^.;,()]{0,24}|thang\s?\d{1,2}(?:[/ ](?:nam )?\d{4})?"
    r"|quy [ivx]+(?:[/ ](?:nam )?\d{4})?)"
)
# "có trách nhiệm", "thực hiện các nhiệm vụ cụ thể như sau": only that tasks follow.
_FRAME = re.compile(
    r"(?=\w)(?:(?:co|chiu) trach nhiem\b ?)?(?:(?:to chuc |trien khai )?thuc hien\b ?)?"
    r"(?:(?:tot |cac |mot so |nhung )*(?:nhiem vu|noi dung|cong viec)\b ?)?(?:(?:cu the|chu yeu)\b ?)?"
    r"(?:(?:nhu )?sau\b(?: day)?)?"
)
# "Kết quả kiểm tra là căn cứ đánh giá …": says what something is, asks nobody to do anything.
_STATEMENT = re.compile(
    r"(?:viec|ket qua|cong tac|noi dung|ke hoach nay|day)\b[^.;:,]{0,90} la (?:mot |trong |nhung )*"
    r"(?:can cu|co so|nhiem vu|tieu chi|noi dung|hoat dong|viec lam)\b"
)
_DIFFICULT = re.compile(
    r"trong qua trinh (?:trien khai|thuc hien|to chuc)[^.]{0,60}(?:vuong mac|phat sinh"
    r"|kho khan)|neu co (?:kho khan|vuong mac|van de)"
)
_COMMAND = re.compile(
    r"(.{3,80}?) (?:yeu cau|de nghi) (.{3,200}?) (?=nghiem tuc|trien khai|to chuc|thuc hien"
    r"|phoi hop|chu dong|quan triet)"
)


def read_duties(nodes: Sequence[Node], notes: Notes) -> list[Duty]:
    """One duty for each line below a party, or for the sentence a party opens."""
    duties: list[Duty] = []
    columns: dict[str, int] = {}
    for node in nodes:
        pending: list[tuple[Node, str | None]] = [(node, None)]
        while pending:
            each, party = pending.pop()
            party = _read_line(each, party, duties, columns, notes)
            pending.extend((child, party) for child in reversed(each.children) if child.topic == "duties")
    return duties


def _read_row(line: Line, duties: list[Duty], columns: dict[str, int]) -> None:
    """A row of a table of duties; its header tells which column holds party, task and deadline. A printed table loses
    its empty cells, and the bar after "TT": a deadline in the last column is counted from the row's end."""
    cells = [cell.strip() for cell in _ORDER.sub(r"\1 | ", line.text).removesuffix("|").split("|")]
    heads = [plain(cell) for cell in cells]
    found = {name: place for name, form in _COLUMNS for place, cell in enumerate(heads) if form.match(cell)}
    if "party" in found and "task" in found:
        columns.clear()
        columns.update(found, width=len(cells))
        return
    party, task, width = (columns.get(name, len(cells)) for name in ("party", "task", "width"))
    if max(party, task) >= len(cells) or not cells[party]:
        return
    place = columns.get("due", len(cells))
    due = "".join(cells[-1:] if place == width - 1 > len(cells) - 1 else cells[place : place + 1])
    duties.append(Duty(cells[party], cells[task], line.span(), due or None))


def _read_line(
    node: Node, party: str | None, duties: list[Duty], columns: dict[str, int], notes: Notes
) -> str | None:
    line = node.line
    notes.place(line)
    if line.is_row:
        _read_row(line, duties, columns)
        return party
    if (node.heads and node.title_end >= len(line.text)) or _announces(line, line.body):
        return party
    if _STATEMENT.match(line.plain, line.body) and not due_in(line, line.body):
        notes.keep(line)
    elif duty := closing_duty(line):
        duties.append(duty)
    else:
        return _read_task(node, party, duties, notes)
    return party


def _read_task(node: Node, party: str | None, duties: list[Duty], notes: Notes) -> str | None:
    """A line that names a party, tells it what to do, or both. Returns the party of what stands below it."""
    line = node.line
    if party is None or _names_party(node) or line.text.endswith(":"):
        own, start = _party(node)
        if own and (_announces(line, start) or (start >= len(line.text) and _CHARGE.search(line.text))):
            return own
        if own and (party is None or _names_party(node)):
            duties += _tasks(line, start, own, 1.0)
            return own
    words = line.words()
    duties += _tasks(line, line.body, party or "Chưa rõ", 1.0 if party else 0.5)
    if not party:
        notes.doubt(
            f"duties[{len(duties) - 1}]",
            "Không rõ ai thực hiện việc này; hãy chọn cơ quan chịu trách nhiệm.",
            words.span,
        )
    return party


def _announces(line: Line, start: int) -> bool:
    """Whether the words from `start` on only say that tasks follow below."""
    words = line.plain[start:].strip(" ,")
    return words.endswith(":") and bool(_FRAME.fullmatch(words.rstrip(" :")))


def _tasks(line: Line, start: int, party: str, confidence: float) -> list[Duty]:
    """The party's duties in one line: a clause after ";" that has a deadline of its own is one more."""
    bounds = [start, *(mark.end() for mark in _SEMICOLON.finditer(line.text, start)), len(line.text)]
    tasks: list[tuple[int, int, str | None]] = []
    for left, right in pairwise(bounds):
        due = due_in(line, left, right)
        if tasks and not (due and tasks[-1][2]):
            tasks[-1] = tasks[-1][0], right, tasks[-1][2] or due
        else:
            tasks.append((left, right, due))
    values = ((line.cut(left, right), due) for left, right, due in tasks)
    return [
        Duty(party, text.text, text.span, due, confidence)
        for text, due in values
        if text and len(text.text) > 2
    ]


def _names_party(node: Node) -> bool:
    """Whether a line below a party names another one: it must begin with an agency or the like."""
    words = node.line.text[node.line.body :]
    return not node.is_bullet and (starts_agency(words) or bool(PARTY.match(node.title)))


def _party(node: Node) -> tuple[str | None, int]:
    """The party a line names, and where the words after it begin."""
    line = node.line
    begin = line.body
    lead = re.match(r"(?:de nghi|giao|yeu cau|trach nhiem cua|doi voi|phan cong)\s", line.plain[begin:])
    begin += lead.end() if lead else 0
    when = _OPENING.match(line.text, begin)
    begin = when.end() if when and starts_agency(line.text[when.end() :]) else begin
    end = len(line.text)
    stop, rest = _heading_end(line, begin, node)
    if stop is None:
        verb = _VERB.search(line.text, begin)
        if verb and begin + 2 < verb.start() < begin + 200 and not _begins_with_verb(line, begin):
            stop, rest = verb.start(), verb.start()
        elif not _is_told(line) and (starts_agency(line.text[begin:]) or PARTY.match(line.plain, begin)):
            stop, rest = end, end
        else:
            return None, begin
    name = line.cut(begin, stop)
    return (name.text if name else None), rest


def _is_told(line: Line) -> bool:
    """A sentence rather than a name: it is kept as a duty even where no verb of it is known."""
    return len(line.text) > 200 or (len(line.text) > 80 and line.text.endswith("."))


def _begins_with_verb(line: Line, begin: int) -> bool:
    return bool(_VERB.match(line.text[begin].lower() + line.text[begin + 1 : begin + 20]))


def _heading_end(line: Line, begin: int, node: Node) -> tuple[int | None, int]:
    """Where a heading ends: at its colon, at the second when the first opens a list, or at "có trách nhiệm"."""
    end = len(line.text)
    office = _CHARGE.search(line.text, begin)
    below = any(child.topic == "duties" for child in node.children)
    if node.title_end >= end and not (below or line.text.endswith(":")):
        return None, end
    colon = line.text.find(":", begin)
    if office and (colon < 0 or office.start() < colon):
        return office.start(), (office.start() if node.title_end < end and colon < end - 1 else end)
    verb = _VERB.search(line.text, begin)
    if colon < 0:
        sentence = verb and line.text[-1] in ".;" and begin + 2 < verb.start() < begin + 200
        stop = verb.start() if verb and sentence else end
        return stop, stop
    if verb and begin + 2 < verb.start() < colon:
        return verb.start(), verb.start()
    second = line.text.find(":", colon + 1)
    if second > 0 and prefix_of(line.text[begin:colon]) and not _VERB.search(line.text, colon, second):
        return second, second + 1
    return colon, colon + 1


def due_in(line: Line, start: int, end: int | None = None) -> str | None:
    """The deadline's own words, if `line.text[start:end]` gives one."""
    match = _DUE.search(line.plain, start, len(line.plain) if end is None else end)
    return line.text[match.start() : match.end()].strip() if match else None


def closing_duty(line: Line) -> Duty | None:
    """Sentences at the plan's end that bind everybody: "yêu cầu các đơn vị …", "nếu có khó khăn … phản ánh qua …"."""
    words = line.words()
    if _DIFFICULT.search(line.plain):
        return Duty("Các đơn vị, địa phương", words.text, words.span, due_in(line, 0))
    if (match := _COMMAND.match(line.plain)) and len(match[1]) < 80:
        party = line.text[match.start(2) : match.end(2)].strip(" ,")
        return Duty(party[0].upper() + party[1:], words.text, words.span, due_in(line, 0))
    return None


def support_of(nodes: Sequence[Node]) -> list[Seat]:
    """Agencies whose duties say that they send staff to the support group."""
    seats: list[Seat] = []
    for node in nodes:
        for each in node.part():
            if _SUPPORT.search(each.line.plain):
                below = each.is_bullet and each.parent is not None and each.parent.kind != "lost"
                seats += _agencies(each.parent if below and each.parent else each)
    return list({seat.text: seat for seat in seats}.values())


def _agencies(node: Node) -> list[Seat]:
    line = node.line
    first = line.plain.find(":", line.body)
    verb = _VERB.search(line.text, line.body)
    stop = verb.start() if verb else len(line.text)
    start, prefix = line.body, prefix_of(line.text[line.body : stop])
    if first >= 0:
        prefix = prefix_of(line.text[line.body : first])
        start, stop = (
            (first + 1, max(stop, len(line.text) if not verb else stop)) if prefix else (start, first)
        )
    return [Seat(name.name, name.span, agency=name.name, confidence=1.0 if name.sure else 0.6)
            for name in names_in(line, start, stop, prefix)]  # fmt: skip
