"""Types of documents and issuing agencies with their abbreviations (Decree 30/2020/NĐ-CP, annex III).

Looked up exactly first, then folded (NĐ = ND = nđ), because scans and keyboards lose the Đ. Only national
bodies and kinds of local agencies stand here; no province or place is known to the code.
"""

from __future__ import annotations

import re
from functools import lru_cache

from soat.core.text import fold

LETTER = "Công văn"

TYPES = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "NQLT": "Nghị quyết liên tịch",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
    "KL": "Kết luận",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "CTHĐ": "Chương trình hành động",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "VBHN": "Văn bản hợp nhất",
    "PL": "Pháp lệnh",
    "L": "Luật",
    "LCT": "Lệnh",
    "CV": LETTER,
}
TYPE_WORDS = sorted(
    {*TYPES.values(), "Bộ luật", "Hiến pháp", "Sắc lệnh", "Thông tri", "Thư công"}, key=len, reverse=True
)

AGENCIES = {
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "VPQH": "Văn phòng Quốc hội",
    "CTN": "Chủ tịch nước",
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "TTCP": "Thanh tra Chính phủ",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BYT": "Bộ Y tế",
    "BXD": "Bộ Xây dựng",
    "BGTVT": "Bộ Giao thông vận tải",
    "BCT": "Bộ Công Thương",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BNG": "Bộ Ngoại giao",
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "UBDT": "Ủy ban Dân tộc",
    "TTTT": "Bộ Thông tin và Truyền thông",
    "KTNN": "Kiểm toán nhà nước",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "SNV": "Sở Nội vụ",
    "STP": "Sở Tư pháp",
    "STC": "Sở Tài chính",
    "SKHĐT": "Sở Kế hoạch và Đầu tư",
    "STTTT": "Sở Thông tin và Truyền thông",
    "SKHCN": "Sở Khoa học và Công nghệ",
    "SGDĐT": "Sở Giáo dục và Đào tạo",
    "SYT": "Sở Y tế",
    "SXD": "Sở Xây dựng",
    "SGTVT": "Sở Giao thông vận tải",
    "SCT": "Sở Công Thương",
    "SNNPTNT": "Sở Nông nghiệp và Phát triển nông thôn",
    "SNNMT": "Sở Nông nghiệp và Môi trường",
    "STNMT": "Sở Tài nguyên và Môi trường",
    "SLĐTBXH": "Sở Lao động - Thương binh và Xã hội",
    "SVHTT": "Sở Văn hóa và Thể thao",
    "SVHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "SDL": "Sở Du lịch",
    "SNgV": "Sở Ngoại vụ",
    "SDTTG": "Sở Dân tộc và Tôn giáo",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "VP": "Văn phòng",
    "VPUBND": "Văn phòng Ủy ban nhân dân",
    "TTr": "Thanh tra",
    "ĐKT": "Đoàn kiểm tra",
    "TW": "Trung ương Đảng",
    "TU": None,
    "HU": "Huyện ủy",
    "QU": "Quận ủy",
    "ThU": None,
    "ĐU": "Đảng ủy",
    "BCSĐ": "Ban cán sự đảng",
    "BTCTW": "Ban Tổ chức Trung ương",
    "BTGTW": "Ban Tuyên giáo Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "VPTW": "Văn phòng Trung ương Đảng",
}
PARTY = {"TW", "TU", "HU", "QU", "ThU", "ĐU", "BCSĐ", "BTCTW", "BTGTW", "UBKTTW", "VPTW"}
LOCAL = {"UBND", "HĐND"}
"""Agencies that exist in every place: the text must say which one."""

_FOLDED_TYPES: dict[str, str] = {}
_FOLDED_AGENCIES: dict[str, str] = {}
for _table, _names in ((_FOLDED_TYPES, TYPES), (_FOLDED_AGENCIES, AGENCIES)):
    for _name in _names:
        _table.setdefault(fold(_name), _name)
_ASSEMBLY = re.compile(r"(UBTVQH|QH)\d{1,2}")


@lru_cache(maxsize=4096)
def type_symbol(run: str) -> str | None:
    """The abbreviation of a type as it is properly written (nd -> NĐ), None if it is none."""
    return run if run in TYPES else _FOLDED_TYPES.get(fold(run))


@lru_cache(maxsize=4096)
def agency_symbol(run: str) -> str | None:
    """The abbreviation of an agency as it is properly written (ttg -> TTg, qh14 -> QH14), None if unknown."""
    if run in AGENCIES:
        return run
    if _ASSEMBLY.fullmatch(run.upper()):
        return run.upper()
    return _FOLDED_AGENCIES.get(fold(run))


def agency_name(symbol: str) -> str | None:
    """The agency's name: "Chính phủ" for CP, "Quốc hội" for QH14; None where the symbol does not tell."""
    assembly = _ASSEMBLY.fullmatch(symbol)
    return AGENCIES.get(assembly[1] if assembly else symbol)
