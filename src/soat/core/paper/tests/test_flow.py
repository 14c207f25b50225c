"""What stands where: numbering, lists, heads of tables, signatures, annexes."""

from __future__ import annotations

from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from soat.core.paper.body import body_shapes
from soat.core.paper.flow import layout_of
from soat.core.paper.formats import PaperDate
from soat.core.paper.model import Attachment, Authority, Block, Column, Kind, Paper, Signature, Table, Urgency
from soat.core.paper.numbering import Numbering
from soat.core.paper.shapes import Columns, Grid, Line, Shape, Stamp


def paper(**changed: Any) -> Paper:
    given: dict[str, Any] = {
        "issuer": "Sở Nội vụ", "symbol": "TB-SNV", "place": "Bình Sơn",
        "date": PaperDate(2026, 2), "abstract": "Lịch", "type": "Thông báo",
    }  # fmt: skip
    return Paper(**given | changed)


def texts(shapes: tuple[Shape, ...] | list[Shape]) -> list[str]:
    """All texts in order, columns left before right."""
    found: list[str] = []
    for shape in shapes:
        if isinstance(shape, Line):
            found.append("".join(run.text for run in shape.runs))
        elif isinstance(shape, Columns):
            found += [*texts(shape.left), *texts(shape.right)]
        elif isinstance(shape, Grid):
            found += chain(
                (text for text, _, _ in shape.groups),
                (text or "" for text in shape.head),
                *shape.rows,
                shape.total,
            )
        elif isinstance(shape, Stamp):
            found.append(shape.text)
    return found


def main_texts(**changed: Any) -> list[str]:
    return texts(layout_of(paper(**changed)).sections[0].shapes)


def labels(*kinds: str) -> list[str]:
    numbering = Numbering()
    return [numbering.label(Block(Kind(kind), "x")) for kind in kinds]


def test_numbers_run_and_begin_anew() -> None:
    assert labels("part", "chapter", "section", "article", "clause", "point", "point", "clause", "point") == [
        "Phần I", "Chương I", "Mục 1", "Điều 1.", "1.", "a)", "b)", "2.", "a)",
    ]  # fmt: skip
    unit = ("chapter", "section", "subsection", "article")
    assert labels(*unit, *unit, "clause") == [
        "Chương I", "Mục 1", "Tiểu mục 1", "Điều 1.", "Chương II", "Mục 1", "Tiểu mục 1", "Điều 2.", "1.",
    ]  # fmt: skip
    assert labels("heading", "clause", "clause", "heading", "clause", "paragraph", "bullet", "clause") == [
        "I.", "1.", "2.", "II.", "1.", "", "-", "2.",
    ]  # fmt: skip


def test_a_given_number_goes_on_from_there() -> None:
    numbering = Numbering()
    assert [numbering.label(Block(Kind.ARTICLE, number=number)) for number in (None, 7, None)] == [
        "Điều 1.",
        "Điều 7.",
        "Điều 8.",
    ]


def test_annexes_number_their_own_blocks() -> None:
    clause = (Block(Kind.CLAUSE, "Một."),)
    layout = layout_of(paper(body=clause, attachments=(Attachment("A", clause),)))
    assert texts(layout.sections[1].shapes) == ["Phụ lục", "A", "1. Một."]


def test_annexes_are_numbered_when_there_are_two_and_say_what_they_go_with() -> None:
    layout = layout_of(
        paper(attachments=(Attachment("Một", (), "(Kèm theo)"), Attachment("Hai", (), landscape=True)))
    )
    assert texts(layout.sections[1].shapes) == ["Phụ lục I", "MỘT", "(Kèm theo)"]
    assert texts(layout.sections[2].shapes) == ["Phụ lục II", "HAI"]
    assert [section.landscape for section in layout.sections] == [False, False, True]


def test_blocks_with_and_without_titles() -> None:
    shapes = body_shapes(
        [
            Block(Kind.CHAPTER, "Mở đầu.", "Quy định chung"),
            Block(Kind.SECTION),
            Block(Kind.ARTICLE, "Một.\nHai.", "Phạm vi"),
            Block(Kind.ARTICLE, "Ba.\nBốn."),
            Block(Kind.CLAUSE, title="Đối tượng"),
            Block(Kind.POINT, title="Sở"),
            Block(Kind.HEADING, title="Tổ chức"),
            Block(Kind.PARAGRAPH, title="Không số"),
            Block(Kind.PARAGRAPH),
        ],
        160,
    )
    assert texts(shapes) == [
        "Chương I", "QUY ĐỊNH CHUNG", "Mở đầu.", "Mục 1", "Điều 1. Phạm vi", "Một.", "Hai.", "Điều 2. Ba.", "Bốn.",
        "1. Đối tượng", "a) Sở", "I. TỔ CHỨC", "Không số", "",
    ]  # fmt: skip
    lines = [shape for shape in shapes if isinstance(shape, Line)]
    assert [line.runs[0].bold for line in lines] == [
        True, True, False, True, True, False, False, True, False, True, False, True, True, False,
    ]  # fmt: skip
    assert [run.bold for run in lines[7].runs] == [True, False]
    assert all(line.keep for line in lines if line.level)


