"""PDF/A-2b of every example by a validator that is not the writer; user text stays text; fonts cover Vietnamese."""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import typst

from soat.core.errors import DomainError
from soat.core.paper.model import Block, Column, Kind, Paper, Signature, Table
from soat.papers.tests.positions import read_pages
from soat.papers.tests.samples import KINDS, example, small
from soat.papers.writers import fonts as fonts_module
from soat.papers.writers import pdf as writer
from soat.papers.writers import write_pdf
from soat.papers.writers.fonts import FAMILIES, NoFont, choose, fonts
from soat.papers.writers.pdf import Unprintable
from soat.papers.writers.streams import with_clear_ends

VIETNAMESE = "Ự Ỗ Ẵ ễ ợ Đ đ Ấ ầ Ể ỹ Ỵ ơ Ư – — “ ” … ½ ² ° ≥ ≤ × • §"
LITERAL = "#let x = 1 *đậm* _nghiêng_ $y$ @ref <nhan> // /* `mã` \\ = Đầu [a] {b} &amp; <w:t> ~ --- \"q\" 'q'"


def text_of(paper: Paper) -> str:
    return "\n".join(page.text for page in read_pages(write_pdf(paper)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_pdf_a_2b(kind: str) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed: run make setup")
    report = page.validate_pdf_bytes(write_pdf(example(kind)), profile="2b")
    assert report.is_compliant, [failure.message for failure in report.failures]
    assert report.rules.total > 100


def test_the_validator_sees_what_is_wrong() -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed: run make setup")
    assert not page.is_pdf_compliant_bytes(typst.compile(b"= A"), profile="2b")


def test_streams_that_end_with_a_carriage_return_stay_valid() -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed: run make setup")
    for number in range(500):
        written = write_pdf(small(number=str(number), abstract=f"Lịch số {number * 7919}"))
        if b"\r\r\nendstream" in written:
            assert page.is_pdf_compliant_bytes(written, profile="2b")
            assert f"Lịch số {number * 7919}" in read_pages(written)[0].text
            return
    pytest.fail("no such stream among 500 papers: the guard is untested")


def test_clear_ends_move_the_table() -> None:
    first = b"%PDF\n1 0 obj\nstream\nab\r\nendstream\nendobj\n"
    second = b"2 0 obj\nendobj\n"
    table = b"xref\n0 3\n0000000000 65535 f\r\n0000000005 00000 n\r\n%010d 00000 n\r\ntrailer\nstartxref\n%d\n%%%%EOF"
    before = first + second + table % (len(first), len(first + second))
    longer = first.replace(b"ab\r\n", b"ab\r\r\n")
    assert with_clear_ends(before) == longer + second + table % (len(longer), len(longer + second))
    assert with_clear_ends(second) == second


def test_conformance_fonts_and_colour_are_in_the_file() -> None:
    written = write_pdf(example("ke-hoach"))
    assert written.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in written
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in written
    assert b"/GTS_PDFA1" in written
    assert b"/Encrypt" not in written
    assert b"/JavaScript" not in written
    descriptors = len(re.findall(rb"/Type\s*/FontDescriptor", written))
    assert descriptors == len(re.findall(rb"/FontFile[23] ", written)) > 0


def test_user_text_is_text() -> None:
    cell = Table((Column(LITERAL),), ((LITERAL,),), total=(LITERAL,))
    paper = small(
        body=(Block(Kind.PARAGRAPH, LITERAL), cell),
        recipients=(LITERAL,),
        signatures=(Signature(LITERAL, LITERAL),),
    )
    found = re.sub(r"\s", "", text_of(paper))
    bare = re.sub(r"\s", "", LITERAL)
    assert found.count(bare) >= 5


@pytest.mark.parametrize("style", ["body", "abstract", "ground", "recipients"])
def test_every_style_has_vietnamese_letters(style: str) -> None:
    shown = {
        "body": small(body=(Block(Kind.PARAGRAPH, VIETNAMESE),)),
        "abstract": small(abstract=VIETNAMESE),
        "ground": small(grounds=(VIETNAMESE,)),
        "recipients": small(recipients=(VIETNAMESE,)),
    }[style]
    assert re.sub(r"\s", "", VIETNAMESE) in re.sub(r"\s", "", text_of(shown))


def test_control_marks_and_nul_are_dropped() -> None:
    assert "Sở Y tế" in text_of(small(body=(Block(Kind.PARAGRAPH, "Sở\x00 \x1bY\u202e\ud800 tế"),)))


@pytest.mark.parametrize("letter", ["🙂", "汉"])
def test_a_letter_without_a_glyph_is_named_and_the_writer_goes_on(letter: str) -> None:
    with pytest.raises(Unprintable, match=f"không có ký tự “{letter}”"):
        write_pdf(small(abstract=f"Lịch {letter}"))
    assert text_of(small())


def test_another_failure_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> bytes:
        error = typst.TypstError("kaputt")
        error.message = "kaputt"
        raise error

    monkeypatch.setattr(writer, "_compiler", lambda: SimpleNamespace(compile=fail))
    with pytest.raises(DomainError, match="Không dựng được PDF"):
        write_pdf(small())


def test_same_paper_same_bytes_in_every_thread() -> None:
    with ThreadPoolExecutor(4) as pool:
        written = set(pool.map(write_pdf, [small()] * 12))
    assert len(written) == 1


def test_papers_of_many_threads_are_not_mixed_up() -> None:
    papers = [small(abstract=f"Lịch số {number}") for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for number, written in enumerate(pool.map(write_pdf, papers)):
            assert f"Lịch số {number}\n" in read_pages(written)[0].text + "\n"


def test_a_long_table_repeats_its_head_and_loses_no_row() -> None:
    rows = tuple((str(number), f"Đơn vị số {number}") for number in range(1, 151))
    table = Table((Column("Thứ tự"), Column("Tên đơn vị", 4)), rows)
    pages = read_pages(write_pdf(small(body=(table,))))
    assert len(pages) > 3
    full = [page for page in pages if "Đơn vị số" in page.text]
    assert all("Tên đơn vị" in page.text for page in full)
    found = "\n".join(page.text for page in pages) + "\n"
    assert all(f"Đơn vị số {number}\n" in found for number in range(1, 151))


def test_a_cell_longer_than_a_page_breaks() -> None:
    table = Table((Column("Nội dung"),), (("Một câu khá dài trong ô. " * 400,),))
    assert len(read_pages(write_pdf(small(body=(table,))))) > 1


def test_a_word_without_spaces_does_not_hang_the_writer() -> None:
    assert write_pdf(small(abstract="x" * 3000, issuer="Ủ" * 500, symbol="K" * 200))


@pytest.mark.parametrize("count", [40, 41, 100])
def test_no_recipient_is_lost_below_the_page(count: int) -> None:
    pages = read_pages(write_pdf(small(recipients=tuple(f"Sở số {number}" for number in range(count)))))
    assert sum(page.text.count("Sở số") for page in pages) == count
    assert max(line.bottom for page in pages for line in page.lines) <= 277


def test_a_word_beyond_what_pdf_can_hold_is_refused_with_a_sentence() -> None:
    with pytest.raises(Unprintable, match="Hãy thêm dấu cách"):
        write_pdf(small(body=(Block(Kind.PARAGRAPH, "x" * 100_000),)))


def test_piles_of_accents_do_not_end_the_process() -> None:
    assert write_pdf(small(abstract="a" + "\u0301" * 50_000))


def test_a_panic_of_the_typesetter_is_a_sentence_other_ends_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def fail(error: BaseException) -> None:
        def compile_(**_: object) -> bytes:
            raise error

        monkeypatch.setattr(writer, "_compiler", lambda: SimpleNamespace(compile=compile_))

    fail(PanicException("byte index"))
    with pytest.raises(DomainError, match="byte index"):
        write_pdf(small())
    fail(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_pdf(small())


def test_times_new_roman_goes_before_liberation_before_tinos() -> None:
    def found(*names: str) -> SimpleNamespace:
        styles = [(style, weight) for style in ("normal", "italic") for weight in (400, 700)]
        listed = [
            SimpleNamespace(family=name, style=style, weight=weight)
            for name in names
            for style, weight in styles
        ]
        return SimpleNamespace(fonts=lambda: listed)

    def prints(name: str) -> bool:
        return name != "Liberation Serif" or whole

    whole = True
    assert choose(found("Tinos", "Times New Roman", "Arial"), prints) == FAMILIES[0]
    assert choose(found("Tinos", "Liberation Serif"), prints) == FAMILIES[1]
    assert choose(found("Tinos"), prints) == FAMILIES[2]
    whole = False
    assert choose(found("Tinos", "Liberation Serif"), prints) == FAMILIES[2]
    for without in (found("Arial"), found("Liberation Serif")):
        with pytest.raises(NoFont, match="make run"):
            choose(without, prints)


def test_a_family_without_vietnamese_letters_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts_module._prints_vietnamese("Tinos")
    assert "Ủ" in fonts_module._ALPHABET
    assert len(fonts_module._ALPHABET) == 2 * (12 * 6 + 1)
    monkeypatch.setattr(fonts_module, "_ALPHABET", "aă汉")
    assert not fonts_module._prints_vietnamese("Tinos")


def test_the_built_front_end_brings_tinos() -> None:
    assert "Tinos" in fonts().families(), "build the front end: make run"


def test_streams_are_whole() -> None:
    written = write_pdf(example("ke-hoach"))
    lengths = re.finditer(rb"/Length (\d+)[^>]*?/Filter\s*/FlateDecode[^>]*>>\s*stream\n", written)
    whole = [zlib.decompress(written[match.end() : match.end() + int(match[1])]) for match in lengths]
    assert len(whole) > 5
