"""Lists of agencies and successions from files: the samples, a second load, errors by row, damaged files."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.cast import NOW, SYSTEM, Cast, make_agency

import soat
from soat.access.actor import acting_as
from soat.common.errors import Refused
from soat.common.spreadsheet import read_table
from soat.core.errors import UnreadableFile
from soat.people.models import Agency, Succession
from soat.people.services import BadRows, load_agencies, load_successions

HEAD, ROW = "ten,loai\n", "Sở Y tế,sở\n"


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", bytes(61 * 1024 * 1024))
    return file.getvalue()


BOMB = _bomb()
SAMPLES = Path(soat.__file__).parent / "samples"
UNITS = {"dia_ban": "Hải Phòng", "tu_ngay": "2025-07-01"}


def load_all() -> tuple[int, int]:
    """Agencies and successions of the samples; (added, known)."""
    with acting_as(SYSTEM):
        done = [
            load_agencies(SAMPLES / "hai-phong-agencies-2024.csv", by=SYSTEM, now=NOW),
            load_agencies(SAMPLES / "hai-phong-units-2025.csv", by=SYSTEM, now=NOW, defaults=UNITS),
            load_successions(SAMPLES / "hai-phong-successions-2025.csv", by=SYSTEM, now=NOW),
        ]
    return sum(one.added for one in done), sum(one.known for one in done)


def test_the_samples_load_once(db: None) -> None:
    assert load_all() == (27 + 114 + 26, 0)
    assert load_all() == (0, 27 + 114 + 26)
    with acting_as(SYSTEM):
        ward = Agency.objects.get(name="Ủy ban nhân dân phường Hồng Bàng")
        district = Agency.objects.get(name="Ủy ban nhân dân quận Hồng Bàng")
        assert (ward.kind, ward.level, ward.code, ward.valid_from) == (
            "commune",
            "commune",
            "11311",
            date(2025, 7, 1),
        )
        assert (district.kind, district.level, district.valid_to) == (
            "district",
            "district",
            date(2025, 7, 1),
        )
        assert Succession.objects.filter(predecessor=district).count() == 4
        assert Agency.objects.get(name="Sở Tư pháp").parent == Agency.objects.get(
            level="province", kind="committee"
        )


def errors(rows: list[dict[str, str]], load: object = load_agencies) -> dict[tuple[int, str], str]:
    with acting_as(SYSTEM), pytest.raises(BadRows) as caught:
        load(rows, by=SYSTEM, now=NOW)  # type: ignore[operator]
    return {(row.line, row.column): row.message for row in caught.value.rows}


def row(ten: str = "Sở Xây dựng", loai: str = "sở", **more: str) -> dict[str, str]:
    return {"ten": ten, "loai": loai, **more}


def test_all_errors_come_at_once_and_nothing_is_taken_in(cast: Cast) -> None:
    with acting_as(SYSTEM):
        before = Agency.objects.count()
    found = errors(
        [
            row(),
            row("", ""),
            row("Sở Y tế", "cái gì"),
            row("Sở Du lịch", tu_ngay="31/2/2025"),
            row("Sở Nội vụ", tu_ngay="1/3/2025"),
            row("Sở Công Thương", tu_ngay="1/3/2025", den_ngay="1/3/2024"),
            row("Sở Xây dựng"),
            row("Sở Dân tộc", truc_thuoc="Không có"),
            row("S" * 201, cap="tầng", ma="1" * 21, viet_tat="x" * 41, dia_ban="y" * 121),
        ]
    )
    assert set(found) == {
        (3, "ten"), (3, "loai"), (4, "loai"), (5, "tu_ngay"), (6, "tu_ngay"), (7, "den_ngay"), (8, "ten"),
        (9, "truc_thuoc"), (10, "ten"), (10, "cap"), (10, "ma"), (10, "viet_tat"), (10, "dia_ban"),
    }  # fmt: skip
    assert "dòng 2" in found[8, "ten"]
    assert "không ghi ngày bắt đầu" in found[6, "tu_ngay"]
    with acting_as(SYSTEM):
        assert Agency.objects.count() == before


def test_kinds_and_levels_are_told_in_many_ways(db: None) -> None:
    rows = [
        row("Ủy ban nhân dân tỉnh Thái Bình", "committee", dia_ban="Thái Bình"),
        row("Thái Thụy", "Huyện", dia_ban="Thái Bình"),
        row("xã An Bình", "xã", dia_ban="Thái Bình", truc_thuoc="Ủy ban nhân dân huyện Thái Thụy"),
        row("Cục Thuế", "Cơ quan khác", cap="Trung ương", tu_ngay="01.02.2020"),
        row("Thanh tra", "thanh tra", cap="cấp tỉnh", dia_ban="Thái Bình"),
    ]
    with acting_as(SYSTEM):
        assert load_agencies(rows, by=SYSTEM, now=NOW).added == 5
        told = {a.name: (a.kind, a.level) for a in Agency.objects.all()}
        assert Agency.objects.get(level="commune").parent == Agency.objects.get(level="district")
    assert told == {
        "Ủy ban nhân dân tỉnh Thái Bình": ("committee", "province"),
        "Ủy ban nhân dân huyện Thái Thụy": ("district", "district"),
        "Ủy ban nhân dân xã An Bình": ("commune", "commune"),
        "Cục Thuế": ("other", "central"),
        "Thanh tra": ("inspectorate", "province"),
    }


def test_two_parents_of_a_name_are_told(db: None) -> None:
    rows = [row("Sở Y tế", tu_ngay="1/1/2020", den_ngay="1/1/2022"), row("Sở Y tế", tu_ngay="1/1/2022")]
    assert (
        "Có nhiều"
        in errors([*rows, row("Bệnh viện", "đơn vị sự nghiệp", truc_thuoc="Sở Y tế")])[4, "truc_thuoc"]
    )
    with acting_as(SYSTEM):
        load_agencies(rows, by=SYSTEM, now=NOW)
    assert "từ ngày 01/01/2022" in errors([row("Sở Y tế", tu_ngay="2/1/2022")])[2, "tu_ngay"]


def test_an_empty_list_is_told(db: None) -> None:
    assert list(errors([])) == [(1, "ten")]
    assert list(errors([], load_successions)) == [(1, "cu")]


def test_only_coordinators_load(cast: Cast) -> None:
    actor = cast.actor("head")
    with acting_as(actor):
        for load in (load_agencies, load_successions):
            with pytest.raises(Refused):
                load([row()], by=actor, now=NOW)


def link(
    cu: str = "Sở Du lịch", moi: str = "Sở Nội vụ", loai: str = "sáp nhập", ngay: str = "1/3/2025"
) -> dict[str, str]:
    return {"cu": cu, "moi": moi, "loai": loai, "ngay": ngay, "van_ban": "NQ 1"}


def test_successions_told_wrong(cast: Cast) -> None:
    with acting_as(SYSTEM):
        make_agency("Sở Cũ", "department", valid_to=date(2024, 1, 1))
        make_agency("Sở Đôi", "department", place="A")
        make_agency("Sở Đôi", "department", place="B")
        make_agency("Sở Mới", "department", valid_from=date(2026, 1, 1))
    found = errors(
        [
            {**link(), "van_ban": ""},
            link(loai="bán"),
            link(ngay="hôm qua"),
            link(cu="Sở Không"),
            link(moi="Sở Không"),
            link(cu="Sở Đôi"),
            link(cu="Sở Cũ"),
            link(cu="Sở Nội vụ"),
            link(moi="Sở Mới"),
        ],
        load_successions,
    )
    assert set(found) == {
        (2, "van_ban"), (3, "loai"), (4, "ngay"), (5, "cu"), (6, "moi"), (7, "cu"), (8, "cu"), (9, "moi"), (10, "moi"),
    }  # fmt: skip
    assert "nhiều" in found[7, "cu"]


def test_successions_load_by_place_and_by_one_of_many_times(cast: Cast) -> None:
    with acting_as(SYSTEM):
        make_agency("Sở Đôi", "department", place="A")
        make_agency("Sở Đôi", "department", place="B")
        make_agency("Sở Kép", "department", place="B")
        assert load_successions([{**link("Sở Đôi", "Sở Kép"), "dia_ban": "B"}], by=SYSTEM, now=NOW).added == 1
        assert Succession.objects.get().predecessor.place == "B"


@pytest.mark.parametrize(
    "data", [HEAD + ROW, "\ufeff" + HEAD + ROW, (HEAD + ROW).replace(",", ";"), HEAD + "\n,,\n" + ROW]
)
def test_csv_as_programs_write_it(data: str) -> None:
    (told,) = read_table(data.encode(), "a.csv")
    assert told.get("ten") == "Sở Y tế"
    assert told.get("khong") == ""


def test_excel(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Ten", "LOAI", "ma", "tu_ngay", "den_ngay", "he_so"])  # type: ignore[union-attr]
    book.active.append(["Sở Y tế", "sở", 12, date(2025, 3, 1), datetime(2026, 3, 1, 8, 30), 1.5])  # type: ignore[union-attr]  # noqa: DTZ001
    book.save(tmp_path / "a.xlsx")
    (told,) = read_table((tmp_path / "a.xlsx").read_bytes(), "a.XLSX")
    assert told.cells == {
        "ten": "Sở Y tế", "loai": "sở", "ma": "12", "tu_ngay": "2025-03-01", "den_ngay": "2026-03-01", "he_so": "1.5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "tiêu đề"),
        (b" , \n", "a.csv", "tiêu đề"),
        (b"\xff\xfe", "a.csv", "UTF-8"),
        (b'"' + b"x" * 200_000, "a.csv", "hỏng"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.csv", "5 MB"),
        (b"ten\n" + b"x\n" * 20_001, "a.csv", "20000 dòng"),
        (b"not excel", "a.xlsx", "Excel"),
        (b"PK\x05\x06" + bytes(18), "a.xlsx", "Excel"),
        (BOMB, "a.xlsx", "giải nén"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_table(data, name)
