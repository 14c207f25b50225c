"""Agencies named by the words of a party: enumerations, sentences that open with them, and what names none."""

from __future__ import annotations

import pytest

from soat.core.plans.named import named_agencies

PRESS = "Đài Phát thanh và Truyền hình Hải Phòng, Báo Hải Phòng, Cổng Thông tin điện tử thành phố phối hợp đưa tin."


@pytest.mark.parametrize(
    ("party", "sentence", "names"),
    [
        ("Báo Hải Phòng, Đài PT-TH, Cổng TTĐT", "", ["Báo Hải Phòng", "Đài PT-TH", "Cổng TTĐT"]),
        ("Các Sở: Tư pháp, Y tế", "", ["Sở Tư pháp", "Sở Y tế"]),
        ("Sở Nội vụ", "Phối hợp Sở Tài chính", ["Sở Nội vụ"]),
        (
            "Các cơ quan báo chí",
            PRESS,
            ["Đài Phát thanh và Truyền hình Hải Phòng", "Báo Hải Phòng", "Cổng Thông tin điện tử thành phố"],
        ),
        ("Báo chí", "Báo Đồng Nai đưa tin, gửi bài về Sở Nội vụ trước ngày 30/4.", ["Báo Đồng Nai"]),
        ("Báo chí", "Báo Đồng Nai, trong phạm vi của mình, Sở Nội vụ đưa tin.", ["Báo Đồng Nai"]),
        ("Báo chí", "Báo Hải Phòng và đưa tin về việc kiểm tra.", ["Báo Hải Phòng"]),
        ("Báo chí", "Đài Phát thanh và phát sóng bản tin", ["Đài Phát thanh"]),
        (
            "Báo chí",
            "Báo Hải Phòng, Đài Phát thanh và Truyền hình và tuyên truyền kịp thời",
            ["Báo Hải Phòng", "Đài Phát thanh và Truyền hình"],
        ),
        ("Báo chí", "Báo Hải Phòng cùng với các báo khác đưa tin", ["Báo Hải Phòng"]),
        ("Sở Nội vụ và phối hợp Sở Tài chính", "", ["Sở Nội vụ"]),
        ("Báo Đồng Nai; Đài Truyền hình hoặc", "", ["Báo Đồng Nai", "Đài Truyền hình"]),
        ("Sở Tư pháp, Sở Y tế và các", "", ["Sở Tư pháp", "Sở Y tế"]),
        ("Các đơn vị được kiểm tra", "Xây dựng báo cáo, gửi Sở Nội vụ.", []),
        ("", "", []),
    ],
)
def test_whom_a_party_names(party: str, sentence: str, names: list[str]) -> None:
    assert [name.name for name in named_agencies(party, sentence)] == names
