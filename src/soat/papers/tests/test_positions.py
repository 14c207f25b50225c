"""Positions in the PDF, read back by pdfium, beside Decree 30/2020/NĐ-CP, Annex I: within 1 mm (requirement D1)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from soat.core.paper.layout import RANGES, TEXT_WIDTH
from soat.core.paper.model import Attachment, Block, Kind, Paper, Urgency
from soat.papers.tests.positions import Page, Placed, read_pages
from soat.papers.tests.samples import KINDS, example, small
from soat.papers.writers import write_pdf

NEAR = 1.0  # mm
TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@cache
def pages(paper: Paper) -> list[Page]:
    return read_pages(write_pdf(paper))


def first(**changed: object) -> Page:
    return pages(small(**changed))[0]


def middle(line: Placed) -> float:
    return (line.left + line.right) / 2


@pytest.mark.parametrize("kind", KINDS)
def test_text_stays_within_the_margins(kind: str) -> None:
    for place, page in enumerate(pages(example(kind))):
        body = page.lines if page.lines[0].baseline > 20 else page.lines[1:]
        assert min(line.left for line in body) >= RANGES["left"][0] - NEAR, place
        assert max(line.right for line in body) <= page.width - RANGES["right"][0] + NEAR
        assert RANGES["top"][0] - NEAR <= min(line.top for line in body) <= RANGES["top"][1] + NEAR
        assert max(line.bottom for line in body) <= page.height - RANGES["bottom"][0] + NEAR


@pytest.mark.parametrize("kind", KINDS)
def test_justified_lines_reach_both_margins(kind: str) -> None:
    page = pages(example(kind))[0]
    assert min(line.left for line in page.lines) == pytest.approx(30, abs=NEAR)
    assert max(line.right for line in page.lines) == pytest.approx(page.width - 20, abs=NEAR)


def test_page_is_a4() -> None:
    page = first()
    assert (page.width, page.height) == pytest.approx((210, 297), abs=0.1)


def test_national_title_and_motto_stand_top_right_one_below_the_other() -> None:
    page = first()
    title, motto = page.line(TITLE), page.line("Độc lập")
    assert (title.size, motto.size) == (12, 13)
    assert title.font == motto.font == "Bold"
    assert title.left > page.width / 2 - 10
    assert title.right <= page.width - 20 + NEAR
    assert middle(title) == pytest.approx(middle(motto), abs=NEAR)


def test_rule_below_the_motto_is_as_long_as_its_line() -> None:
    page = first()
    motto = page.line("Độc lập")
    rule = page.rule_below(motto)
    assert rule.left == pytest.approx(motto.left, abs=NEAR)
    assert rule.right == pytest.approx(motto.right, abs=NEAR)
    assert 0 < rule.top - motto.bottom < 3


@pytest.mark.parametrize("start", ["SỞ NỘI VỤ", "Lịch kiểm tra"])
def test_rule_below_issuer_and_abstract_is_a_third_to_a_half_of_the_line(start: str) -> None:
    page = first()
    line = page.line(start)
    rule = page.rule_below(line)
    low, high = RANGES["rule"]
    assert low <= rule.length / (line.right - line.left) <= high
    assert (rule.left + rule.right) / 2 == pytest.approx(middle(line), abs=NEAR)
    assert 0 < rule.top - line.bottom < 4


def test_superior_is_not_bold_and_issuer_is_both_centred_left() -> None:
    page = first()
    superior, issuer = page.line("ỦY BAN"), page.line("SỞ NỘI VỤ")
    assert (superior.font, issuer.font) == ("Regular", "Bold")
    assert superior.size == issuer.size == 12
    assert middle(superior) == pytest.approx(middle(issuer), abs=NEAR)
    assert superior.baseline < issuer.baseline


def test_number_and_date_stand_on_one_line_below_issuer_and_title() -> None:
    page = first()
    number, date = page.line("Số: 07/TB-SNV"), page.line("Bình Sơn, ngày 05 tháng 02 năm 2026")
    assert number.baseline == pytest.approx(date.baseline, abs=0.1)
    assert (number.size, number.font) == (13, "Regular")
    assert (date.size, date.font) == (13, "Italic")
    assert middle(number) == pytest.approx(middle(page.line("SỞ NỘI VỤ")), abs=NEAR)
    assert middle(date) == pytest.approx(middle(page.line(TITLE)), abs=NEAR)


def test_number_and_date_stay_on_one_line_below_a_long_issuer() -> None:
    page = first(issuer="Ban Chỉ đạo cải cách hành chính và chuyển đổi số tỉnh Bình Sơn")
    assert page.line("Số:").baseline == pytest.approx(page.line("Bình Sơn, ngày").baseline, abs=0.1)


def test_type_and_abstract_are_centred_on_the_page_text() -> None:
    page = first()
    for start in ("THÔNG BÁO", "Lịch kiểm tra"):
        line = page.line(start)
        assert middle(line) == pytest.approx(30 + TEXT_WIDTH / 2, abs=NEAR)
        assert (line.size, line.font) == (14, "Bold")


def test_abstract_of_a_letter_stands_6_pt_below_the_number() -> None:
    page = first(type="", abstract="đôn đốc báo cáo")
    number, abstract = page.line("Số:"), page.line("V/v đôn đốc báo cáo")
    assert middle(abstract) == pytest.approx(middle(number), abs=NEAR)
    assert (abstract.size, abstract.font) == (12, "Regular")
    single_spaced = 12 * 1.15 * 25.4 / 72
    assert abstract.baseline - number.baseline == pytest.approx(single_spaced + 6 * 25.4 / 72, abs=NEAR)


def test_first_lines_are_indented_12_7_mm_with_6_pt_between_paragraphs() -> None:
    page = first()
    one, two = page.line("Nội dung"), page.line("1. Khoản")
    last = page.lines[page.lines.index(two) - 1]
    assert one.left == pytest.approx(30 + 12.7, abs=NEAR)
    assert two.left == pytest.approx(30 + 12.7, abs=NEAR)
    assert last.left == pytest.approx(30, abs=NEAR)
    line_to_line = last.baseline - page.lines[page.lines.index(last) - 1].baseline
    assert two.baseline - last.baseline - line_to_line == pytest.approx(6 * 25.4 / 72, abs=0.1)
    assert 1.15 * 14 <= line_to_line / (25.4 / 72) <= 1.5 * 1.15 * 14


def test_several_addressees_have_their_dashes_below_the_colon() -> None:
    page = first(type="", addressees=("Sở Y tế", "Sở Xây dựng;"))
    lead, one, two = page.line("Kính gửi:"), page.line("- Sở Y tế;"), page.line("- Sở Xây dựng.")
    assert one.left == two.left == pytest.approx(lead.right, abs=NEAR)


def test_one_addressee_stands_on_the_same_line() -> None:
    line = first(type="", addressees=("Sở Y tế",)).line("Kính gửi: Sở Y tế")
    assert middle(line) == pytest.approx(30 + TEXT_WIDTH / 2, abs=NEAR)


def test_signature_stands_in_the_right_half_recipients_level_with_the_office() -> None:
    page = first()
    office, name, lead = page.line("GIÁM ĐỐC"), page.line("Nguyễn Thị"), page.line("Nơi nhận:")
    assert middle(office) == pytest.approx(30 + TEXT_WIDTH * 3 / 4, abs=NEAR)
    assert middle(name) == pytest.approx(middle(office), abs=NEAR)
    assert lead.baseline == pytest.approx(office.baseline, abs=NEAR)
    assert lead.left == pytest.approx(30, abs=NEAR)
    assert (lead.size, lead.font) == (12, "BoldItalic")
    item = page.line("- Lưu: VT, CCHC.")
    assert (item.size, item.left) == (11, pytest.approx(30, abs=NEAR))
    assert page.line("- Như trên;").baseline < item.baseline
    assert name.baseline - office.baseline > 20


def test_page_numbers_stand_centred_in_the_top_margin_from_page_2_and_begin_anew_in_annexes() -> None:
    text = Block(Kind.PARAGRAPH, "Nội dung của đoạn văn này khá dài. " * 40)
    long = Attachment("Danh mục", (text,) * 8)
    paper = small(body=(text,) * 8, attachments=(long, replace(long, landscape=True)))
    shown, starts = [], 0
    for page in pages(paper):
        head = page.lines[0]
        if head.baseline < 20:
            assert middle(head) == pytest.approx(30 + (page.width - 50) / 2, abs=NEAR)
            assert (head.size, head.font) == (14, "Regular")
            assert 8 < head.top < head.bottom < 18
            shown.append(int(head.text))
        else:
            starts += 1
            shown.append(1)
    assert starts == 3
    assert shown[:3] == [1, 2, 3]
    assert all(later == earlier + 1 or later == 1 for earlier, later in pairwise(shown))


def test_annexes_are_numbered_in_roman_and_lie_on_their_side_where_asked() -> None:
    text = (Block(Kind.PARAGRAPH, "Một đoạn."),)
    read = pages(
        small(attachments=(Attachment("Bảng một", text), Attachment("Bảng hai", text, landscape=True)))
    )
    assert [page.lines[0].text for page in read[1:]] == ["Phụ lục I", "Phụ lục II"]
    assert [page.lines[1].text for page in read[1:]] == ["BẢNG MỘT", "BẢNG HAI"]
    assert read[1].width < read[1].height
    assert (read[2].width, read[2].height) == pytest.approx((297, 210), abs=0.1)
    assert middle(read[2].lines[0]) == pytest.approx(30 + 247 / 2, abs=NEAR)


@pytest.mark.parametrize(
    ("urgency", "width"), [(Urgency.URGENT, 20), (Urgency.VERY_URGENT, 40), (Urgency.IMMEDIATE, 30)]
)
def test_urgency_stands_below_the_number(urgency: Urgency, width: float) -> None:
    page = first(urgency=urgency)
    stamp, number = page.line(urgency), page.line("Số:")
    assert middle(stamp) == pytest.approx(middle(number), abs=NEAR)
    assert stamp.baseline > number.baseline
    assert (stamp.size, stamp.font) == (13, "Bold")
    assert stamp.right - stamp.left < width
