"""A small plan around one part, so that a test states only the lines it is about."""

from __future__ import annotations

from soat.core.plans.model import Plan
from soat.core.plans.reader import read

HEAD = """UBND TỈNH AN BÌNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 15/KH-UBND | An Bình, ngày 05 tháng 3 năm 2025 |
KẾ HOẠCH
Kiểm tra công tác cải cách hành chính năm 2025
"""


def plan_with(part: str) -> Plan:
    """The plan read from a head and the part's lines."""
    return read(HEAD + part.strip("\n") + "\n")
