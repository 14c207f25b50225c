"""Names of a plan: which agency, which owner of a duty, which audience, which area; titles and deadlines. Pure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.plans.model import Head, Period, Plan
from soat.programmes.services.reading.headline import title_of, year_of
from soat.programmes.services.reading.parties import Areas, audience_of, names, owner_of
from soat.programmes.services.reading.rows import due_on


@pytest.mark.parametrize(
    ("party", "owner"),
    [
        ("Các đơn vị, địa phương được kiểm tra", "units"),
        ("Các đơn vị, địa phương", "units"),
        ("UBND các xã, phường", "units"),
        ("Các cơ quan báo chí của thành phố", "press"),
        ("Báo và Phát thanh, Truyền hình tỉnh", "press"),
        ("Sở Nội vụ", "standing"),
        ("Phòng Nội vụ", "standing"),
        ("Thành viên Đoàn kiểm tra", "members"),
        ("Các Sở: Tư pháp, Khoa học và Công nghệ", "members"),
        ("Văn phòng UBND tỉnh", "other"),
        ("Sở Công Thương", "other"),
    ],
)
def test_owner_of_a_duty(party: str, owner: str) -> None:
    assert owner_of(party, ["Sở Tư pháp", "Thanh tra tỉnh", ""]) == owner


def test_names_whole_words_only() -> None:
    assert names("cac so: tu phap", "Sở Tư pháp")
    assert not names("cac so: tu phapa", "Sở Tư pháp")
    assert not names("bat ky", "")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (None, []),
        ("các cơ quan, đơn vị", []),
        ("các sở, ban, ngành, UBND các quận, huyện", ["department", "district"]),
        ("UBND cấp huyện", ["district"]),
        ("đối với UBND các xã, phường, đặc khu", ["commune"]),
        ("các sở, ngành và các địa phương", ["department", "district", "commune"]),
        ("các thị xã", ["district"]),
        ("cơ quan chuyên môn, đơn vị sự nghiệp", ["department", "public_unit"]),
        ("lĩnh vực xã hội", []),
    ],
)
def test_audience(words: str | None, kinds: list[str]) -> None:
    assert audience_of(words) == kinds


def test_areas_by_title() -> None:
    titles = ["Công tác chỉ đạo điều hành", "Cải cách thể chế", "Cải cách chế độ công vụ"]
    sections = ["Kết quả cải cách thể chế", "Cải cách tài chính công", ""]
    areas = Areas(titles, sections)
    assert areas.like("KẾT QUẢ CẢI CÁCH THỂ CHẾ") == 1
    assert areas.like("Cải cách tài chính công") is None
    assert areas.like("") is None
    assert Areas([], sections).like("Cải cách thể chế") is None


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=40))
def test_areas_never_fail_and_find_themselves(titles: list[str], other: str) -> None:
    areas = Areas(titles, [other])
    place = areas.like(other)
    assert place is None or 0 <= place < len(titles)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (None, None),
        ("trước khi kiểm tra ít nhất 03 ngày làm việc", None),
        ("trước ngày 30/6/2024", date(2024, 6, 30)),
        ("xong trước tháng 9", date(2024, 9, 30)),
        ("trong năm 2024", None),
    ],
)
def test_deadlines(words: str | None, day: date | None) -> None:
    assert due_on(words, 2024) == day


def plan(title: str | None, text: str = "", kind: str | None = "Kế hoạch", **more: object) -> Plan:
    return Plan(text, Head(None, kind, None, None, None, title, None, (0, 0)), **more)  # type: ignore[arg-type]


def test_title_is_written_as_the_text_writes_it() -> None:
    text = "Ủy ban nhân dân thành phố Hải Phòng, HẢI PHÒNG; các phòng, ban. Phòng, phòng, phòng. Thành phố Hải Phòng"
    read = plan("KIỂM TRA\nCÁC PHÒNG TẠI HẢI PHÒNG", text)
    assert title_of(read) == "Kế hoạch kiểm tra các phòng tại Hải Phòng"
    assert title_of(plan("Kế hoạch kiểm tra công vụ")) == "Kế hoạch kiểm tra công vụ"
    assert title_of(plan("Kiểm tra công vụ", kind=None)) == "Kiểm tra công vụ"
    assert title_of(plan("Kiểm tra", kind="Quyết định")) == "Quyết định Kiểm tra"
    assert title_of(plan(" ")) == "Chương trình kiểm tra chưa có tên"


def test_year() -> None:
    assert year_of(plan("Kiểm tra năm 2026")) == 2026
    assert year_of(plan("Kiểm tra", period=Period(None, date(2025, 2, 1), "", (0, 0)))) == 2025
    assert year_of(plan("Kiểm tra", period=Period(None, None, "", (0, 0)))) is None
    assert year_of(plan(None)) is None


@given(st.text(max_size=80), st.text(max_size=200))
def test_title_always_fits(title: str, text: str) -> None:
    assert 0 < len(title_of(plan(title, text))) <= 500
