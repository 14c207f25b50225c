"""The one permission table: role × action × state (requirement P3). Deny by default.

Views, services, row-level policies (through the table `access_permission`, filled from here), the permission page
and the tests all read `PERMISSIONS`. Later rooms add lines here and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from soat.access.roles import Role

# everywhere: bound to no programme · programme: all rows of the programme · unit: the rows of her own agency in
# the programme (and of the agencies it succeeded) · own: rows about herself
Scope = Literal["everywhere", "programme", "unit", "own"]
ANY = "*"

_LEADERS = (Role.HEAD, Role.DEPUTY)
_TEAM = (*_LEADERS, Role.MEMBER, Role.SUPPORT, Role.COORDINATOR)
_READERS = (*_TEAM, Role.LEADERSHIP)
_UNIT = (Role.UNIT_HEAD, Role.UNIT_OFFICER)
_PARTIES = (*_UNIT, Role.THEMATIC_LEAD, Role.PRESS)
_AGENCIES = (*_UNIT, Role.THEMATIC_LEAD)  # agencies that also name people for the team
_LIVE = ("running", "closed")


@dataclass(frozen=True, slots=True)
class Permission:
    """`roles` may do `action` on rows of `scope` while the programme is in one of `states` ("*": any)."""

    action: str
    label: str
    scope: Scope
    roles: tuple[Role, ...]
    states: tuple[str, ...] = (ANY,)


PERMISSIONS: tuple[Permission, ...] = (
    Permission("programme.view", "Xem chương trình", "programme", _READERS, ("draft", *_LIVE)),
    Permission("programme.view", "Xem chương trình", "programme", (Role.COORDINATOR,), ("discarded",)),
    Permission("programme.view", "Xem chương trình", "unit", _PARTIES, _LIVE),
    Permission("programme.import", "Nhập kế hoạch", "everywhere", (Role.COORDINATOR,)),
    Permission("programme.source", "Xem văn bản kế hoạch gốc", "programme", _READERS),
    Permission(
        "programme.review", "Soát và sửa bản đọc kế hoạch", "programme", (Role.COORDINATOR,), ("draft",)
    ),
    Permission("programme.start", "Bắt đầu chương trình", "programme", (Role.COORDINATOR,), ("draft",)),
    Permission("programme.discard", "Bỏ bản dự thảo", "programme", (Role.COORDINATOR,), ("draft",)),
    Permission(
        "programme.restore", "Khôi phục bản dự thảo", "programme", (Role.COORDINATOR,), ("discarded",)
    ),
    Permission(
        "programme.extend", "Gia hạn thời kỳ kiểm tra", "programme", (Role.COORDINATOR,), ("running",)
    ),
    Permission("programme.close", "Kết thúc chương trình", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("subject.view", "Xem đối tượng kiểm tra", "programme", _READERS),
    Permission("subject.view", "Xem đối tượng kiểm tra", "unit", _UNIT, _LIVE),
    Permission(
        "subject.manage",
        "Thêm, kết thúc đối tượng kiểm tra",
        "programme",
        (Role.COORDINATOR,),
        ("running",),
    ),
    Permission("outline.view", "Xem đề cương", "programme", _READERS),
    Permission("outline.view", "Xem đề cương", "unit", _UNIT, _LIVE),
    Permission("outline.draft", "Xem bản dự thảo đề cương", "programme", _READERS),
    Permission("outline.edit", "Soạn đề cương", "programme", (Role.COORDINATOR,), ("draft", "running")),
    Permission("duty.view", "Xem nhiệm vụ", "programme", _READERS),
    Permission("duty.view", "Xem nhiệm vụ", "unit", _PARTIES, _LIVE),
    Permission("duty.manage", "Giao và sửa nhiệm vụ", "programme", (Role.COORDINATOR,), ("draft", "running")),
    Permission("duty.report", "Báo cáo kết quả nhiệm vụ", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("duty.report", "Báo cáo kết quả nhiệm vụ", "unit", _PARTIES, ("running",)),
    Permission("question.view", "Xem khó khăn, vướng mắc", "programme", _READERS),
    Permission("question.view", "Xem khó khăn, vướng mắc", "unit", _UNIT, _LIVE),
    Permission("question.ask", "Nêu khó khăn, vướng mắc", "unit", _UNIT, ("running",)),
    Permission(
        "question.answer", "Trả lời khó khăn, vướng mắc", "programme", (Role.COORDINATOR,), ("running",)
    ),
    Permission("team.view", "Xem Đoàn kiểm tra", "programme", _READERS),
    Permission("team.manage", "Lập Đoàn, ghi quyết định", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("interest.declare", "Khai việc phải tránh", "programme", _TEAM, ("running",)),
    Permission("nomination.view", "Xem việc cử người", "programme", _READERS),
    Permission("nomination.view", "Xem việc cử người", "unit", _AGENCIES, _LIVE),
    Permission("nomination.request", "Đề nghị cử người", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("nomination.propose", "Cử người của cơ quan mình", "unit", _AGENCIES, ("running",)),
    Permission(
        "nomination.decide", "Nhận hoặc đề nghị cử lại", "programme", (Role.COORDINATOR,), ("running",)
    ),
    Permission("schedule.view", "Xem lịch dự kiến", "programme", _READERS),
    Permission("schedule.runs", "Xem phương án xếp lịch", "programme", (*_LEADERS, Role.COORDINATOR)),
    Permission("schedule.plan", "Xếp lịch, phân công", "programme", (Role.COORDINATOR,), ("running",)),
    Permission(
        "schedule.override", "Cho kiểm tra lại cùng nội dung", "programme", (Role.HEAD,), ("running",)
    ),
    Permission("theme.view", "Xem kiểm tra chuyên đề", "programme", _READERS),
    Permission("theme.view", "Xem kiểm tra chuyên đề", "unit", (Role.THEMATIC_LEAD,), _LIVE),
    Permission("schedule.theme", "Đăng ký kiểm tra chuyên đề", "unit", (Role.THEMATIC_LEAD,), ("running",)),
    Permission("schedule.public", "Xem lịch kiểm tra đã công bố", "programme", (Role.PRESS,), _LIVE),
    Permission(
        "schedule.theme", "Đăng ký kiểm tra chuyên đề", "programme", (Role.COORDINATOR,), ("running",)
    ),
    Permission("absence.declare", "Khai ngày mình vắng", "programme", _TEAM, ("running",)),
    Permission("blackout.view", "Xem ngày không tiếp Đoàn", "programme", _READERS),
    Permission("blackout.view", "Xem ngày không tiếp Đoàn", "unit", _UNIT, _LIVE),
    Permission("blackout.ask", "Đề nghị, ghi ngày không tiếp Đoàn", "unit", _UNIT, ("running",)),
    Permission(
        "blackout.ask", "Đề nghị, ghi ngày không tiếp Đoàn", "programme", (Role.COORDINATOR,), ("running",)
    ),
    Permission("draw.view", "Xem, kiểm chứng bốc thăm", "programme", _READERS),
    Permission("draw.view", "Xem, kiểm chứng bốc thăm", "unit", _PARTIES, _LIVE),
    Permission("draw.hold", "Niêm phong, bốc thăm đối tượng", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("visit.view", "Xem cuộc kiểm tra", "programme", _READERS),
    Permission("visit.view", "Xem cuộc kiểm tra đã báo", "unit", _UNIT, _LIVE),
    Permission("visit.notify", "Gửi thông báo lịch", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("surprise.view", "Xem kiểm tra đột xuất", "programme", (*_LEADERS, Role.COORDINATOR)),
    Permission("surprise.propose", "Đề xuất đột xuất", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("surprise.approve", "Duyệt đột xuất", "programme", (Role.HEAD,), ("running",)),
    Permission(
        "surprise.open", "Mở đột xuất tại chỗ", "programme", (*_LEADERS, Role.COORDINATOR), ("running",)
    ),
    Permission("paper.view", "Xem văn bản đã ban hành", "programme", _READERS),
    Permission("paper.view", "Xem văn bản gửi cơ quan mình", "unit", _AGENCIES, _LIVE),
    Permission("paper.drafts", "Xem dự thảo văn bản", "programme", (*_LEADERS, Role.COORDINATOR)),
    Permission("paper.draft", "Soạn văn bản", "programme", (Role.COORDINATOR,), ("draft", "running")),
    Permission("paper.issue", "Ban hành, thu hồi văn bản", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("paper.template", "Sửa mẫu văn bản", "programme", (Role.COORDINATOR,), ("draft", "running")),
    Permission("number.view", "Xem sổ số văn bản", "programme", _READERS),
    Permission("number.take", "Cấp, hủy số văn bản", "programme", (Role.COORDINATOR,), ("running",)),
    Permission("calendar.edit", "Sửa lịch ngày làm việc", "everywhere", (Role.COORDINATOR,)),
    Permission("role.view", "Xem người và vai trò", "programme", _READERS),
    Permission("role.view", "Xem người và vai trò", "everywhere", (Role.SYSADMIN,)),
    Permission("role.view", "Xem vai trò của mình", "own", (Role.PERSON,)),
    Permission(
        "role.give", "Mời người, giao và thu vai trò", "programme", (Role.COORDINATOR,), ("draft", "running")
    ),
    Permission("role.give", "Mời người, giao và thu vai trò", "everywhere", (Role.SYSADMIN,)),
    Permission("account.view", "Xem tài khoản", "everywhere", (Role.SYSADMIN,)),
    Permission("account.view", "Xem tài khoản của mình", "own", (Role.PERSON,)),
    Permission("account.manage", "Khóa, mở khóa tài khoản", "everywhere", (Role.SYSADMIN,)),
    Permission("account.edit", "Sửa tài khoản của mình", "own", (Role.PERSON,)),
    Permission("message.view", "Xem tin báo của mình", "own", (Role.PERSON,)),
    Permission("person.view", "Xem danh bạ người", "everywhere", (Role.COORDINATOR, Role.SYSADMIN)),
    Permission("person.view", "Xem danh bạ người", "programme", _READERS),
    Permission("person.view", "Xem người của cơ quan mình", "unit", _PARTIES),
    Permission("person.edit", "Sửa danh bạ người", "everywhere", (Role.COORDINATOR,)),
    Permission("agency.view", "Xem danh mục cơ quan", "everywhere", (Role.PERSON,)),
    Permission("agency.edit", "Sửa danh mục cơ quan", "everywhere", (Role.COORDINATOR,)),
    Permission("legal.view", "Tra cứu văn bản", "everywhere", (Role.PERSON,)),
    Permission("legal.edit", "Cập nhật sổ văn bản", "everywhere", (Role.COORDINATOR,)),
    Permission("citation.view", "Xem nơi viện dẫn", "programme", _READERS),
    Permission("trail.view", "Xem nhật ký", "programme", _READERS),
    Permission("trail.view", "Xem nhật ký của đơn vị mình", "unit", _UNIT),
    Permission("trail.view", "Xem nhật ký tài khoản, hệ thống", "everywhere", (Role.SYSADMIN,)),
    Permission("job.view", "Xem việc nền", "everywhere", (Role.SYSADMIN,)),
    Permission("job.manage", "Chạy lại, bỏ việc nền bị hỏng", "everywhere", (Role.SYSADMIN,)),
    Permission("permission.view", "Xem bảng quyền", "everywhere", (Role.PERSON,)),
)


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One line of the expanded table, as it stands in the database."""

    role: str
    action: str
    state: str
    scope: str


def lines() -> Iterator[Line]:
    """Every (role, action, state, scope), each once."""
    seen = {
        Line(role.value, p.action, state, p.scope)
        for p in PERMISSIONS
        for role in p.roles
        for state in p.states
    }
    return iter(sorted(seen))


ACTIONS: dict[str, str] = {p.action: p.label for p in reversed(PERMISSIONS)}


def roles_for(action: str) -> list[Role]:
    """Who may do `action`, for the sentence that says whom to ask. Raises KeyError for an unknown action."""
    if action not in ACTIONS:
        raise KeyError(action)
    return [role for role in Role if any(p.action == action and role in p.roles for p in PERMISSIONS)]
