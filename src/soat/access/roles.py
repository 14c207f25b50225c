"""The roles of a programme (requirement P3), each held within one programme; names as officials use them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, gettext_noop

from soat.common.choices import Choices


class Role(Choices):
    HEAD = "head", gettext_lazy("Trưởng Đoàn")
    DEPUTY = "deputy", gettext_lazy("Phó Trưởng Đoàn")
    MEMBER = "member", gettext_lazy("Thành viên Đoàn")
    SUPPORT = "support", gettext_lazy("Tổ giúp việc")
    COORDINATOR = "coordinator", gettext_lazy("Cơ quan thường trực")
    UNIT_HEAD = "unit_head", gettext_lazy("Thủ trưởng đơn vị được kiểm tra")
    UNIT_OFFICER = "unit_officer", gettext_lazy("Cán bộ đơn vị được kiểm tra")
    THEMATIC_LEAD = "thematic_lead", gettext_lazy("Chủ trì kiểm tra chuyên đề")
    LEADERSHIP = "leadership", gettext_lazy("Lãnh đạo theo dõi")
    PRESS = "press", gettext_lazy("Báo chí")
    SYSADMIN = "sysadmin", gettext_lazy("Quản trị hệ thống")
    PERSON = "person", gettext_lazy("Người đã đăng nhập")


DESCRIPTIONS: dict[Role, str] = {
    Role.HEAD: gettext_noop("Chỉ đạo Đoàn kiểm tra, phê duyệt kết luận; xem toàn bộ chương trình của mình."),
    Role.DEPUTY: gettext_noop("Giúp Trưởng Đoàn, xem toàn bộ chương trình của mình."),
    Role.MEMBER: gettext_noop("Kiểm tra các lĩnh vực được phân công trong chương trình của mình."),
    Role.SUPPORT: gettext_noop("Giúp Đoàn chuẩn bị hồ sơ, tài liệu trong chương trình của mình."),
    Role.COORDINATOR: gettext_noop(
        "Lập chương trình từ kế hoạch, soạn đề cương, mời người dùng, theo dõi nhiệm vụ."
    ),
    Role.UNIT_HEAD: gettext_noop("Chịu trách nhiệm về báo cáo của đơn vị; chỉ thấy phần của đơn vị mình."),
    Role.UNIT_OFFICER: gettext_noop("Chuẩn bị báo cáo của đơn vị; chỉ thấy phần của đơn vị mình."),
    Role.THEMATIC_LEAD: gettext_noop(
        "Lập kiểm tra chuyên đề của cơ quan mình; chỉ thấy phần của cơ quan mình."
    ),
    Role.LEADERSHIP: gettext_noop("Đọc chương trình và kết quả, không sửa."),
    Role.PRESS: gettext_noop(
        "Thấy nội dung kế hoạch đã ban hành, lịch kiểm tra đã công bố và nhiệm vụ của cơ quan báo chí mình."
    ),
    Role.SYSADMIN: gettext_noop("Quản lý tài khoản và hệ thống; mặc định không xem nội dung kiểm tra."),
    Role.PERSON: gettext_noop("Bất kỳ ai đã đăng nhập."),
}

# Roles bound to one agency: they see its rows only.
UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.UNIT_OFFICER, Role.THEMATIC_LEAD, Role.PRESS})
# Roles that may be held without a programme: the standing agency's officer who starts one, and the administrator.
STANDING_ROLES = frozenset({Role.COORDINATOR, Role.SYSADMIN})
# Roles of those who sit in the team; each bears the name of its seat (`programmes.SeatKind`).
TEAM_ROLES = frozenset({Role.HEAD, Role.DEPUTY, Role.MEMBER, Role.SUPPORT})
