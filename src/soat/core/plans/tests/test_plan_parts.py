# ruff: noqa: E501 (lines of plans stay whole)
"""Each part of a plan in the styles it comes in: invented lines, one table for each part (G1)."""

from __future__ import annotations

from datetime import date

import pytest

from soat.core.plans.model import Plan
from soat.core.plans.reader import read
from soat.core.plans.tests.fragments import HEAD, plan_with


def names(plan: Plan) -> list[str]:
    return [subject.name for subject in plan.subjects]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Từ tháng 6/2025 đến tháng 12/2025.", "2025-06-01", "2025-12-31"),
        ("Quý II và quý III năm 2025.", "2025-04-01", "2025-09-30"),
        ("Quý II, III/2025.", "2025-04-01", "2025-09-30"),
        ("từ ngày 15/5/2025 đến ngày 30/10/2025.", "2025-05-15", "2025-10-30"),
        ("từ ngày 15/5 đến ngày 30/10/2025.", "2025-05-15", "2025-10-30"),
        ("từ ngày 02 tháng 3 đến hết ngày 30 tháng 6 năm 2025.", "2025-03-02", "2025-06-30"),
        ("trong tháng 9 năm 2025.", "2025-09-01", "2025-09-30"),
        ("Tháng 9, 10, 11 năm 2025.", "2025-09-01", "2025-11-30"),
        ("6 tháng cuối năm 2025.", "2025-07-01", "2025-12-31"),
        ("6 tháng đầu năm.", "2025-01-01", "2025-06-30"),
        ("từ tháng 4 đến hết năm 2025.", "2025-04-01", "2025-12-31"),
        ("từ tháng 4 đến cuối năm.", "2025-04-01", "2025-12-31"),
        ("Từ tháng 5 đến tháng 8.", "2025-05-01", "2025-08-31"),
        ("Bắt đầu từ 5/2025 và kết thúc trong 10/2025.", "2025-05-01", "2025-10-31"),
        ("hoàn thành trước ngày 30/11/2025.", None, "2025-11-30"),
        ("kể từ tháng 4/2025.", "2025-04-01", None),
        ("Trong năm 2025.", "2025-01-01", "2025-12-31"),
        ("Từ ngày 31/02/2025 đến tháng 13/2025, quý II/2025.", "2025-04-01", "2025-06-30"),
    ],
)
def test_period(words: str, start: str | None, end: str | None) -> None:
    period = plan_with(f"1. Thời gian kiểm tra: {words}").period
    assert period is not None
    assert period.start == (start and date.fromisoformat(start))
    assert period.end == (end and date.fromisoformat(end))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("1. Thời gian kiểm tra: hoàn thành trước ngày 30/11/2025.", "period.start"),
        ("1. Thời gian kiểm tra: từ tháng 4/2025.", "period.end"),
        ("1. Thời gian kiểm tra: năm 2025.", "period"),
        ("1. Thời gian kiểm tra: do Trưởng đoàn quyết định.", "period"),
        ("1. Mục đích: đôn đốc.", "period"),
    ],
)
def test_doubtful_period(part: str, field: str) -> None:
    plan = plan_with(part)
    assert field in [doubt.field for doubt in plan.doubts]
    assert plan.period is None or plan.period.confidence < 0.7


def test_month_without_any_year_is_not_guessed() -> None:
    assert read("KẾ HOẠCH\nKiểm tra\n1. Thời gian kiểm tra: tháng 5.\n").period is None


def test_period_in_a_sentence_only() -> None:
    plan = plan_with(
        "I. NỘI DUNG\n1. Cải cách thể chế\nĐoàn kiểm tra tiến hành kiểm tra trong tháng 7 năm 2025."
    )
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2025, 7, 1), date(2025, 7, 31))
    assert plan.period.confidence < 0.7


def test_rounds_are_one_period() -> None:
    plan = plan_with(
        "1. Thời gian\n- Đợt 1: Quý II/2025, kiểm tra các sở.\n- Đợt 2: Quý III/2025, kiểm tra các xã."
    )
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2025, 4, 1), date(2025, 9, 30))


def test_period_of_the_data_is_another() -> None:
    plan = plan_with(
        "1. Thời kỳ kiểm tra: từ ngày 01/01/2024 đến thời điểm kiểm tra.\n2. Thời gian kiểm tra: tháng 6/2025."
    )
    assert plan.period is not None
    assert plan.period.start == date(2025, 6, 1)


