"""States of a programme and what leads from one to the next (design.md: a table). No queries, no clock.

draft → running → closed; draft → discarded → draft. Who may do it stands in `access.permissions` under the same
action. Read by the services, the pages and the diagram in the documentation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks look at: counts of what is there and of what is still open.

    `unlooked`: values read from the plan that nobody confirmed and nothing is doubtful in. They hinder no start,
    but who starts says that she takes them over as read.
    """

    period_start: date | None = None
    period_end: date | None = None
    areas: int = 0
    heads: int = 0
    subjects: int = 0
    subjects_unlinked: int = 0
    subjects_later: bool = False
    has_outline: bool = False
    outline_open: int = 0
    doubts: int = 0
    unplaced: int = 0
    unlooked: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """`told` gives the sentence for what is missing, "" when nothing is. `key` names the part to mend."""

    key: str
    told: Callable[[Facts], str]


@dataclass(frozen=True, slots=True)
class Transition:
    """`action` is the right needed; `done` is said afterwards."""

    action: str
    label: str
    source: str
    target: str
    done: str
    requires: tuple[Check, ...] = ()


def _period(facts: Facts) -> str:
    if facts.period_start and facts.period_end:
        return ""
    return "Chưa đủ ngày bắt đầu và ngày kết thúc kiểm tra. Hãy nhập cả hai."


def _subjects(facts: Facts) -> str:
    if facts.subjects or facts.subjects_later:
        return ""
    return "Chưa có đối tượng kiểm tra. Hãy thêm đơn vị, hoặc đánh dấu “xác định sau”."


def _linked(facts: Facts) -> str:
    if not facts.subjects_unlinked:
        return ""
    return f"Còn {facts.subjects_unlinked} đối tượng chưa gắn với cơ quan trong danh mục. Hãy chọn cơ quan."


def _head(facts: Facts) -> str:
    return "" if facts.heads else "Chưa có Trưởng Đoàn. Hãy nhập chức danh hoặc họ tên Trưởng Đoàn."


def _areas(facts: Facts) -> str:
    return "" if facts.areas else "Chưa có lĩnh vực kiểm tra. Hãy thêm ít nhất một lĩnh vực."


def _outline(facts: Facts) -> str:
    return "" if facts.has_outline else "Chưa có đề cương báo cáo. Hãy soạn đề cương hoặc nhập từ tệp Excel."


def _outline_open(facts: Facts) -> str:
    if not facts.outline_open:
        return ""
    return (
        f"Đề cương còn {facts.outline_open} mục cần xem hoặc tỷ lệ chưa có tử số, mẫu số. "
        "Hãy hoàn thiện hoặc xác nhận."
    )


def _doubts(facts: Facts) -> str:
    return f"Còn {facts.doubts} mục cần xem. Hãy xác nhận hoặc sửa từng mục." if facts.doubts else ""


def _unplaced(facts: Facts) -> str:
    if not facts.unplaced:
        return ""
    return f"Còn {facts.unplaced} đoạn chưa xếp được. Hãy giữ làm ghi chú hoặc đưa vào mục phù hợp."


START = Transition(
    "programme.start",
    "Bắt đầu chương trình",
    "draft",
    "running",
    "Chương trình đã bắt đầu. Các đơn vị được mời nay xem được chương trình.",
    (
        Check("period", _period),
        Check("areas", _areas),
        Check("subjects", _subjects),
        Check("agencies", _linked),
        Check("head", _head),
        Check("outline", _outline),
        Check("outline_open", _outline_open),
        Check("doubts", _doubts),
        Check("unplaced", _unplaced),
    ),
)
CLOSE = Transition(
    "programme.close", "Kết thúc chương trình", "running", "closed", "Chương trình đã kết thúc."
)
DISCARD = Transition(
    "programme.discard",
    "Bỏ bản dự thảo",
    "draft",
    "discarded",
    "Đã bỏ bản dự thảo. Bạn có thể khôi phục khi cần.",
)
RESTORE = Transition(
    "programme.restore", "Khôi phục bản dự thảo", "discarded", "draft", "Đã khôi phục bản dự thảo."
)
TRANSITIONS: tuple[Transition, ...] = (START, CLOSE, DISCARD, RESTORE)


def missing(transition: Transition, facts: Facts) -> dict[str, str]:
    """What stands in the way, by the key of the part to mend, in the order of the plan."""
    told = {check.key: check.told(facts) for check in transition.requires}
    return {key: sentence for key, sentence in told.items() if sentence}
