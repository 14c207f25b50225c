"""A list of agencies, or of successions, from a file (requirement P1): all of it or nothing, errors by row at once.

Loading the same file again adds nothing. Called by the import page, the demonstration and the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import DomainError
from soat.core.text import fold
from soat.people import rules
from soat.people.models import Agency, AgencyKind, AgencyLevel, Succession, SuccessionKind
from soat.people.services import agencies as write
from soat.people.services.agencies import AgencyFacts
from soat.people.services.successions import Join, join
from soat.people.spreadsheet import Row, read_table

Source = Path | Sequence[Mapping[str, str]] | Sequence[Row]
AGENCY_COLUMNS = (
    "ten", "ten_ngan", "viet_tat", "ma", "loai", "cap", "dia_ban", "truc_thuoc", "tu_ngay", "den_ngay", "nguon",
)  # fmt: skip
SUCCESSION_COLUMNS = ("cu", "moi", "loai", "ngay", "van_ban", "dia_ban", "ghi_chu")

# Words of the column "loai" beside the codes and labels of AgencyKind. A rank of territory stands for its committee.
_KINDS: dict[str, tuple[AgencyKind, AgencyLevel]] = {
    "uy ban nhan dan tinh": (AgencyKind.COMMITTEE, AgencyLevel.PROVINCE),
    "so": (AgencyKind.DEPARTMENT, AgencyLevel.PROVINCE),
    "ban": (AgencyKind.DEPARTMENT, AgencyLevel.PROVINCE),
    "thanh tra": (AgencyKind.INSPECTORATE, AgencyLevel.PROVINCE),
    "van phong": (AgencyKind.OFFICE, AgencyLevel.PROVINCE),
    "bao chi": (AgencyKind.PRESS, AgencyLevel.PROVINCE),
    "don vi su nghiep": (AgencyKind.PUBLIC_UNIT, AgencyLevel.PROVINCE),
}
_RANKS: dict[str, tuple[AgencyKind, AgencyLevel]] = {
    **dict.fromkeys(("quan", "huyen", "thi xa"), (AgencyKind.DISTRICT, AgencyLevel.DISTRICT)),
    **dict.fromkeys(("phuong", "xa", "thi tran", "dac khu"), (AgencyKind.COMMUNE, AgencyLevel.COMMUNE)),
}
_LEVEL_OF: dict[str, AgencyLevel] = {
    AgencyKind.DISTRICT: AgencyLevel.DISTRICT,
    AgencyKind.COMMUNE: AgencyLevel.COMMUNE,
}
_SUCCESSIONS = {
    **{kind.value: kind for kind in SuccessionKind},
    **{fold(kind.label): kind for kind in SuccessionKind},
    "hop nhat": SuccessionKind.MERGE,
    "sap nhap": SuccessionKind.MERGE,
    "chia": SuccessionKind.SPLIT,
    "tach": SuccessionKind.SPLIT,
    "chuyen": SuccessionKind.TRANSFER,
}
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class RowError:
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"Dòng {self.line}, cột {self.column}: {self.message}"


class BadRows(DomainError):
    """The file was not taken in; `rows` lists everything that is wrong with it."""

    status = 422

    def __init__(self, rows: list[RowError]) -> None:
        self.rows = sorted(rows, key=lambda row: row.line)
        super().__init__(
            f"Tệp có {len(rows)} chỗ cần sửa nên chưa nhập dòng nào. Ví dụ: {self.rows[0]} Hãy sửa rồi tải lại tệp.",
            "file",
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added, and how many stood there already."""

    added: int
    known: int


@dataclass
class _Reading:
    """Collects errors while rows are read."""

    errors: list[RowError] = field(default_factory=list)

    def wrong(self, row: Row, column: str, message: str) -> None:
        self.errors.append(RowError(row.line, column, message))

    def day(self, row: Row, column: str) -> date | None:
        text = row.get(column)
        for form in _DAY_FORMS:
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        if text:
            self.wrong(row, column, f"“{text}” không phải ngày. Hãy ghi dạng ngày/tháng/năm, ví dụ 1/7/2025.")
        return None

    def finish(self) -> None:
        if self.errors:
            raise BadRows(self.errors)


Span = tuple[date | None, date | None]


