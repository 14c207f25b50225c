"""What the words around document numbers say, lists, named projects, the sample: requirements L1, L2."""

from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.citations import distinct, find_all, find_citations, find_named

SAMPLE = (files("soat") / "samples" / "ke-hoach-97-2024.txt").read_text(encoding="utf-8")
PLAN = SAMPLE[SAMPLE.index("ỦY BAN NHÂN DÂN | CỘNG") : SAMPLE.index("(Số liệu báo cáo tính từ")]
CITED_BY_PLAN = [
    "97/KH-UBND",
    "4791/QĐ-UBND",
    "243/KH-UBND",
    "268/KH-UBND",
    "20/2008/NĐ-CP",
    "63/2010/NĐ-CP",
    "48/2013/NĐ-CP",
    "92/2017/NĐ-CP",
    "61/2018/NĐ-CP",
    "45/2020/NĐ-CP",
    "107/2021/NĐ-CP",
    "02/2017/TT-VPCP",
    "01/2018/TT-VPCP",
    "31/KH-UBND",
    "57/KH-UBND",
    "77/KH-UBND",
    "04/NQ-CP",
    "30/2020/NĐ-CP",
    "334/QĐ-UBND",
    "325/KH-UBND",
    "93/KH-UBND",
    "56/QĐ-UBND",
    "2029/2015/QĐ-UBND",
    "07/2022/NQ-HĐND",
    "131/NQ-CP",
    "05/CT-TTg",
    "259/KH-UBND",
    "302/QĐ-UBND",
]
ONLY_LISTED = [
    "10/2018/NQ-HĐND",
    "442/KH-UBND",
    "3648/KH-UBND",
    "1839/KH-UBND",
    "854/QĐ-UBND",
    "300/KH-UBND",
    "250/KH-UBND",
    "520/QĐ-UBND",
    "1156/QĐ-UBND",
    "1871/KH-UBND",
]

