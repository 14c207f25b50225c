"""Names of fields, values and states as the trail's pages say them. A name missing here is shown as it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localtime

from soat.access.roles import Role
from soat.common.looks import spoken
from soat.programmes.rules import OutlineState, ProgrammeState

FIELDS = {
    "abbreviation": "Viết tắt",
    "agency_id": "Cơ quan",
    "agency": "Cơ quan",
    "answer": "Trả lời",
    "area_id": "Lĩnh vực",
    "agency_name": "Tên cơ quan",
    "audience": "Đơn vị trả lời",
    "audience_text": "Dành cho",
    "check_rule": "Kiểm tra số liệu",
    "code": "Mã",
    "columns": "Cột của bảng",
    "data_period_start": "Số liệu từ ngày",
    "data_period_text": "Kỳ số liệu",
    "denominator_id": "Mẫu số",
    "done_at": "Hoàn thành lúc",
    "done_by": "Người báo cáo",
    "due_on": "Hạn",
    "due_text": "Hạn ghi trong kế hoạch",
    "duties": "Nhiệm vụ tách ra",
    "effective_on": "Ngày có hiệu lực",
    "email": "Thư điện tử",
    "ended_at": "Kết thúc lúc",
    "evidence": "Kết quả, minh chứng",
    "expires_at": "Dùng được đến",
    "expires_on": "Ngày hết hiệu lực",
    "file_name": "Tên tệp",
    "full_name": "Họ và tên",
    "help": "Hướng dẫn",
    "is_active": "Đang dùng",
    "is_stub": "Chưa có trong sổ",
    "issued_on": "Ngày ban hành",
    "issued_year": "Năm ban hành",
    "issuer": "Cơ quan ban hành",
    "kind": "Loại",
    "level": "Cấp",
    "mail": "Thư",
    "month": "Tháng",
    "name": "Tên",
    "notice_working_days": "Số ngày làm việc gửi trước",
    "number": "Số, ký hiệu",
    "numerator_id": "Tử số",
    "on": "Ngày",
    "order": "Thứ tự",
    "owner": "Nhóm thực hiện",
    "parent_id": "Thuộc mục",
    "part": "Phần",
    "party": "Bên thực hiện",
    "period_end": "Kết thúc kiểm tra",
    "period_start": "Bắt đầu kiểm tra",
    "person_name": "Họ và tên",
    "phone": "Điện thoại",
    "place": "Nơi ban hành, địa bàn",
    "programme_id": "Chương trình",
    "required": "Bắt buộc",
    "review": "Tình trạng soát",
    "revoked_at": "Thu hồi lúc",
    "role": "Vai trò",
    "rows": "Các mục",
    "rules": "Quy định",
    "settled_as": "Xếp vào",
    "security": "Bảo mật",
    "second_step": "Bước hai",
    "sha256": "Mã băm của tệp",
    "short_name": "Tên ngắn",
    "signer": "Người ký",
    "state": "Trạng thái",
    "subjects_later": "Đối tượng xác định sau",
    "text": "Nội dung",
    "title": "Tên, trích yếu",
    "type": "Loại văn bản",
    "unit": "Đơn vị tính",
    "user_id": "Tài khoản",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
    "version": "Bản",
    "weight": "Trọng số",
    "accepted_at": "Nhận lúc",
    "funding": "Kinh phí",
    "fingerprint": "Dấu của phiên bản",
    "characters": "Số ký tự",
    "source": "Văn bản tác động",
    "target": "Văn bản chịu tác động",
    "predecessor_id": "Cơ quan cũ",
    "successor_id": "Cơ quan kế thừa",
}

VALUES: dict[Any, str] = {
    True: "Có",
    False: "Không",
    None: "",
    "failed": "Hỏng hẳn",
    "waiting": "Đang chờ",
    "dropped": "Đã bỏ",
    **{state.value: state.written for state in OutlineState},
    **{state.value: state.written for state in ProgrammeState},
    "read": "Chưa soát",
    "confirmed": "Đã xác nhận",
    "corrected": "Đã sửa",
    **{role.value: role.written for role in Role},
}


def field(name: str) -> str:
    """The name of a field in the language of the page."""
    return spoken(FIELDS.get(name, name))


def value(raw: Any) -> str:
    """A value of a snapshot in words: yes and no, states and roles by name, times as people write them."""
    if isinstance(raw, list):
        return ", ".join(value(each) for each in raw)
    if isinstance(raw, bool | None.__class__):
        return spoken(VALUES[raw]) if VALUES[raw] else ""
    if isinstance(raw, str) and raw in VALUES:
        return spoken(VALUES[raw])
    moment = parse_datetime(raw) if isinstance(raw, str) and "T" in raw[:11] else None
    return f"{_local(moment):%d/%m/%Y %H:%M}" if isinstance(moment, datetime) else str(raw)


def _local(moment: datetime) -> datetime:
    return localtime(moment) if is_aware(moment) else moment