class _Known:
    """Agencies of the register and of the file, found by name, place and time."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._by_name: dict[str, list[Agency]] = {}
        for agency in agencies:
            self.add(agency)

    def add(self, agency: Agency) -> None:
        self._by_name.setdefault(agency.name.casefold(), []).append(agency)

    def meeting(self, name: str, place: str, span: Span) -> list[Agency]:
        """Agencies of that name and place (any place when none is told) which share a day with `span`."""
        return [
            agency
            for agency in self._by_name.get(name.casefold(), ())
            if (not place or agency.place.casefold() == place.casefold())
            and rules.overlap((agency.valid_from, agency.valid_to), span)
        ]


def load_agencies(
    source: Source, *, by: Actor, now: datetime, defaults: Mapping[str, str] | None = None
) -> Loaded:
    """Add the agencies of a table with `AGENCY_COLUMNS`; `ten` and `loai` must be there.

    `defaults` fills columns that are empty or missing ("dia_ban": "…", "tu_ngay": "2025-07-01"). A `loai` such as
    "phường" with a bare name stands for its people's committee; the code may also be called `ma_gso`.
    Raises BadRows.
    """
    by.require("agency.edit")
    rows = _rows(source, defaults or {})
    with transaction.atomic():
        write.lock_register()
        reading, known = _Reading(), _Known(Agency.objects.all())
        _require(reading, rows, ("ten", "loai"))
        made, parents, standing = _new_agencies(rows, known, reading)
        for agency, row in parents:
            agency.parent = _parent(agency, row, known, reading)
        reading.finish()
        Agency.objects.bulk_create(made)
        for agency in made:
            write.record(agency, by, now)
    return Loaded(len(made), standing)


def load_successions(source: Source, *, by: Actor, now: datetime) -> Loaded:
    """Add the successions of a table with `SUCCESSION_COLUMNS`: names of the old and new agency, kind, day, document.

    Agencies must be in the register: the old one until that day, the new one on it. Raises BadRows.
    """
    by.require("agency.edit")
    rows = _rows(source, {})
    with transaction.atomic():
        write.lock_register()
        reading, known = _Reading(), _Known(Agency.objects.select_for_update())
        _require(reading, rows, ("cu", "moi", "loai", "ngay", "van_ban"))
        standing = set(Succession.objects.values_list("predecessor_id", "successor_id"))
        pairs = [pair for row in rows if (pair := _pair(row, known, reading))]
        reading.finish()
        new = {
            (old.pk, heir.pk): pair
            for pair in pairs
            if ((old := pair[0]).pk, (heir := pair[1]).pk) not in standing
        }
        join(list(new.values()), by=by, now=now)
    return Loaded(len(new), len(pairs) - len(new))


def _rows(source: Source, defaults: Mapping[str, str]) -> list[Row]:
    if isinstance(source, Path):
        rows = read_table(source.read_bytes(), source.name)
    else:
        rows = [
            item if isinstance(item, Row) else Row(number, dict(item))
            for number, item in enumerate(source, start=2)
        ]
    return [
        Row(row.line, {**defaults, **{key: text for key, text in row.cells.items() if text}}) for row in rows
    ]


def _require(reading: _Reading, rows: list[Row], columns: Sequence[str]) -> None:
    for row in rows:
        for column in columns:
            if not row.get(column):
                reading.wrong(row, column, "Ô này không được để trống.")
    if not rows:
        raise BadRows([RowError(1, columns[0], "Tệp không có dòng dữ liệu nào.")])


def _new_agencies(
    rows: list[Row], known: _Known, reading: _Reading
) -> tuple[list[Agency], list[tuple[Agency, Row]], int]:
    """Agencies to add, those of them with a parent to find, and how many rows stand already."""
    made: list[Agency] = []
    parents: list[tuple[Agency, Row]] = []
    standing = 0
    of_file: dict[UUID, int] = {}
    for row in rows:
        facts = _facts(row, reading)
        if facts is None:
            continue
        same = [a for a in known.meeting(facts.name, facts.place, _span(facts)) if a.place == facts.place]
        if not same:
            agency = write.built(facts)
            known.add(agency)
            made.append(agency)
            of_file[agency.pk] = row.line
            if row.get("truc_thuoc"):
                parents.append((agency, row))
        elif same[0].pk in of_file:
            reading.wrong(row, "ten", f"“{facts.name}” đã có ở dòng {of_file[same[0].pk]}. Hãy bỏ dòng thừa.")
        elif same[0].valid_from == facts.valid_from:
            standing += 1
        else:
            reading.wrong(row, "tu_ngay", _other_time(same[0]))
    return made, parents, standing


def _other_time(agency: Agency) -> str:
    since = f"từ ngày {agency.valid_from:%d/%m/%Y}" if agency.valid_from else "không ghi ngày bắt đầu"
    return f"Danh mục đã có “{agency.name}” {since}. Hãy sửa ngày cho khớp."


def _span(facts: AgencyFacts) -> Span:
    return facts.valid_from, facts.valid_to


def _facts(row: Row, reading: _Reading) -> AgencyFacts | None:
    """The facts of a row; None when something is wrong with it."""
    errors = len(reading.errors)
    kind, level, prefix = _kind(row, reading)
    name = row.get("ten")
    if prefix and not fold(name).startswith("uy ban nhan dan"):
        name = (
            f"Ủy ban nhân dân {name}"
            if fold(name).startswith(fold(prefix))
            else f"Ủy ban nhân dân {prefix} {name}"
        )
    facts = AgencyFacts(
        name=name,
        short_name=row.get("ten_ngan"),
        abbreviation=row.get("viet_tat"),
        code=row.get("ma") or row.get("ma_gso"),
        kind=kind,
        level=level,
        place=row.get("dia_ban"),
        valid_from=reading.day(row, "tu_ngay"),
        valid_to=reading.day(row, "den_ngay"),
        source=row.get("nguon"),
    ).tidy()
    _try(row, "ten", reading, lambda: facts.name and rules.check_name(facts.name, rules.NAME_MAX, "name"))
    _try(row, "den_ngay", reading, lambda: rules.check_span(*_span(facts)))
    for column, text in (("viet_tat", facts.abbreviation), ("ma", facts.code), ("dia_ban", facts.place)):
        if len(text) > _LONGEST[column]:
            reading.wrong(row, column, f"Dài quá {_LONGEST[column]} ký tự. Hãy ghi gọn hơn.")
    facts = replace(facts, short_name=facts.short_name[:200], source=facts.source[:300])
    return facts if len(reading.errors) == errors and facts.name else None


_LONGEST = {"viet_tat": 40, "ma": 20, "dia_ban": 120}


def _try(row: Row, column: str, reading: _Reading, check: Callable[[], object]) -> None:
    try:
        check()
    except DomainError as error:
        reading.wrong(row, column, error.message)


def _kind(row: Row, reading: _Reading) -> tuple[str, str, str]:
    """Kind, level and, for a rank of territory, the word that belongs into the name."""
    told = row.get("loai")
    word = fold(told)
    if word in _RANKS:
        kind, level = _RANKS[word]
        return kind, level, told.lower()
    found = next((k for k in AgencyKind if word in (k.value, fold(k.label))), None)
    pair = _KINDS.get(word) or (found and (found, _LEVEL_OF.get(found, AgencyLevel.PROVINCE)))
    if not pair:
        if told:
            reading.wrong(
                row, "loai", f"Không rõ loại “{told}”. Hãy ghi một trong: {', '.join(_kind_words())}."
            )
        return "", "", ""
    level = _level(row, reading) or pair[1]
    return pair[0], level, ""


def _kind_words() -> list[str]:
    return [
        "sở",
        "ban",
        "văn phòng",
        "thanh tra",
        "quận",
        "huyện",
        "phường",
        "xã",
        "đặc khu",
        "báo chí",
        "đơn vị sự nghiệp",
    ]


def _level(row: Row, reading: _Reading) -> AgencyLevel | None:
    told = fold(row.get("cap")).removeprefix("cap ")
    words = {
        "trung uong": "central",
        "tinh": "province",
        "thanh pho": "province",
        "huyen": "district",
        "xa": "commune",
    }
    value = words.get(told, told)
    if value and value not in AgencyLevel.values:
        reading.wrong(row, "cap", "Hãy ghi một trong: trung ương, tỉnh, huyện, xã.")
        return None
    return AgencyLevel(value) if value else None


def _parent(agency: Agency, row: Row, known: _Known, reading: _Reading) -> Agency | None:
    """The parent by name: of the same place, in the same time."""
    name = row.get("truc_thuoc")
    found = [
        other
        for other in known.meeting(name, agency.place, (agency.valid_from, agency.valid_to))
        if other.pk != agency.pk
    ]
    if len(found) == 1:
        return found[0]
    words = "Không có" if not found else "Có nhiều"
    reading.wrong(
        row,
        "truc_thuoc",
        f"{words} cơ quan “{name}” cùng địa bàn, cùng thời gian. Hãy ghi đúng tên trong danh mục.",
    )
    return None


def _pair(row: Row, known: _Known, reading: _Reading) -> Join | None:
    on = reading.day(row, "ngay")
    kind = _SUCCESSIONS.get(fold(row.get("loai")))
    if row.get("loai") and kind is None:
        reading.wrong(row, "loai", "Hãy ghi một trong: sáp nhập, hợp nhất, chia, tách, đổi tên, chuyển.")
    if on is None or kind is None or not (row.get("cu") and row.get("moi") and row.get("van_ban")):
        return None
    old = _one(row, "cu", (None, on), known, reading)
    new = _one(row, "moi", (on, None), known, reading)
    if old is None or new is None:
        return None
    errors = len(reading.errors)
    _try(row, "cu", reading, lambda: rules.check_predecessor(old, on))
    if old.pk == new.pk:
        reading.wrong(row, "moi", "Cơ quan cũ và mới là một. Hãy ghi cơ quan kế thừa.")
    if len(reading.errors) > errors:
        return None
    return old, new, kind, on, row.get("van_ban")[:200], row.get("ghi_chu")[:300]


def _one(row: Row, column: str, span: Span, known: _Known, reading: _Reading) -> Agency | None:
    """The agency a row names: for the old one the latest of that name before the day, for the new one that on it."""
    name = row.get(column)
    place = row.get("dia_ban")
    found = known.meeting(name, place, span)
    if column == "moi" and span[0]:
        found = [a for a in found if a.valid_from is None or a.valid_from <= span[0]]
    if len(found) == 1:
        return found[0]
    words = "Danh mục không có" if not found else "Danh mục có nhiều cơ quan tên"
    reading.wrong(row, column, f"{words} “{name}” vào ngày đó. Hãy thêm cơ quan hoặc ghi thêm cột dia_ban.")
    return None
