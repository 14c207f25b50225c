# ruff: noqa: E501 (lines of plans stay whole)
"""Styles met in further plans: columns set with blanks, several names under one prefix, quarters, inferred values (G1, G2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from soat.core.plans import reader
from soat.core.plans.columns import Columns
from soat.core.plans.model import Citation, Outline, Plan
from soat.core.plans.outline import read_outline
from soat.core.plans.reader import read
from soat.core.plans.tests.fragments import plan_with

TWO_COLUMNS = """\
      UBND TỈNH AN BÌNH                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
         SỞ NỘI VỤ\t\t\tĐộc lập - Tự do - Hạnh phúc
     ----------------                       ---------------------
     Số:       /KH-SNV                 An Bình, ngày      tháng 3 năm 2025

                             KẾ HOẠCH
             Kiểm tra công tác cải cách hành chính năm 2025
     I. MỤC ĐÍCH
     1. Đánh giá   kết quả.
     II. TỔ CHỨC THỰC HIỆN
     1. Văn phòng Sở: tổng hợp.

Nơi nhận:                            KT. GIÁM ĐỐC
- Như trên;                          PHÓ GIÁM ĐỐC
- Giám đốc Sở    (để báo cáo);
- Lưu: VT.\t\t\t\tNguyễn Văn Nam
"""


def test_head_and_signature_set_in_two_columns() -> None:
    plan = read(TWO_COLUMNS)
    head = plan.document
    assert (head.issuer, head.number, head.place, head.signer) == (
        "Sở Nội vụ",
        None,
        "An Bình",
        "Nguyễn Văn Nam",
    )
    assert plan.text[slice(*head.spans["signer"])] == "Nguyễn Văn Nam"
    assert plan.text[slice(*head.spans["issuer"])] == "SỞ NỘI VỤ"
    assert [purpose.text for purpose in plan.purposes] == ["Đánh giá kết quả."]
    assert plan.unplaced == []


@pytest.mark.parametrize(
    ("before", "line", "right"),
    [
        ("", "UBND XÃ A\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA"),
        ("UBND XÃ A   CỘNG HÒA XÃ HỘI", "Số:      /KH-UBND    An Bình, ngày 05", "An Bình"),
        ("", "Số: 12/KH-UBND    An Bình, ngày 05", None),
        ("Nơi nhận:", "- Lưu: VT.    Trần Thị Hoa", "Trần"),
        ("Nơi nhận:", "- Lưu: VT.    (Đã ký)", "(Đã ký)"),
        ("Nơi nhận:", "- Sở Nội vụ    để biết", None),
        ("Nơi nhận:", "- Ông A;    4 bản sao", None),
        ("", "1.   Sở Y tế   Tháng 4", None),
    ],
)
def test_where_a_wide_blank_parts_two_columns(before: str, line: str, right: str | None) -> None:
    columns = Columns()
    columns.gap(before)
    gap = columns.gap(line)
    assert gap is None if right is None else gap is not None and line[gap[1] :].startswith(right)


def test_a_signature_by_the_words_of_signing() -> None:
    text = TWO_COLUMNS.replace("Nguyễn Văn Nam", "").rstrip() + "\nĐã ký: Lê Thị Mai\n"
    assert read(text).document.signer == "Lê Thị Mai"


def methods_of(plan: Plan) -> list[str]:
    return [method.kind for method in plan.methods]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Kiểm tra trực tiếp tại đơn vị; kiểm tra trực tuyến đối với xã A.", ["on_site", "remote"]),
        ("Kiểm tra trực tiếp kết hợp kiểm tra qua hệ thống phần mềm.", ["combined"]),
        ("Kiểm tra trực tiếp, có thể đột xuất ngoài lịch.", ["on_site", "surprise"]),
        ("Kiểm tra đột xuất trực tiếp tại đơn vị.", ["surprise"]),
        ("Kiểm tra theo kế hoạch. Đoàn trao đổi trực tiếp với công chức.", ["announced"]),
        ("Sở báo trước 05 ngày; kiểm tra trực tiếp hồ sơ. Sở có thể kiểm tra đột xuất.", ["announced", "on_site", "surprise"]),
    ],
)  # fmt: skip
def test_several_ways_in_one_paragraph(words: str, kinds: list[str]) -> None:
    assert methods_of(plan_with(f"1. Hình thức kiểm tra: {words}")) == kinds


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("1. Đối tượng kiểm tra\na) Kiểm tra qua báo cáo: các đơn vị còn lại.", "remote"),
        ("1. Tổ chức thực hiện\na) Khi có dịch thì chuyển sang kiểm tra qua báo cáo.", "remote"),
    ],
)
def test_remote_inspection_named_elsewhere(part: str, kind: str) -> None:
    assert methods_of(plan_with(part)) == [kind]


def test_days_of_notice_alone_make_an_announced_inspection() -> None:
    duty = "1. Tổ chức thực hiện\na) Đơn vị được kiểm tra gửi báo cáo về Sở Nội vụ trước ngày kiểm tra 05 ngày làm việc."
    plan = plan_with(duty)
    (method,) = plan.methods
    assert (method.kind, method.notice_working_days) == ("announced", 5)
    assert method.confidence < 0.5
    assert [doubt.field for doubt in plan.doubts].count("methods[0]") == 1
    assert "methods" not in [doubt.field for doubt in plan.doubts]
    assert plan_with(duty.replace(" trước ngày kiểm tra 05 ngày làm việc", "")).methods == []


@pytest.mark.parametrize(
    ("words", "names", "sure"),
    [
        ("UBND phường Thuận An, Phú Hội và xã A Sơn 2.", ["phường Thuận An", "phường Phú Hội", "xã A Sơn 2"], False),
        ("UBND các huyện Tân Lập, Yên Định và UBND thành phố An Bình.", ["huyện Tân Lập", "huyện Yên Định", "thành phố An Bình"], True),
        ("TP. An Bình, huyện Tân Lập.", ["thành phố An Bình", "huyện Tân Lập"], True),
    ],
)  # fmt: skip
def test_names_after_one_prefix(words: str, names: list[str], sure: bool) -> None:
    plan = plan_with(f"1. Đối tượng kiểm tra: {words}")
    assert [subject.name for subject in plan.subjects] == [f"Ủy ban nhân dân {name}" for name in names]
    assert all(subject.confidence == 1 for subject in plan.subjects) == sure


def test_a_bare_name_after_a_body_without_members_is_none() -> None:
    plan = plan_with("1. Đối tượng kiểm tra: Thanh tra tỉnh, Tân Lập, Sở Y tế, Tư pháp.")
    assert [subject.name for subject in plan.subjects] == ["Thanh tra tỉnh", "Sở Y tế", "Sở Tư pháp"]


@pytest.mark.parametrize(
    ("part", "start", "end"),
    [
        (
            "1. Đối tượng\n- Quý II: Sở Y tế; UBND huyện Tân Lập.\n- Quý IV: Sở Tư pháp.",
            "2025-04-01",
            "2025-12-31",
        ),
        (
            "1. Đối tượng\n- Sở Y tế: ngày 07/5/2025;\n- Sở Tư pháp: ngày 11/6/2025.",
            "2025-05-07",
            "2025-06-11",
        ),
        (
            "1. Thời gian: Đợt 1: tháng 4 năm 2025. Đợt 2: từ tháng 9 đến tháng 10 năm 2025.",
            "2025-04-01",
            "2025-10-31",
        ),
        ("1. Thời gian: từ 15/8 đến 30/9/2025.", "2025-08-15", "2025-09-30"),
        ("1. Thời gian: từ 15/8/2025 đến 30/9/2025.", "2025-08-15", "2025-09-30"),
    ],
)
def test_period_from_the_subjects_and_in_rounds(part: str, start: str, end: str) -> None:
    period = plan_with(part).period
    assert period is not None
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_a_quarter_gives_a_subject_no_month() -> None:
    plan = plan_with("1. Đối tượng\n- Quý II: Sở Y tế.\n- Tháng 8: Sở Tư pháp.")
    assert [subject.month for subject in plan.subjects] == [None, date(2025, 8, 1)]


def test_a_deputy_in_the_sentence_about_the_head() -> None:
    team = plan_with(
        "1. Đoàn kiểm tra\nĐoàn do đồng chí Giám đốc Sở Nội vụ làm Trưởng đoàn, 01 lãnh đạo Sở Nội vụ làm Phó Trưởng đoàn;"
        " các thành viên là đại diện lãnh đạo phòng chuyên môn của Văn phòng UBND tỉnh, Sở Tư pháp."
    ).team
    assert team.head is not None
    assert "Giám đốc Sở Nội vụ" in team.head.text
    assert len(team.deputies) == 1
    assert [seat.agency for seat in team.members] == ["Văn phòng Ủy ban nhân dân tỉnh", "Sở Tư pháp"]


@pytest.mark.parametrize(
    ("part", "titles"),
    [
        ("Nội dung 1: Cải cách thể chế\nViệc rà soát văn bản.\nNội dung 2: Cải cách thủ tục hành chính\nViệc công khai.", ["Cải cách thể chế", "Cải cách thủ tục hành chính"]),
        ("Kiểm tra 03 nội dung của Chương trình: (1) cải cách thể chế; (2) cải cách thủ tục hành chính; (3) cải cách tài chính công.", ["cải cách thể chế", "cải cách thủ tục hành chính", "cải cách tài chính công"]),
        ("Kiểm tra 02 nội dung: cải cách thể chế; cải cách tài chính công.", ["Kiểm tra 02 nội dung"]),
        ("Cải cách thể chế: cải cách thể chế; tiến độ; chất lượng.", ["Cải cách thể chế"]),
    ],
)  # fmt: skip
def test_areas_by_word_and_in_one_sentence(part: str, titles: list[str]) -> None:
    plan = plan_with(f"II. NỘI DUNG KIỂM TRA\n{part}\nIII. KINH PHÍ\nNgân sách tỉnh.")
    assert [area.title for area in plan.content_areas] == titles


def test_a_sheet_of_figures_is_an_outline() -> None:
    plan = plan_with(
        "1. Mục đích: đôn đốc.\nNơi nhận:\n- Lưu: VT.\nBIỂU SỐ LIỆU KÈM THEO BÁO CÁO\n"
        "I. Thủ tục hành chính\n1. Tổng số hồ sơ tiếp nhận.\n"
    )
    assert plan.outline is not None
    assert [section.title for section in plan.outline.sections] == ["Thủ tục hành chính"]


def test_a_rate_is_not_tied_to_a_count_that_says_something_else() -> None:
    text = (
        "I. THỦ TỤC HÀNH CHÍNH\n1. Tổng số hồ sơ tiếp nhận.\n2. Số hồ sơ tiếp nhận trực tuyến.\n3. Số hồ sơ tiếp nhận trực tiếp.\n"
        "4. Tỷ lệ hồ sơ trực tuyến (số hồ sơ tiếp nhận trực tuyến/tổng số hồ sơ tiếp nhận).\n5. Tỷ lệ hồ sơ thanh toán trực tuyến: …%\n"
    )
    items = read_outline(text, 0, len(text)).sections[0].items
    assert [item.numerator for item in items if item.kind == "ratio"] == [
        "Số hồ sơ tiếp nhận trực tuyến.",
        None,
    ]


def test_what_the_outline_cannot_place_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_rest(text: str, start: int, end: int, citations: Sequence[Citation]) -> Outline:
        outline = read_outline(text, start, end, citations)
        place = text.index("Số văn bản")
        outline.rest = [(place, place + 10)]
        return outline

    monkeypatch.setattr(reader, "read_outline", with_rest)
    plan = plan_with("1. Mục đích: đôn đốc.\nĐỀ CƯƠNG BÁO CÁO\nI. THỂ CHẾ\n1. Số văn bản.\n")
    assert [part.text for part in plan.unplaced] == ["Số văn bản"]