def test_heads_of_tables() -> None:
    columns = (Column("", 1), Column("Sở", 2), Column("Xã", 1))
    (grid,) = body_shapes([Table(columns, (("1", "2", "3"),), groups=(("TT", 1), ("Số", 2)))], 160)
    assert isinstance(grid, Grid)
    assert grid.groups == (("TT", 1, 2), ("Số", 2, 1))
    assert grid.head == (None, "Sở", "Xã")
    assert grid.widths == (40, 80, 40)
    caption, _ = body_shapes([Table((Column("A"),), (), caption="Bảng")], 160)
    assert texts([caption]) == ["Bảng"]


def test_head_of_a_decision() -> None:
    found = main_texts(
        superior="UBND tỉnh",
        number="5",
        competence="Giám đốc",
        grounds=("Căn cứ A.", "Căn cứ B"),
        enacting="Quyết định:",
    )
    assert found == [
        "UBND TỈNH", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/TB-SNV", f"Bình Sơn, {PaperDate(2026, 2)}", "THÔNG BÁO", "Lịch", "GIÁM ĐỐC", "Căn cứ A;", "Căn cứ B.",
        "QUYẾT ĐỊNH:",
    ]  # fmt: skip


def test_letter_has_its_abstract_and_stamp_below_the_number() -> None:
    found = main_texts(type="", urgency=Urgency.IMMEDIATE, addressees=("A.", "B"))
    assert found[-5:] == ["V/v Lịch", "HỎA TỐC", "Kính gửi:", "- A;", "- B."]
    assert "V/v" not in " ".join(main_texts(abstract="", urgency=Urgency.URGENT))


def test_a_long_addressee_hangs_beside_the_words() -> None:
    lines = [
        shape
        for shape in layout_of(paper(addressees=("Ủy ban nhân dân " * 8,))).sections[0].shapes
        if isinstance(shape, Line)
    ]
    assert lines[-1].left == -lines[-1].first > 0
    assert main_texts(addressees=("Sở Y tế;",))[-1] == "Kính gửi: Sở Y tế"


def test_one_signer_stands_beside_the_recipients() -> None:
    signature = Signature(
        "Phó Chủ tịch",
        "Lê A",
        ((Authority.COLLECTIVE, "Ủy ban nhân dân"), (Authority.DEPUTY, "Chủ tịch")),
        "(Ký)",
    )
    foot = (
        layout_of(
            paper(body=(Block(Kind.PARAGRAPH, "Hết."),), signatures=(signature,), recipients=("A", "Lưu: VT"))
        )
        .sections[0]
        .shapes[-2:]
    )
    assert isinstance(foot[0], Line)
    assert foot[0].keep
    assert texts(foot)[1:] == [
        "Nơi nhận:", "- A;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Ký)", "Lê A",
    ]  # fmt: skip


def test_several_sides_sign_in_pairs_above_the_recipients() -> None:
    signers = tuple(Signature(office) for office in ("A", "B", "C"))
    table = Table((Column("x"),), ())
    shapes = layout_of(paper(body=(table,), signatures=signers, recipients=("Lưu",))).sections[0].shapes
    assert [(len(shape.left), len(shape.right)) for shape in shapes[-3:] if isinstance(shape, Columns)] == [
        (2, 2),
        (0, 2),
        (2, 0),
    ]


def test_without_signer_and_recipients_there_is_no_foot() -> None:
    layout = layout_of(paper(landscape=True))
    assert layout.sections[0].landscape
    assert not isinstance(layout.sections[0].shapes[-1], Columns)
    assert main_texts(signatures=(Signature("A", "B"),))[-2:] == ["A", "B"]


def test_about_the_file() -> None:
    layout = layout_of(paper(abstract="Lịch\nkiểm tra", issuer="Sở\nNội vụ"))
    assert (layout.title, layout.author, layout.day) == ("Thông báo Lịch kiểm tra", "Sở Nội vụ", (2026, 2, 1))


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
def test_any_text_is_laid_out_and_nothing_printable_is_lost(text: str, kind: Kind) -> None:
    found = "".join(texts(body_shapes([Block(kind, text)], 160)))
    assert all(letter in found for letter in text if letter.isalnum() and letter.isascii())
