"""A list of agencies from a file (requirement P1): all of it or nothing, errors by row at once.

Loading the same file again adds nothing. Called by the import page, the demonstration and the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.spreadsheet import Row
from soat.core.text import fold
from soat.people import rules
from soat.people.models import Agency, AgencyKind, AgencyLevel
from soat.people.services import agencies as write
from soat.people.services.agencies import AgencyFacts
from soat.people.services.loading.table import Known, Loaded, Reading, Source, Span, check, require, rows_of

AGENCY_COLUMNS = (
    "ten", "ten_ngan", "viet_tat", "ma", "loai", "cap", "dia_ban", "truc_thuoc", "tu_ngay", "den_ngay", "nguon",
)  # fmt: skip

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


def load_agencies(
    source: Source, *, by: Actor, now: datetime, defaults: Mapping[str, str] | None = None
) -> Loaded:
    """Add the agencies of a table with `AGENCY_COLUMNS`; `ten` and `loai` must be there.

    `defaults` fills columns that are empty or missing ("dia_ban": "…", "tu_ngay": "2025-07-01"). A `loai` such as
    "phường" with a bare name stands for its people's committee; the code may also be called `ma_gso`.
    Raises BadRows.
    """
    by.require("agency.edit")
    rows = rows_of(source, defaults or {})
    with transaction.atomic():
        write.lock_register()
        reading, known = Reading(), Known(Agency.objects.all())
        require(reading, rows, ("ten", "loai"))
        made, parents, standing = _new_agencies(rows, known, reading)
        for agency, row in parents:
            agency.parent = _parent(agency, row, known, reading)
        reading.finish()
        Agency.objects.bulk_create(made)
        for agency in made:
            write.record(agency, by, now)
    return Loaded(len(made), standing)


def _new_agencies(
    rows: list[Row], known: Known, reading: Reading
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
            reading.wrong(
                row,
                "ten",
                gettext("“%(name)s” đã có ở dòng %(pk)s. Hãy bỏ dòng thừa.")
                % {"name": facts.name, "pk": of_file[same[0].pk]},
            )
        elif same[0].valid_from == facts.valid_from:
            standing += 1
        else:
            reading.wrong(row, "tu_ngay", _other_time(same[0]))
    return made, parents, standing


def _other_time(agency: Agency) -> str:
    since = (
        gettext("từ ngày %(valid_from)s") % {"valid_from": f"{agency.valid_from:%d/%m/%Y}"}
        if agency.valid_from
        else gettext("không ghi ngày bắt đầu")
    )
    return gettext("Danh mục đã có “%(name)s” %(since)s. Hãy sửa ngày cho khớp.") % {
        "name": agency.name,
        "since": since,
    }


def _span(facts: AgencyFacts) -> Span:
    return facts.valid_from, facts.valid_to


def _facts(row: Row, reading: Reading) -> AgencyFacts | None:
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
    if facts.name:
        check(row, "ten", reading, lambda: rules.check_name(facts.name, rules.NAME_MAX, "name"))
    check(row, "den_ngay", reading, lambda: rules.check_span(*_span(facts)))
    for column, text in (("viet_tat", facts.abbreviation), ("ma", facts.code), ("dia_ban", facts.place)):
        if len(text) > _LONGEST[column]:
            reading.wrong(
                row,
                column,
                gettext("Dài quá %(column)s ký tự. Hãy ghi gọn hơn.") % {"column": _LONGEST[column]},
            )
    facts = replace(facts, short_name=facts.short_name[:200], source=facts.source[:300])
    return facts if len(reading.errors) == errors and facts.name else None


_LONGEST = {"viet_tat": 40, "ma": 20, "dia_ban": 120}


def _kind(row: Row, reading: Reading) -> tuple[str, str, str]:
    """Kind, level and, for a rank of territory, the word that belongs into the name."""
    told = row.get("loai")
    word = fold(told)
    if word in _RANKS:
        kind, level = _RANKS[word]
        return kind, level, told.lower()
    found = next((k for k in AgencyKind if word in (k.value, fold(k.written))), None)
    pair = _KINDS.get(word) or (found and (found, _LEVEL_OF.get(found, AgencyLevel.PROVINCE)))
    if not pair:
        if told:
            reading.wrong(
                row,
                "loai",
                gettext("Không rõ loại “%(told)s”. Hãy ghi một trong: %(join)s.")
                % {"told": told, "join": ", ".join(_kind_words())},
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


def _level(row: Row, reading: Reading) -> AgencyLevel | None:
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
        reading.wrong(row, "cap", gettext("Hãy ghi một trong: trung ương, tỉnh, huyện, xã."))
        return None
    return AgencyLevel(value) if value else None


def _parent(agency: Agency, row: Row, known: Known, reading: Reading) -> Agency | None:
    """The parent by name: of the same place, in the same time."""
    name = row.get("truc_thuoc")
    found = [
        other
        for other in known.meeting(name, agency.place, (agency.valid_from, agency.valid_to))
        if other.pk != agency.pk
    ]
    if len(found) == 1:
        return found[0]
    words = gettext("Không có") if not found else gettext("Có nhiều")
    reading.wrong(
        row,
        "truc_thuoc",
        gettext("%(words)s cơ quan “%(name)s” cùng địa bàn, cùng thời gian. Hãy ghi đúng tên trong danh mục.")
        % {"words": words, "name": name},
    )
    return None
