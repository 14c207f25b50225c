# ruff: noqa: E501 (lines of plans stay whole)
"""Heads as plans have them: decisions with the plan attached, two columns, portals, drafts, glued lines (G1)."""

from __future__ import annotations

from datetime import date

import pytest

from soat.core.plans.reader import read

DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
-------
|
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số: 1215/QĐ-UBND
|
An Bình, ngày 08
tháng 3 năm 2023
|
QUYẾT ĐỊNH
VỀ
VIỆC BAN HÀNH KẾ HOẠCH KIỂM TRA CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2023
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH
Căn cứ Luật Tổ chức chính quyền địa
phương ngày 19 tháng 6 năm 2015;
Căn cứ Nghị quyết số 76/NQ-CP
ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách
hành chính nhà nước giai đoạn 2021 - 2030;
Theo đề nghị của Giám đốc Sở Nội vụ
tại Tờ trình số 88/TTr-SNV ngày 01 tháng 3 năm 2023.
QUYẾT ĐỊNH:
Điều 1. Ban
hành kèm theo Quyết định này Kế hoạch kiểm tra công tác cải cách hành chính năm 2023.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ và
Thủ trưởng các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
- Lưu: VT, NC.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Minh
KẾ HOẠCH
KIỂM TRA
CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2023
(Ban hành kèm theo Quyết định số 1215/QĐ-UBND ngày 08 tháng 3 năm 2023
của Chủ tịch Ủy ban nhân dân tỉnh An Bình)
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
a) Đánh giá khách quan, toàn diện tình
hình triển khai Kế hoạch cải cách hành chính;
b) Phát hiện những cách làm hay.
2. Yêu cầu
a) Việc kiểm tra phải bảo đảm khách quan, trung thực;
b) Kết thúc kiểm tra phải có kết luận.
II. NỘI DUNG KIỂM TRA
1. Công tác chỉ đạo, điều hành cải cách hành chính
a) Việc ban hành kế hoạch;
b) Việc tuyên truyền.
2. Cải cách thể chế: Công tác xây dựng văn bản; công tác rà soát văn bản.
3. Cải cách thủ tục hành chính
Việc công khai thủ tục hành chính theo Nghị định số 61/2018/NĐ-CP.
4. Việc khắc phục các tồn tại, hạn chế đã nêu trong Thông báo kết luận năm 2022.
III. ĐỐI TƯỢNG, THỜI GIAN KIỂM TRA
1. Đối tượng kiểm tra
a) Các sở, ban, ngành (04 đơn vị): Sở Xây dựng, Sở Y tế, Sở Văn hóa, Thể thao và Du
lịch, Ban Quản lý các khu công nghiệp.
b) UBND các huyện, thị xã, thành phố: huyện Tân Lập, thị xã Bình Minh, thành phố An Bình.
2. Thời gian kiểm tra: Quý II và quý III năm 2023.
IV. HÌNH THỨC KIỂM TRA
1. Kiểm tra trực tiếp tại đơn vị theo kế hoạch.
2. Kiểm tra đột xuất khi cần thiết.
V. THÀNH PHẦN ĐOÀN KIỂM TRA
1. Ông Lê Văn Hùng - Giám đốc Sở Nội vụ - Trưởng đoàn;
2. Bà Phạm Thị Lan - Phó Giám đốc Sở Nội vụ - Phó Trưởng đoàn;
3. Đại diện lãnh đạo các sở: Tư pháp, Tài chính, Kế hoạch và Đầu tư - Thành viên;
4. Ông Đỗ Mạnh - Trưởng phòng Cải cách hành chính, Sở Nội vụ - Thư ký.
VI. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ chủ trì, phối hợp với các cơ quan liên quan tổ chức kiểm tra; báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2023.
2. Các cơ quan, đơn vị được kiểm tra chuẩn bị báo cáo gửi về Sở Nội vụ chậm nhất 05 ngày làm việc trước ngày kiểm tra.
3. Kinh phí thực hiện: từ ngân sách tỉnh năm 2023.
Trên đây là Kế hoạch kiểm tra công tác cải cách hành chính năm 2023./.
"""

BODY = "I. MỤC ĐÍCH\nĐôn đốc.\nII. NỘI DUNG\n1. Cải cách thể chế.\n"


def test_decision_with_the_plan_attached() -> None:
    plan = read(DECISION)
    head = plan.document
    assert (head.number, head.type, head.date) == ("1215/QĐ-UBND", "Quyết định", date(2023, 3, 8))
    assert (head.issuer, head.place) == ("Ủy ban nhân dân tỉnh An Bình", "An Bình")
    assert (head.title, head.signer) == ("KIỂM TRA CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2023", "Trần Văn Minh")
    assert len(plan.grounds) == 3
    assert [subject.kind for subject in plan.subjects] == ["department"] * 4 + ["district"] * 3
    assert plan.unplaced == []


def test_decision_that_sets_up_the_team() -> None:
    team = "Điều 1. Thành lập Đoàn kiểm tra gồm:\n1. Ông Lê Hùng, Giám đốc Sở Nội vụ, Trưởng đoàn;\nĐiều 2. Ban hành"
    plan = read(DECISION.replace("Điều 1. Ban", team))
    assert plan.team.head is not None
    assert plan.team.head.person == "Lê Hùng"


def test_articles_only() -> None:
    plan = read(
        "UBND TỈNH AN BÌNH\nSố: 9/QĐ-UBND\nAn Bình, ngày 02 tháng 4 năm 2025\nQUYẾT ĐỊNH\nVề việc kiểm tra cải cách hành chính\n"
        "Căn cứ Luật Tổ chức chính quyền địa phương;\nQUYẾT ĐỊNH:\nĐiều 1. Kiểm tra công tác cải cách hành chính tại các cơ quan sau "
        "đây: Sở Y tế, Sở Xây dựng.\nThời gian kiểm tra: tháng 6/2025.\nĐiều 2. Nội dung kiểm tra\n1. Cải cách thể chế.\n"
        "2. Cải cách tài chính công.\n"
    )
    assert plan.document.title == "Về việc kiểm tra cải cách hành chính"
    assert [subject.name for subject in plan.subjects] == ["Sở Y tế", "Sở Xây dựng"]
    assert [area.number for area in plan.content_areas] == ["1", "2"]
    assert plan.period is not None


@pytest.mark.parametrize(
    ("head", "number", "issuer", "place"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\nSố: 05/KH-UBND\nAn Bình, ngày 01 tháng 02 năm 2025", "05/KH-UBND", "Ủy ban nhân dân tỉnh An Bình", "An Bình"),
        ("ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH AN BÌNH Độc lập - Tự do - Hạnh phúc\nSố: 5 /KHUBND An Bình, ngày 1 tháng 2 năm 2025", "5/KH-UBND", "Ủy ban nhân dân tỉnh An Bình", "An Bình"),
        ("UỶ BAN NHÂN DÂN TỈNH AN BÌNHCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do\nSố: 5/KH-UBNDAn Bình, ngày 1 tháng 2 năm 2025", "5/KH-UBND", "Ủy ban nhân dân tỉnh An Bình", "An Bình"),
        ("UBND TỈNH AN BÌNH\nSỞ NỘI VỤ\nSố:     /KH-SNV\nAn Bình, ngày ... tháng 02 năm 2025", None, "Sở Nội vụ", "An Bình"),
        ("ỦY BAN NHÂN DÂN\nSố: 5/2025/QĐ-UBND\nAn Bình, ngày 31 tháng 02 năm 2025", "5/2025/QĐ-UBND", "Ủy ban nhân dân", "An Bình"),
        ("ỦY BAN NHÂN DÂN\nSố: 5/KH-UBND\nTỉnh An Bình, ngày 1 tháng 02 năm 2025", "5/KH-UBND", "Ủy ban nhân dân tỉnh An Bình", "Tỉnh An Bình"),
        ("- Số hiệu: 5/KH-UBND\n- Loại văn bản: Kế hoạch\n- Nơi ban hành: Tỉnh An Bình\n- Ngày ban hành: 01/02/2025\n- Người ký: Lê Hùng\nKẾ HOẠCH", "5/KH-UBND", "Ủy ban nhân dân tỉnh An Bình", "An Bình"),
        ("- Số ký hiệu: 5/KH-BNV\n- Cơ quan ban hành: Bộ Nội vụ\n- Số công báo: Đang cập nhật\nKẾ HOẠCH", "5/KH-BNV", "Bộ Nội vụ", None),
    ],
)  # fmt: skip
def test_heads(head: str, number: str | None, issuer: str, place: str | None) -> None:
    plan = read(f"{head}\nKẾ HOẠCH\nKiểm tra cải cách hành chính năm 2025\n{BODY}")
    assert (plan.document.number, plan.document.issuer, plan.document.place) == (number, issuer, place)
    assert plan.document.title == "Kiểm tra cải cách hành chính năm 2025"


@pytest.mark.parametrize(
    ("signature", "signer"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLê Thị Hoa", "Lê Thị Hoa"),
        ("GIÁM ĐỐC\nY Thắng Ayun", "Y Thắng Ayun"),
        ("Nơi nhận: | KT. CHỦ TỊCH |\n- Lưu: VT. | Đinh Công Hiệu |", "Đinh Công Hiệu"),
        ("Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Bộ Nội vụ; KT. CHỦ TỊCH\nMai Ngọc Tâm", "Mai Ngọc Tâm"),
        ("TM. ỦY BAN NHÂN DÂNKT. CHỦ TỊCHPHÓ CHỦ TỊCHBùi Đức Hòa", "Bùi Đức Hòa"),
        ("Nơi nhận:\n- Lưu: VT.\nTrần Văn Minh", None),
    ],
)
def test_signers(signature: str, signer: str | None) -> None:
    plan = read(f"KẾ HOẠCH\nKiểm tra cải cách hành chính\n{BODY}{signature}\n")
    assert plan.document.signer == signer
    assert ("document.signer" in [doubt.field for doubt in plan.doubts]) == (signer is None)


def test_nothing_at_all() -> None:
    plan = read("")
    assert (plan.document.number, plan.document.title, plan.subjects) == (None, None, [])
    assert {"document.number", "document.date", "period", "subjects", "team", "outline"} <= {
        d.field for d in plan.doubts
    }
