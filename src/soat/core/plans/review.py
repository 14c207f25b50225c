"""Doubts about the whole plan: essentials that are missing, values read with little certainty (requirement G2).

Called last by `reader.py`.
"""

from __future__ import annotations

from soat.core.plans.found import Notes
from soat.core.plans.model import DOUBTFUL, Plan


def review(plan: Plan, notes: Notes) -> None:
    """Add a doubt for each essential that the text does not give."""
    head = plan.document
    missing = (
        (head.number is None, "document.number", "Văn bản chưa có số; hãy nhập số, ký hiệu khi đã ban hành."),
        (head.date is None, "document.date", "Không thấy ngày ban hành đầy đủ; hãy nhập ngày, tháng, năm."),
        (head.issuer is None, "document.issuer", "Không thấy tên cơ quan ban hành; hãy nhập cơ quan."),
        (head.title is None, "document.title", "Không thấy tên kế hoạch; hãy nhập trích yếu."),
        (head.signer is None, "document.signer", "Không thấy người ký; hãy nhập họ tên người ký nếu cần."),
        (plan.period is None, "period", "Không thấy thời gian kiểm tra; hãy nhập ngày bắt đầu và kết thúc."),
        (not plan.content_areas, "content_areas", "Không thấy nội dung kiểm tra; hãy nhập các lĩnh vực."),
        (not plan.methods, "methods", "Không thấy phương pháp kiểm tra; hãy chọn cách kiểm tra."),
        (
            plan.outline is None,
            "outline",
            "Kế hoạch không kèm đề cương báo cáo; hãy lập đề cương hoặc lấy của năm trước.",
        ),
    )
    for absent, path, reason in missing:
        if absent:
            notes.doubt(path, reason, head.span)
    paths = {doubt.field for doubt in notes.doubts}
    if not plan.subjects and "subjects" not in paths:
        notes.doubt(
            "subjects", "Không thấy đơn vị nào được nêu tên để kiểm tra; hãy chọn các đơn vị.", head.span
        )
    if plan.team.head is None and "team" not in paths:
        notes.doubt(
            "team", "Không thấy Trưởng đoàn trong kế hoạch; hãy nhập thành phần Đoàn kiểm tra.", head.span
        )
    if head.issuer == "Ủy ban nhân dân":
        notes.doubt(
            "document.issuer", "Không rõ Ủy ban nhân dân nào ban hành; hãy ghi đủ tên.", head.spans["issuer"]
        )
    _seats(plan, notes)


def _seats(plan: Plan, notes: Notes) -> None:
    for name in ("deputies", "members", "support_agencies"):
        for place, seat in enumerate(getattr(plan.team, name)):
            if seat.confidence < DOUBTFUL:
                reason = f"Không rõ “{seat.text}” là cơ quan nào; hãy chọn trong danh mục."
                notes.doubt(f"team.{name}[{place}]", reason, seat.span)
