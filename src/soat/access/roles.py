"""The roles of a programme (requirement P3), each held within one programme; names as officials use them."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    HEAD = "head", "Trưởng Đoàn"
    DEPUTY = "deputy", "Phó Trưởng Đoàn"
    MEMBER = "member", "Thành viên Đoàn"
    SUPPORT = "support", "Tổ giúp việc"
    COORDINATOR = "coordinator", "Cơ quan thường trực"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị được kiểm tra"
    UNIT_OFFICER = "unit_officer", "Cán bộ đơn vị được kiểm tra"
    THEMATIC_LEAD = "thematic_lead", "Chủ trì kiểm tra chuyên đề"
    LEADERSHIP = "leadership", "Lãnh đạo theo dõi"
    PRESS = "press", "Báo chí"
    SYSADMIN = "sysadmin", "Quản trị hệ thống"
    PERSON = "person", "Người đã đăng nhập"


DESCRIPTIONS: dict[Role, str] = {
    Role.HEAD: "Chỉ đạo Đoàn kiểm tra, phê duyệt kết luận; xem toàn bộ chương trình của mình.",
    Role.DEPUTY: "Giúp Trưởng Đoàn, xem toàn bộ chương trình của mình.",
    Role.MEMBER: "Kiểm tra các lĩnh vực được phân công trong chương trình của mình.",
    Role.SUPPORT: "Giúp Đoàn chuẩn bị hồ sơ, tài liệu trong chương trình của mình.",
    Role.COORDINATOR: "Lập chương trình từ kế hoạch, soạn đề cương, mời người dùng, theo dõi nhiệm vụ.",
    Role.UNIT_HEAD: "Chịu trách nhiệm về báo cáo của đơn vị; chỉ thấy phần của đơn vị mình.",
    Role.UNIT_OFFICER: "Chuẩn bị báo cáo của đơn vị; chỉ thấy phần của đơn vị mình.",
    Role.THEMATIC_LEAD: "Lập kiểm tra chuyên đề của cơ quan mình; chỉ thấy phần của cơ quan mình.",
    Role.LEADERSHIP: "Đọc chương trình và kết quả, không sửa.",
    Role.PRESS: "Thấy nội dung kế hoạch đã ban hành và nhiệm vụ của cơ quan báo chí mình.",
    Role.SYSADMIN: "Quản lý tài khoản và hệ thống; mặc định không xem nội dung kiểm tra.",
    Role.PERSON: "Bất kỳ ai đã đăng nhập.",
}

# Roles bound to one agency: they see its rows only.
UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.UNIT_OFFICER, Role.THEMATIC_LEAD, Role.PRESS})
# Roles that may be held without a programme: the standing agency's officer who starts one, and the administrator.
STANDING_ROLES = frozenset({Role.COORDINATOR, Role.SYSADMIN})