CONTEXT = [
    # text, date, year, issuer, title of its first number
    ("số 97/KH-UBND ngày 05 tháng 3 năm 2020", date(2020, 3, 5), 2020, "Ủy ban nhân dân", None),
    ("97/KH-UBND | Hải Phòng, ngày 16 tháng 4 năm 2024 |", date(2024, 4, 16), 2024, "Ủy ban nhân dân", None),
    ("Số: 9/KH-UBND\nLào Cai, ngày   tháng   năm 2024", None, 2024, "Ủy ban nhân dân", None),
    ("9/KH-UBND ngày 31/02/2024", None, 2024, "Ủy ban nhân dân", None),
    ("9/KH-UBND năm 2022", None, 2022, "Ủy ban nhân dân", None),
    ("20/2008/NĐ-CP", None, 2008, "Chính phủ", None),
    ("05/98/TT-BNV", None, 1998, "Bộ Nội vụ", None),
    (
        "26/CT-TTg của Thủ tướng Chính phủ ngày 05/9/2016 về nâng cao hiệu lực.",
        date(2016, 9, 5), 2016, "Thủ tướng Chính phủ", "về nâng cao hiệu lực",
    ),
    (
        "302/QĐ-UBND ngày 30/01/2024 của Ủy ban nhân dân thành phố ban hành kế hoạch (năm 2024); sở",
        date(2024, 1, 30), 2024, "Ủy ban nhân dân thành phố", "ban hành kế hoạch (năm 2024)",
    ),
    (
        "(Kèm theo Kế hoạch số 97/KH-UBND ngày 16/4/2024 của UỶ BAN NHÂN DÂN TỈNH LÀO CAI VỀ VIỆC KIỂM TRA)",
        date(2024, 4, 16), 2024, "Ủy ban nhân dân tỉnh Lào Cai", "VỀ VIỆC KIỂM TRA",
    ),
    ("9/KH-UBND của UBND TP. Huế", None, None, "Ủy ban nhân dân thành phố Huế", None),
    ("9/KH-UBND của Chủ tịch UBND huyện Tiên Lãng",
     None, None, "Chủ tịch Ủy ban nhân dân huyện Tiên Lãng", None),
    ("9/NQ-HĐND của HĐND tỉnh Bà Rịa - Vũng Tàu",
     None, None, "Hội đồng nhân dân tỉnh Bà Rịa - Vũng Tàu", None),
    ("9/KH-UBND của thành phố Cần Thơ", None, None, "Ủy ban nhân dân thành phố Cần Thơ", None),
    ("số 9/KH-XYZT của tỉnh Cà Mau", None, None, None, None),
    ("9/KH-UBND của UBND tỉnh về hợp tác với tỉnh Hà Nam",
     None, None, "Ủy ban nhân dân tỉnh", "về hợp tác với tỉnh Hà Nam"),
    ("9/KH-UBND của UBND tỉnh về cải cách\ncủa tỉnh Hà Nam.",
     None, None, "Ủy ban nhân dân tỉnh Hà Nam", "về cải cách của tỉnh Hà Nam"),
    ("9/KH-UBND của UBND huyện về cải cách của tỉnh Hà Nam",
     None, None, "Ủy ban nhân dân huyện", "về cải cách của tỉnh Hà Nam"),
    ("9/KH-UBND về cải cách tại xã Tân Hội", None, None, "Ủy ban nhân dân", "về cải cách tại xã Tân Hội"),
    ("9/KH-UBND về một việc\nĐiều 2", None, None, "Ủy ban nhân dân", "về một việc"),
    ("9/KH-UBND về một việc , ; hai", None, None, "Ủy ban nhân dân", "về một việc"),
    ("9/KH-UBND về", None, None, "Ủy ban nhân dân", "về"),
    ("- 3Kế hoạch 1839/KH-UBND kiểm tra; công vụ năm 2024 do tỉnh Quảng Nam ban hành\n- 4", None, None,
     "Ủy ban nhân dân tỉnh Quảng Nam", "kiểm tra; công vụ năm 2024"),
    ("- 3Kế hoạch 1839/KH-UBND", None, None, "Ủy ban nhân dân", None),
    ("18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương",
     date(2017, 10, 25), 2017, "Ban Chấp hành Trung ương", None),
    ("Kế hoạch của UBND tỉnh Sơn La số 9/KH-UBND", None, None, "Ủy ban nhân dân tỉnh Sơn La", None),
    ("QĐ766 ngày 23/6/2022 của Thủ tướng Chính phủ", date(2022, 6, 23), 2022, "Thủ tướng Chính phủ", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when", "year", "issuer", "title"), CONTEXT)
def test_context(text, when, year, issuer, title):
    found = find_citations(text)[0]
    assert (found.date, found.year, found.issuer, found.title) == (when, year, issuer, title)


LISTS = [
    (
        "các Nghị định của Chính phủ: số 20/2008/NĐ-CP, số 63/2010/NĐ-CP,48/2013/NĐ-CP",
        [("20/2008/NĐ-CP", "Nghị định", "Chính phủ"), ("63/2010/NĐ-CP", "Nghị định", "Chính phủ"),
         ("48/2013/NĐ-CP", "Nghị định", "Chính phủ")],
    ),
    (
        "các Kế hoạch của Ủy ban nhân dân tỉnh Lào Cai: số 31/KH-UBND, số 57/KH-UBND",
        [("31/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai"),
         ("57/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai")],
    ),
    (
        "Kế hoạch số 31/KH-UBND và số 57/KH-UBND của UBND tỉnh Lào Cai",
        [("31/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai"),
         ("57/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai")],
    ),
    (
        "văn bản của Ủy ban nhân dân thành phố: Kế hoạch số 243/KH-UBND ngày 21/9/2023 về A; Kế hoạch số"
        " 268/KH-UBND ngày 30/11/2022 về B",
        [("243/KH-UBND", "Kế hoạch", "Ủy ban nhân dân thành phố"),
         ("268/KH-UBND", "Kế hoạch", "Ủy ban nhân dân thành phố")],
    ),
    (
        "Luật số 45/2019/QH14, 22/2023/QH15,42/2013/QH13",
        [("45/2019/QH14", "Luật", "Quốc hội"), ("22/2023/QH15", "Luật", "Quốc hội"),
         ("42/2013/QH13", "Luật", "Quốc hội")],
    ),
    (
        "Nghị quyết số 76/NQ-CP và 97/KH-UBND của UBND tỉnh Lào Cai",
        [("76/NQ-CP", "Nghị quyết", "Chính phủ"), ("97/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_lists_share_their_words(text, expected):
    assert [(one.number, one.type, one.issuer) for one in find_citations(text)] == expected


def test_title_ends_where_the_next_of_a_list_begins():
    text = "Quyết định số 5/QĐ-UBND về A và B, Quyết định số 6/QĐ-UBND về C; nghị quyết số 7/NQ-CP"
    assert [one.title for one in find_citations(text)] == ["về A và B", "về C", None]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Đề án 06", ["Đề án 06"]),
        ("(Đề án số 6)", ["Đề án 06"]),
        ("ĐỀ ÁN 06/CP và Đề án 06 năm 2024", ["Đề án 06", "Đề án 06"]),
        ("Đề án\n1893.", ["Đề án 1893"]),
        ("Đề án 6", []),
        ("Đề án 10 năm", []),
        ("Đề án số 06/ĐA-UBND", []),
        ("Đề án vị trí việc làm", []),
    ],
)
def test_named(text, numbers):
    assert [(one.number, one.type) for one in find_named(text)] == [(number, "Đề án") for number in numbers]


def test_all_in_text_order():
    text = "Kế hoạch 9/KH-UBND thực hiện Đề án 06 và QĐ820"
    assert [one.number for one in find_all(text)] == ["9/KH-UBND", "Đề án 06", "820/QĐ"]


def test_sample_plan_and_outline_cite_28_documents():
    assert {one.number for one in find_citations(PLAN)} == set(CITED_BY_PLAN)
    assert len(distinct(find_citations(PLAN))) == len(CITED_BY_PLAN) == 28


def test_whole_sample_cites_38_documents():
    found = find_citations(SAMPLE)
    assert {one.number for one in found} == {*CITED_BY_PLAN, *ONLY_LISTED}
    documents = distinct(found)
    assert len(documents) == 38
    assert all(one.type and one.issuer for one in documents)
    assert {one.number for one in find_named(SAMPLE)} == {"Đề án 06"}


def test_forty_times_the_text_has_forty_times_the_citations():
    assert len(find_all(SAMPLE * 40)) == 40 * len(find_all(SAMPLE))


@pytest.mark.parametrize(
    "text",
    [
        "1/" * 50_000, "1/" + "a" * 100_000, "Quyết định số" + " " * 100_000, "a" + "\u0301\u0323" * 50_000,
        "97/KH-UBND về " + "(" * 100_000, "97/" + "QĐ" * 50_000, "97/KH-" + "A-" * 50_000, "của Bộ " * 20_000,
        "Đề án số" + " " * 100_000, "1.234/" * 20_000, "\n" * 100_000, "97/KH-UBND," * 5_000,
    ],
)  # fmt: skip
def test_hostile_text_is_read_to_the_end(text):
    """How long it takes is a figure of `make bench`."""
    assert all(text[slice(*one.span)].strip() for one in find_all(text))


@given(
    st.lists(
        st.sampled_from(
            ["97", "/", "-", "KH", "UBND", "QĐ", "số ", "Đề án ", " ", "\n", "2020", "ngày 1/2/2020"]
        )
        | st.sampled_from(
            [" về ", "của ", "UBND tỉnh A ", "; ", "(", ")", "&", ".", "c", "\u0323", "NĐ-CP", "TTg"]
        )
        | st.text(max_size=4),
        max_size=30,
    ).map("".join)
)
def test_any_text_gives_spans_of_that_text(text):
    found = find_all(text)
    assert all(text[slice(*one.span)] == one.text for one in found)
    assert found == sorted(found, key=lambda one: one.span)
    numbered = find_citations(text)
    assert all(one.span[1] <= other.span[0] for one, other in pairwise(numbered))
    assert len(distinct(found)) <= len(found)
