"""States of a programme and of its outline, what leads from one to the next (design.md: a table). No queries, no clock.

draft → running → closed; draft → discarded → draft. Who may do it stands in `access.permissions` under the same
action. Below them: what the values of a row must be, whoever writes it (review, duties). Read by the services, the
pages and the diagram in the documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy, gettext_noop

from soat.common.choices import Choices
from soat.common.errors import DomainError


class ProgrammeState(Choices):
    DRAFT = "draft", gettext_lazy("Dự thảo")
    RUNNING = "running", gettext_lazy("Đang thực hiện")
    CLOSED = "closed", gettext_lazy("Đã kết thúc")
    DISCARDED = "discarded", gettext_lazy("Đã bỏ")


class OutlineState(Choices):
    DRAFT = "draft", gettext_lazy("Bản dự thảo")
    IN_USE = "in_use", gettext_lazy("Đang dùng")
    RETIRED = "retired", gettext_lazy("Đã thay thế")


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
    return gettext("Chưa đủ ngày bắt đầu và ngày kết thúc kiểm tra. Hãy nhập cả hai.")


def _subjects(facts: Facts) -> str:
    if facts.subjects or facts.subjects_later:
        return ""
    return gettext("Chưa có đối tượng kiểm tra. Hãy thêm đơn vị, hoặc đánh dấu “xác định sau”.")


def _linked(facts: Facts) -> str:
    if not facts.subjects_unlinked:
        return ""
    return gettext(
        "Còn %(subjects_unlinked)s đối tượng chưa gắn với cơ quan trong danh mục. Hãy chọn cơ quan."
    ) % {"subjects_unlinked": facts.subjects_unlinked}


def _head(facts: Facts) -> str:
    return "" if facts.heads else gettext("Chưa có Trưởng Đoàn. Hãy nhập chức danh hoặc họ tên Trưởng Đoàn.")


def _areas(facts: Facts) -> str:
    return "" if facts.areas else gettext("Chưa có lĩnh vực kiểm tra. Hãy thêm ít nhất một lĩnh vực.")


def _outline(facts: Facts) -> str:
    return (
        ""
        if facts.has_outline
        else gettext("Chưa có đề cương báo cáo. Hãy soạn đề cương hoặc nhập từ tệp Excel.")
    )


def _outline_open(facts: Facts) -> str:
    if not facts.outline_open:
        return ""
    return gettext(
        "Đề cương còn %(outline_open)s mục cần xem hoặc tỷ lệ chưa có tử số, mẫu số. Hãy hoàn thiện "
        "hoặc xác nhận."
    ) % {"outline_open": facts.outline_open}


def _doubts(facts: Facts) -> str:
    return (
        gettext("Còn %(doubts)s mục cần xem. Hãy xác nhận hoặc sửa từng mục.") % {"doubts": facts.doubts}
        if facts.doubts
        else ""
    )


def _unplaced(facts: Facts) -> str:
    if not facts.unplaced:
        return ""
    return gettext("Còn %(unplaced)s đoạn chưa xếp được. Hãy giữ làm ghi chú hoặc đưa vào mục phù hợp.") % {
        "unplaced": facts.unplaced
    }


START = Transition(
    "programme.start",
    gettext_noop("Bắt đầu chương trình"),
    ProgrammeState.DRAFT,
    ProgrammeState.RUNNING,
    gettext_noop("Chương trình đã bắt đầu. Các đơn vị được mời nay xem được chương trình."),
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
    "programme.close",
    gettext_noop("Kết thúc chương trình"),
    ProgrammeState.RUNNING,
    ProgrammeState.CLOSED,
    gettext_noop("Chương trình đã kết thúc."),
)
DISCARD = Transition(
    "programme.discard",
    gettext_noop("Bỏ bản dự thảo"),
    ProgrammeState.DRAFT,
    ProgrammeState.DISCARDED,
    gettext_noop("Đã bỏ bản dự thảo. Bạn có thể khôi phục khi cần."),
)
RESTORE = Transition(
    "programme.restore",
    gettext_noop("Khôi phục bản dự thảo"),
    ProgrammeState.DISCARDED,
    ProgrammeState.DRAFT,
    gettext_noop("Đã khôi phục bản dự thảo."),
)
TRANSITIONS: tuple[Transition, ...] = (START, CLOSE, DISCARD, RESTORE)

ISSUE = Transition(
    "outline.edit",
    gettext_noop("Ban hành phiên bản"),
    OutlineState.DRAFT,
    OutlineState.IN_USE,
    gettext_noop("Báo cáo bắt đầu từ nay theo phiên bản này."),
)
RETIRE = Transition(
    "outline.edit",
    gettext_noop("Thay bằng phiên bản mới"),
    OutlineState.IN_USE,
    OutlineState.RETIRED,
    gettext_noop("Phiên bản trước đã được thay thế."),
)
OUTLINE_TRANSITIONS: tuple[Transition, ...] = (ISSUE, RETIRE)


def missing(transition: Transition, facts: Facts) -> dict[str, str]:
    """What stands in the way, by the key of the part to mend, in the order of the plan."""
    told = {check.key: check.told(facts) for check in transition.requires}
    return {key: sentence for key, sentence in told.items() if sentence}


# By the kind of row: what may not be empty, and what is said if it is.
_NEEDED: dict[str, dict[str, str]] = {
    "programme": {"title": gettext_noop("Hãy ghi tên chương trình.")},
    "statement": {"text": gettext_noop("Hãy ghi nội dung.")},
    "area": {"title": gettext_noop("Hãy ghi tên lĩnh vực.")},
    "item": {
        "text": gettext_noop("Hãy ghi nội dung kiểm tra."),
        "area": gettext_noop("Hãy chọn lĩnh vực của nội dung này."),
    },
    "method": {"kind": gettext_noop("Hãy chọn loại."), "title": gettext_noop("Hãy ghi cách kiểm tra.")},
    "subject": {
        "name": gettext_noop("Hãy ghi tên đối tượng kiểm tra."),
        "kind": gettext_noop("Hãy chọn loại đối tượng."),
    },
    "seat": {"kind": gettext_noop("Hãy chọn loại thành phần."), "text": gettext_noop("Hãy ghi thành phần.")},
    "duty": {
        "text": gettext_noop("Hãy ghi nội dung nhiệm vụ."),
        "party": gettext_noop("Hãy ghi bên thực hiện."),
        "owner": gettext_noop("Hãy chọn nhóm của bên thực hiện."),
    },
}


def is_overdue(due_on: date | None, today: date) -> bool:
    """Of what is not done: its due date has passed. What is due today is not overdue."""
    return due_on is not None and due_on < today


def check_names(names: Iterable[str], allowed: Iterable[str]) -> None:
    """Raises DomainError if a value is given that a person may not write in such a row."""
    if foreign := sorted(set(names) - set(allowed)):
        raise DomainError(
            gettext("Mục này không có giá trị “%(foreign)s” để sửa. Hãy tải lại trang rồi làm lại.")
            % {"foreign": foreign[0]}
        )


def check_values(
    kind: str, values: Mapping[str, Any], *, issued_on: date | None = None, is_new: bool = False
) -> None:
    """What the values of a row must be; only those given are looked at, of a new row all that it needs.

    `kind` is the model's name in lower case, `issued_on` the date of the plan. Raises DomainError with the field.
    """
    for name, sentence in _NEEDED.get(kind, {}).items():
        if (is_new or name in values) and not _is_given(values.get(name)):
            raise DomainError(gettext(sentence), name)
    due_on = values.get("due_on")
    if due_on and issued_on and due_on < issued_on:
        raise DomainError(
            gettext("Hạn hoàn thành không thể trước ngày ban hành kế hoạch. Hãy chọn ngày khác."), "due_on"
        )


def _is_given(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def check_period(start: date | None, end: date | None, *, field: str) -> None:
    """Raises DomainError on `field` if a period ends before it starts."""
    if start and end and end < start:
        raise DomainError(gettext("Ngày kết thúc không thể trước ngày bắt đầu. Hãy sửa lại."), field)