def test_period_from_the_months_of_the_subjects() -> None:
    plan = plan_with(
        "I. ĐỐI TƯỢNG KIỂM TRA\nSTT | Đơn vị | Thời gian |\n1 | Sở Y tế | Tháng 5/2025 |\n2 | Xã Phú Lộc | Tháng 9 |"
    )
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2025, 5, 1), date(2025, 9, 30))
    assert [subject.month for subject in plan.subjects] == [date(2025, 5, 1), date(2025, 9, 1)]
    assert "period" in [doubt.field for doubt in plan.doubts]


SUBJECTS = [
    ("1. Đối tượng kiểm tra: Sở Y tế, Sở Nội vụ và Ban Dân tộc.", ["Sở Y tế", "Sở Nội vụ", "Ban Dân tộc"]),
    ("1. Đối tượng kiểm tra\n- Các sở: Tư pháp, Khoa học và Công nghệ.", ["Sở Tư pháp", "Sở Khoa học và Công nghệ"]),
    ("1. Đối tượng kiểm tra\na) 02 sở, ngành gồm: Sở Y tế; Thanh tra tỉnh.", ["Sở Y tế", "Thanh tra tỉnh"]),
    (
        "1. Đối tượng kiểm tra\n- UBND các xã, phường: xã Phú Lộc, phường Tân An, đặc khu Hòn Ngọc.",
        ["Ủy ban nhân dân xã Phú Lộc", "Ủy ban nhân dân phường Tân An", "Ủy ban nhân dân đặc khu Hòn Ngọc"],
    ),
    (
        "1. Đối tượng kiểm tra\n- Cấp xã: các phường Tân An, Hòa Phú - Bắc 1; các xã Phú Lộc và Long Sơn.",
        [
            "Ủy ban nhân dân phường Tân An",
            "Ủy ban nhân dân phường Hòa Phú - Bắc 1",
            "Ủy ban nhân dân xã Phú Lộc",
            "Ủy ban nhân dân xã Long Sơn",
        ],
    ),
    (
        "1. Đối tượng kiểm tra\n- Cấp huyện: thành phố An Bình, thị xã Lộc Sơn và các huyện: Tân Lập, Phú Hòa.",
        [
            "Ủy ban nhân dân thành phố An Bình",
            "Ủy ban nhân dân thị xã Lộc Sơn",
            "Ủy ban nhân dân huyện Tân Lập",
            "Ủy ban nhân dân huyện Phú Hòa",
        ],
    ),
    ("II. ĐỐI TƯỢNG KIỂM TRA\n1. Các sở\n- Y tế;\n- Tài chính.", ["Sở Y tế", "Sở Tài chính"]),
    ("II. ĐỐI TƯỢNG KIỂM TRA\n1. Sở Y tế.\n2. Sở Xây dựng.\n3. UBND xã Phú Lộc, huyện Tân Lập.",
     ["Sở Y tế", "Sở Xây dựng", "Ủy ban nhân dân xã Phú Lộc"]),
    ("II. ĐỐI TƯỢNG KIỂM TRA\nSTT Đơn vị Thời gian\n1 Sở Y tế Tháng 3\n2 UBND phường Tân An Tháng 4",
     ["Sở Y tế", "Ủy ban nhân dân phường Tân An"]),
    ("II. ĐỐI TƯỢNG KIỂM TRA\nTT | Tên đơn vị |\nI | Các sở | |\n1 | Sở Y tế (kiểm tra trực tuyến) |\n1 | Sở Y tế |", ["Sở Y tế"]),
    ("II. PHÂN CÔNG\n1. Đoàn số 1 do Giám đốc Sở Nội vụ làm Trưởng đoàn, kiểm tra tại: Sở Y tế, UBND xã Phú Lộc.",
     ["Sở Y tế", "Ủy ban nhân dân xã Phú Lộc"]),
    ("II. ĐỐI TƯỢNG KIỂM TRA\n- Văn phòng UBND tỉnh; Trạm Y tế xã; Cục Hàng hải và Đường thủy.",
     ["Văn phòng Ủy ban nhân dân tỉnh", "Trạm Y tế xã", "Cục Hàng hải và Đường thủy"]),
    ("1. Đối tượng kiểm tra: Các sở, ban, ngành; UBND các xã, phường do Trưởng đoàn chọn.", []),
    ("1. Đối tượng kiểm tra: ít nhất 20% số cơ quan, đơn vị.", []),
]  # fmt: skip


