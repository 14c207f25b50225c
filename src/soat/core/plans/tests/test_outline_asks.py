"""What one line of an outline asks for."""

from __future__ import annotations

import pytest

from soat.core.plans.outline.asks import asks_of, kind_of, unit_of, wants_attachment


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Tổng số nhiệm vụ trong kế hoạch: ... nhiệm vụ.", "nhiệm vụ"),
        ("Số VBQPPL đã xử lý", "VBQPPL"),
        ("Số lượng các hồ sơ tiếp nhận", "hồ sơ"),
        ("Số lượng công chức", "người"),
        ("Số biên chế được giao?", "biên chế"),
        ("Số biên chế (người)", "người"),
        ("Số biên chế (tính cả hợp đồng)", "biên chế"),
        ("Kinh phí thực hiện: ……… triệu đồng", "triệu đồng"),
        ("Có bao nhiêu thủ tục?", None),
        ("Số quầy: ____ quầy", "quầy"),
        ("Tổng kinh phí được giao", None),
        ("Tổng hợp số lượng TTHC thuộc thẩm quyền", "TTHC"),
        ("Trong đó: số nữ: … người", "người"),
        ("Có . . . . phòng chuyên môn", "phòng"),
    ],
)
def test_counts(text: str, unit: str | None):
    assert kind_of(text) == "count"
    assert unit_of("count", text) == unit


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ xử lý: %", "Tỉ lệ hồ sơ trực tuyến", "Mức độ hài lòng (%)", "Kết quả giải ngân: …%", "đạt tỷ lệ ...%",
        "Tỷ trọng văn bản điện tử", "Giải quyết đúng hạn: ……… %",
    ],
)  # fmt: skip
def test_ratios(text: str):
    assert kind_of(text) == "ratio"


@pytest.mark.parametrize(
    "text",
    [
        "Có niêm yết công khai không?", "Đã ban hành kế hoạch chưa?", "Bố trí công chức chuyên trách (Có/Không)",
        "Đã/chưa",
        "Có hay không việc gây phiền hà", "Có ban hành quy chế không", "Đã cập nhật phần mềm chưa.", "☐ Có ☐ Không",
        "Duy trì Hệ thống theo quy định?",
    ],
)  # fmt: skip
def test_yes_no(text: str):
    assert kind_of(text) == "yes_no"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nêu cụ thể từng phòng, ban.", "list"),
        ("Liệt kê văn bản đã ban hành", "list"),
        ("Danh sách công chức tiếp dân", "list"),
        ("Văn bản chỉ đạo (số, ngày, trích yếu văn bản)", "list"),
        ("Kết quả rà soát theo biểu mẫu kèm theo", "table"),
        ("Biểu số 01. Kết quả giải quyết hồ sơ", "table"),
        ("Số liệu chi tiết tại Phụ lục II", "table"),
        ("Công tác tuyên truyền: ………………", "narrative"),
        ("Phấn đấu 100% hồ sơ trực tuyến, 90 % văn bản", "narrative"),
        ("Số liệu về công tác tuyên truyền", "narrative"),
        ("Số hóa hồ sơ, giấy tờ", "narrative"),
        ("Quyết định số …/QĐ-UBND ngày … tháng … năm …", "narrative"),
        ("Tổng hợp ý kiến của người dân", "narrative"),
        ("Giải pháp nâng cao tỷ lệ hồ sơ trực tuyến", "narrative"),
        ("Những tồn tại, hạn chế chưa được khắc phục", "narrative"),
        ("Việc thực hiện như thế nào?", "narrative"),
        ("Đội ngũ công chức (số lượng, chất lượng)", "narrative"),
        ("Ban hành theo mẫu mới", "narrative"),
    ],
)
def test_other_kinds(text: str, kind: str):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Số biên chế được giao? Số biên chế hiện có? Việc bố trí biên chế?",
            ["count", "count", "narrative"],
        ),
        ("Số biên chế được giao? Có đủ không?", ["count", "yes_no"]),
        ("Có niêm yết không? Nêu rõ nơi niêm yết.", ["yes_no", "narrative"]),
        ("Việc niêm yết ra sao? Nêu rõ nơi niêm yết.", ["narrative"]),
        ("Số lượng phòng, ban; nêu cụ thể từng phòng.", ["count", "list"]),
        ("Số lượng phòng, ban; việc sắp xếp.", ["count"]),
        (
            "Kết quả: tổng số hồ sơ tiếp nhận, số hồ sơ đúng hạn, tỷ lệ hồ sơ đúng hạn",
            ["count", "count", "ratio"],
        ),
        ("Đội ngũ công chức (số lượng, chất lượng); chế độ", ["narrative"]),
        ("Kết quả: … hồ sơ, trong đó … hồ sơ trễ hạn", ["count", "count"]),
        ("Công khai thủ tục; kèm danh sách", ["list"]),
    ],
)
def test_lines_of_several_asks(text: str, kinds: list[str]):
    asks = asks_of(text)
    assert [ask.kind for ask in asks] == kinds
    assert "".join(text[ask.start : ask.end] for ask in asks) == text


def test_attachments():
    assert wants_attachment("Gửi kèm danh sách công chức")
    assert wants_attachment("Báo cáo kết quả (kèm theo tài liệu)")
    assert not wants_attachment("Quy chế ban hành kèm theo Quyết định số 1/QĐ-UBND")