@pytest.mark.parametrize(("part", "wanted"), SUBJECTS)
def test_subjects(part: str, wanted: list[str]) -> None:
    assert names(plan_with(part)) == wanted


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sở Y tế", "department"), ("Ban Dân tộc", "department"), ("UBND huyện Tân Lập", "district"),
        ("UBND xã Phú Lộc", "commune"), ("đặc khu Hòn Ngọc", "commune"), ("Trung tâm Y tế", "public_unit"),
        ("Cục Thuế tỉnh", "ministry_unit"), ("UBND tỉnh An Bình", "other"), ("Hội Nông dân tỉnh", "other"),
        ("TP. An Bình", "district"), ("Thị trấn Phú Lộc", "commune"),
    ],
)  # fmt: skip
def test_kinds_of_subjects(name: str, kind: str) -> None:
    assert [subject.kind for subject in plan_with(f"1. Đối tượng kiểm tra: {name}.").subjects] == [kind]


def test_months_of_subjects_in_lists_and_columns() -> None:
    plan = plan_with(
        "II. ĐỐI TƯỢNG KIỂM TRA\n- Tháng 4: Sở Y tế; Sở Xây dựng.\n- Sở Nội vụ: ngày 14/5/2025.\n- Tháng 6:\n+ Sở Tài chính;"
    )
    assert [subject.month and subject.month.month for subject in plan.subjects] == [4, 4, 5, 6]
    plan = plan_with(
        "II. ĐỐI TƯỢNG KIỂM TRA\nSTT | Đơn vị | Tháng 4 | Quý III |\n1 | Sở Y tế | x | |\n2 | Sở Nội vụ | | x |"
    )
    assert [subject.month for subject in plan.subjects] == [date(2025, 4, 1), None]


def test_share_instead_of_names_is_a_doubt() -> None:
    plan = plan_with("1. Đối tượng kiểm tra: ít nhất 20% số cơ quan, đơn vị.")
    assert [rule.text for rule in plan.subject_rules] == [
        "Đối tượng kiểm tra: ít nhất 20% số cơ quan, đơn vị."
    ]
    assert any(doubt.field == "subjects" and "20%" in doubt.reason for doubt in plan.doubts)


def test_subjects_of_an_annex() -> None:
    plan = plan_with(
        "1. Đối tượng kiểm tra: Theo danh sách tại Phụ lục I.\nPHỤ LỤC I\nDANH SÁCH CÁC ĐƠN VỊ ĐƯỢC KIỂM TRA\n"
        "(Kèm theo Kế hoạch số 15/KH-UBND)\nSTT | Đơn vị |\n1 | Sở Y tế |\nCác xã:\n- Phú Lộc\nPHỤ LỤC II\nBẢNG KHÁC\nđoạn khác"
    )
    assert names(plan) == ["Sở Y tế", "Ủy ban nhân dân xã Phú Lộc"]
    assert [left.text for left in plan.unplaced] == ["PHỤ LỤC II", "BẢNG KHÁC", "đoạn khác"]


TEAMS = [
    (
        "1. Thành phần Đoàn kiểm tra\n- Trưởng đoàn: Giám đốc Sở Nội vụ.\n- Phó Trưởng đoàn: Phó Giám đốc Sở Nội vụ;"
        " Phó Chánh Văn phòng UBND tỉnh.\n- Thành viên: đại diện các sở: Tư pháp, Tài chính.",
        ("Giám đốc Sở Nội vụ", 2, ["Sở Tư pháp", "Sở Tài chính"]),
    ),
    (
        "1. Thành phần Đoàn kiểm tra\n1. Ông Lê Hùng - Giám đốc Sở Nội vụ - Trưởng đoàn;\n2. Bà Phạm Lan, Phó Giám đốc"
        " Sở Nội vụ, Phó Trưởng đoàn;\n3. Ông Y Blim Niê, Chuyên viên Sở Y tế, Thành viên.",
        ("Ông Lê Hùng - Giám đốc Sở Nội vụ", 1, ["Sở Y tế"]),
    ),
    (
        "1. Đoàn kiểm tra do lãnh đạo Sở Nội vụ làm Trưởng đoàn; thành viên gồm đại diện các sở: Tư pháp, Y tế.",
        ("lãnh đạo Sở Nội vụ", 0, ["Sở Tư pháp", "Sở Y tế"]),
    ),
    (
        "1. Thành phần Đoàn kiểm tra\nSTT | Họ tên | Chức vụ | Nhiệm vụ |\n1 | Ông Lê Hùng | Giám đốc Sở Nội vụ | Trưởng đoàn |\n"
        "2 | Bà Phạm Lan | Chuyên viên Sở Y tế | Thành viên |",
        ("Ông Lê Hùng | Giám đốc Sở Nội vụ", 0, ["Sở Y tế"]),
    ),
    (
        "1. Thành phần Đoàn kiểm tra gồm: đại diện lãnh đạo Sở Nội vụ (Trưởng đoàn), đại diện lãnh đạo Văn phòng UBND tỉnh"
        " (Phó Trưởng đoàn), đại diện các cơ quan: Sở Tư pháp, Sở Tài chính.",
        ("đại diện lãnh đạo Sở Nội vụ", 1, ["Sở Tư pháp", "Sở Tài chính"]),
    ),
    (
        "V. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n- Tham mưu thành lập Đoàn kiểm tra (Trưởng đoàn là Phó Giám đốc Sở Nội vụ;"
        " thành viên gồm đại diện Sở Tư pháp, Sở Tài chính).",
        ("Phó Giám đốc Sở Nội vụ", 0, ["Sở Tư pháp", "Sở Tài chính"]),
    ),
    (
        "1. Tổ kiểm tra do UBND tỉnh thành lập, gồm: Tổ trưởng là Phó Chánh Văn phòng UBND tỉnh; các Tổ phó là Phó Giám đốc"
        " Sở Nội vụ, Phó Chánh Thanh tra tỉnh; thành viên là công chức Sở Nội vụ.",
        ("Phó Chánh Văn phòng UBND tỉnh", 2, ["Sở Nội vụ"]),
    ),
    (
        "1. Thành phần Đoàn kiểm tra\n- Trưởng đoàn:\n+ Giám đốc Sở Nội vụ.\n- Các thành viên:\n+ Đại diện Sở Y tế;\n+ Sở Tài chính;"
        "\n- Tổ giúp việc: công chức Sở Nội vụ.\n- Thư ký: Chuyên viên Phòng Cải cách hành chính, Sở Nội vụ.",
        ("Giám đốc Sở Nội vụ", 0, ["Sở Y tế", "Sở Tài chính", "Phòng Cải cách hành chính"]),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("part", "wanted"), TEAMS)
def test_team(part: str, wanted: tuple[str, int, list[str]]) -> None:
    team = plan_with(part).team
    assert team.head is not None
    assert (team.head.text, len(team.deputies), [seat.agency for seat in team.members]) == wanted


def test_named_persons() -> None:
    team = plan_with(TEAMS[1][0]).team
    assert [seat.person for seat in [team.head, *team.deputies, *team.members] if seat] == [
        "Lê Hùng",
        "Phạm Lan",
        "Y Blim Niê",
    ]


def test_support_group_of_the_team_part() -> None:
    assert [seat.agency for seat in plan_with(TEAMS[7][0]).team.support_agencies] == ["Sở Nội vụ"]


@pytest.mark.parametrize(
    "part",
    [
        "1. Thành phần Đoàn kiểm tra: do Chủ tịch UBND tỉnh quyết định thành lập bằng quyết định riêng.",
        "1. Mục đích: đôn đốc.",
    ],
)
def test_no_team_is_a_doubt(part: str) -> None:
    plan = plan_with(part)
    assert plan.team.head is None
    assert "team" in [doubt.field for doubt in plan.doubts]


METHODS = [
    (
        "1. Phương pháp kiểm tra\n- Kiểm tra trực tiếp tại đơn vị;\n- Kiểm tra trực tuyến.",
        ["on_site", "remote"],
    ),
    (
        "1. Hình thức kiểm tra: Kiểm tra theo kế hoạch có thông báo trước và kiểm tra đột xuất.",
        ["announced", "surprise"],
    ),
    ("1. Hình thức kiểm tra: Kết hợp kiểm tra trực tiếp và trực tuyến.", ["combined"]),
    (
        "1. Hình thức kiểm tra: Kiểm tra trực tiếp kết hợp trực tuyến; kiểm tra đột xuất.",
        ["combined", "surprise"],
    ),
    ("1. Hình thức kiểm tra: không báo trước.", ["surprise"]),
    ("1. Đối tượng kiểm tra: Sở Y tế.\n2. Kiểm tra đột xuất: khi cần.\n3. Thời gian: tháng 5.", ["surprise"]),
    ("1. Cải cách thể chế\n- Đoàn kiểm tra trực tiếp hồ sơ tại đơn vị.", ["on_site"]),
]


@pytest.mark.parametrize(("part", "kinds"), METHODS)
def test_methods(part: str, kinds: list[str]) -> None:
    assert [method.kind for method in plan_with(part).methods] == kinds


@pytest.mark.parametrize(
    ("words", "days", "doubtful"),
    [
        ("gửi báo cáo trước ngày kiểm tra ít nhất 3 ngày làm việc", 3, False),
        ("gửi báo cáo chậm nhất 05 ngày làm việc trước ngày kiểm tra", 5, False),
        ("thông báo lịch kiểm tra trước 03 ngày", 3, True),
        ("gửi báo cáo trước ngày kiểm tra 07 (bảy) ngày làm việc", 7, False),
        ("gửi báo cáo trước ngày kiểm tra", None, False),
    ],
)
def test_notice(words: str, days: int | None, doubtful: bool) -> None:
    for part in (
        f"1. Phương pháp kiểm tra\n1.1. Kiểm tra theo kế hoạch\n- Đơn vị {words}.",
        f"1. Hình thức kiểm tra: kiểm tra định kỳ.\nV. TỔ CHỨC THỰC HIỆN\n1. Đơn vị được kiểm tra: {words} để kiểm tra.",
    ):
        plan = plan_with(part)
        assert plan.methods[0].notice_working_days == days
        assert ("methods[0].notice_working_days" in [doubt.field for doubt in plan.doubts]) == doubtful


def test_surprise_needs_no_notice() -> None:
    plan = plan_with(
        "1. Hình thức: kiểm tra đột xuất.\nV. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: kiểm tra trước 03 ngày."
    )
    assert [method.notice_working_days for method in plan.methods] == [None]


DUTIES = [
    ("1. Sở Nội vụ\n- Chủ trì kiểm tra.\n- Báo cáo trước ngày 15/12/2025.", [("Sở Nội vụ", None), ("Sở Nội vụ", "trước ngày 15/12/2025")]),
    ("1. Giao Sở Nội vụ chủ trì, phối hợp các sở thực hiện.", [("Sở Nội vụ", None)]),
    ("1. Sở Nội vụ có trách nhiệm:\na) Tham mưu Chủ tịch UBND tỉnh;\nb) Sở Tài chính phối hợp.", [("Sở Nội vụ", None), ("Sở Tài chính", None)]),
    ("1. Sở Nội vụ có trách nhiệm: tổng hợp kết quả kiểm tra.", [("Sở Nội vụ", None)]),
    ("1. Các sở: Tư pháp, Y tế: Cử người tham gia Đoàn.", [("Các sở: Tư pháp, Y tế", None)]),
    ("1. Vụ Tổ chức cán bộ: theo dõi việc thực hiện.", [("Vụ Tổ chức cán bộ", None)]),
    ("1. Các cơ quan cử người tham gia Đoàn kiểm tra\n- Cử đúng thành phần.", [("Các cơ quan cử người tham gia Đoàn kiểm tra", None)]),
    ("1. Sở Nội vụ chủ trì: tham mưu quyết định.", [("Sở Nội vụ", None)]),
    ("Sở Nội vụ\nTham mưu thành lập Đoàn kiểm tra.\nCác đơn vị được kiểm tra\nChuẩn bị báo cáo.", [("Sở Nội vụ", None), ("Các đơn vị được kiểm tra", None)]),
    ("TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |\n1 | Lập danh sách | Sở Nội vụ | Sở Y tế | Tháng 3 |\n2 | Thiếu ô |\n3 | Cấp tiền | Sở Tài chính | | |",
     [("Sở Nội vụ", "Tháng 3"), ("Sở Tài chính", None)]),
    ("1 | Sở Nội vụ | lập danh sách |", []),
    ("- Thực hiện nghiêm túc.", [("Chưa rõ", None)]),
    ("1. Sở Nội vụ", []),
    ("1. Sở Nội vụ: chủ trì.\nTrong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Nội vụ.", [("Sở Nội vụ", None), ("Các đơn vị, địa phương", None)]),
    ("1. Sở Nội vụ: chủ trì.\n- UBND tỉnh yêu cầu các sở, ban, ngành nghiêm túc triển khai.", [("Sở Nội vụ", None), ("Các sở, ban, ngành", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("part", "wanted"), DUTIES)
def test_duties(part: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(duty.party, duty.due) for duty in plan_with(f"V. TỔ CHỨC THỰC HIỆN\n{part}").duties] == wanted


def test_support_staff_named_by_the_duty() -> None:
    plan = plan_with(
        "V. TỔ CHỨC THỰC HIỆN\n1. Các sở: Tư pháp, Y tế\n- Cử công chức tham gia Tổ giúp việc.\n2. Thanh tra tỉnh: cử cán bộ giúp việc Đoàn."
    )
    assert [seat.agency for seat in plan.team.support_agencies] == ["Sở Tư pháp", "Sở Y tế", "Thanh tra tỉnh"]


AREAS = [
    ("II. NỘI DUNG KIỂM TRA\n1. Công tác chỉ đạo\na) Ban hành kế hoạch;\nb) Tuyên truyền.\n2. Cải cách thể chế.", [("1", 2), ("2", 0)]),
    ("II. NỘI DUNG KIỂM TRA\n- Cải cách thể chế: ban hành văn bản;\n- Cải cách tài chính công: tự chủ.", [(None, 1), (None, 1)]),
    ("II. NỘI DUNG KIỂM TRA\n1. Về cải cách hành chính\na) Cải cách thể chế: rà soát.\nb) Cải cách công vụ\n- Vị trí việc làm.\n2. Hoạt động công vụ\nChấp hành giờ giấc.",
     [("a", 1), ("b", 1), ("2", 1)]),
    ("II. NỘI DUNG KIỂM TRA\nA. Cải cách hành chính\n1. Công tác chỉ đạo\n+ Kế hoạch.\nB. Kỷ luật\n1. Giờ làm việc.\n2. Ứng xử.", [("1", 1), ("1", 0), ("2", 0)]),
    ("1. Mục đích\n- Đôn đốc.\n2. Yêu cầu\n- Khách quan.\n1. Công tác chỉ đạo, điều hành\n- Kế hoạch.\n2. Cải cách thể chế\n- Rà soát.\n3. Việc khác\n- Thêm.",
     [("1", 1), ("2", 1), ("3", 1)]),
    ("NỘI DUNG KIỂM TRA\nCải cách thể chế\nRà soát văn bản.\nCải cách tài chính công\nTự chủ.", [(None, 1), (None, 1)]),
    ("Phần II\nNỘI DUNG KIỂM TRA\nViệc chấp hành quy định.\nViệc công khai.", [(None, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("part", "wanted"), AREAS)
def test_content_areas(part: str, wanted: list[tuple[str | None, int]]) -> None:
    assert [(area.number, len(area.items)) for area in plan_with(part).content_areas] == wanted


def test_aims_in_one_line_and_below_headings() -> None:
    plan = plan_with(
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích: Đôn đốc việc thực hiện.\n2. Yêu cầu\na) Về tổ chức:\n- Khách quan.\n- Trung thực."
    )
    assert [text.text for text in plan.purposes] == ["Đôn đốc việc thực hiện"]
    assert [text.text for text in plan.requirements] == ["Khách quan.", "Trung thực."]


def test_carried_over_thematic_unit_side_funding() -> None:
    plan = plan_with(
        "II. NỘI DUNG KIỂM TRA\n1. Cải cách thể chế.\n2. Kết quả khắc phục các tiêu chí bị trừ điểm năm 2024.\n3. Kiểm tra chuyên đề\n"
        "- Các sở chủ động.\nIII. THÀNH PHẦN\n1. Thành phần Đoàn kiểm tra: Trưởng đoàn là Giám đốc Sở Nội vụ.\n"
        "2. Thành phần của đơn vị được kiểm tra\n- Lãnh đạo đơn vị.\nIV. KINH PHÍ\nNgân sách tỉnh bảo đảm."
    )
    assert [len(part) for part in (plan.carried_over, plan.thematic, plan.unit_side)] == [1, 1, 1]
    assert plan.funding is not None
    assert plan.funding.text == "Ngân sách tỉnh bảo đảm."


def test_lines_without_a_place_are_listed() -> None:
    plan = read(HEAD + "I. MỤC ĐÍCH\nĐôn đốc.\nII. PHỤ GHI\n1. Đoạn lạ lùng\n+ Không rõ là gì;\n")
    assert any("Không rõ là gì" in left.text for left in plan.unplaced)
