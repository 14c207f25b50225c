"""The one glossary of deeds: what an event says in plain words (requirement A1), beside the rights it was done by.

A right such as `programme.review` covers confirming, correcting and removing; the trail must say which it was. The
words follow from action, kind of record, and what changed, so events written before a word was added have it too.
Called by the trail's pages. Whoever records a new action adds its lines here (`tests/test_deeds.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext

from soat.trail.models import Event

Shape = Literal["any", "made", "changed", "gone"]
ANY = object()


@dataclass(frozen=True, slots=True)
class Deed:
    """`action` on a record of type `on` (model name), when the event has this shape and sets `field` to `value`."""

    action: str
    words: str
    on: str = ""
    shape: Shape = "any"
    field: str = ""
    value: Any = ANY

    def fits(self, subject_type: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
        """Whether these words say what the event did."""
        if self.on and subject_type.rpartition(".")[2] != self.on:
            return False
        if self.shape not in ("any", _shape(before, after)):
            return False
        if not self.field:
            return True
        if self.field not in after or before.get(self.field) == after[self.field]:
            return False
        return self.value is ANY or after[self.field] == self.value


def _shape(before: dict[str, Any], after: dict[str, Any]) -> Shape:
    if not before:
        return "made"
    return "changed" if after else "gone"


# Of one action the first that fits is said: the special before the general.
DEEDS: tuple[Deed, ...] = (
    Deed("programme.import", "Đã ghi nơi kế hoạch viện dẫn văn bản", field="citations"),
    Deed("programme.import", "Đã nhập kế hoạch"),
    Deed("programme.review", "Đã xác nhận các giá trị của một phần", on="programme", field="review"),
    Deed("programme.review", "Đã chọn xác định đối tượng sau", field="subjects_later", value=True),
    Deed("programme.review", "Đã bỏ chọn xác định đối tượng sau", field="subjects_later", value=False),
    Deed("programme.review", "Đã mở lại đoạn văn bản", on="unplaced", field="settled_as", value=""),
    Deed("programme.review", "Đã giữ đoạn văn bản làm ghi chú", on="unplaced", field="settled_as", value="note"),
    Deed("programme.review", "Đã xếp đoạn văn bản vào một mục", on="unplaced"),
    Deed("programme.review", "Đã xác nhận giá trị đọc được", field="review", value="confirmed"),
    Deed("programme.review", "Đã thêm mục vào bản đọc kế hoạch", shape="made"),
    Deed("programme.review", "Đã bỏ mục khỏi bản đọc kế hoạch", shape="gone"),
    Deed("programme.review", "Đã sửa giá trị đọc được"),
    Deed("programme.start", "Đã bắt đầu chương trình"),
    Deed("programme.extend", "Đã gia hạn thời kỳ kiểm tra"),
    Deed("programme.close", "Đã kết thúc chương trình"),
    Deed("programme.discard", "Đã bỏ bản dự thảo chương trình"),
    Deed("programme.restore", "Đã khôi phục bản dự thảo chương trình"),
    Deed("outline.edit", "Đã ban hành đề cương", on="outline", field="state", value="in_use"),
    Deed("outline.edit", "Đã thay đề cương bằng phiên bản mới", on="outline", field="state", value="retired"),
    Deed("outline.edit", "Đã nhập đề cương từ tệp Excel", on="outline", field="fingerprint"),
    Deed("outline.edit", "Đã lập bản dự thảo đề cương", on="outline", shape="made"),
    Deed("outline.edit", "Đã bỏ bản dự thảo đề cương", on="outline", shape="gone"),
    Deed("outline.edit", "Đã sửa phần đầu đề cương", on="outline"),
    Deed("outline.edit", "Đã xác nhận mục của đề cương", shape="changed", field="review", value="confirmed"),
    Deed("outline.edit", "Đã thêm mục vào đề cương", shape="made"),
    Deed("outline.edit", "Đã bỏ mục khỏi đề cương", shape="gone"),
    Deed("outline.edit", "Đã chuyển mục của đề cương sang mục khác", field="parent_id"),
    Deed("outline.edit", "Đã đổi thứ tự mục của đề cương", field="order"),
    Deed("outline.edit", "Đã sửa mục của đề cương"),
    Deed("subject.manage", "Đã thôi kiểm tra một đối tượng", field="ended_at"),
    Deed("subject.manage", "Đã bổ sung đối tượng kiểm tra"),
    Deed("duty.manage", "Đã giao nhiệm vụ cho từng cơ quan", field="agencies"),
    Deed("duty.manage", "Đã đưa lại vào danh sách nhiệm vụ", field="strike_reason", value=""),
    Deed("duty.manage", "Đã ghi rằng đây không phải nhiệm vụ", field="strike_reason"),
    Deed("duty.manage", "Đã thôi giao nhiệm vụ", field="retired_at"),
    Deed("duty.manage", "Đã mở lại nhiệm vụ", field="done_at", value=None),
    Deed("duty.manage", "Đã xác nhận kết quả nhiệm vụ", field="confirmed_at"),
    Deed("duty.manage", "Đã ghi hạn báo cáo theo lịch kiểm tra", field="due_by_visit", value=True),
    Deed("duty.manage", "Đã bỏ hạn báo cáo theo lịch kiểm tra", field="due_by_visit", value=False),
    Deed("duty.manage", "Đã thêm nhiệm vụ", shape="made"),
    Deed("duty.manage", "Đã bỏ nhiệm vụ", shape="gone"),
    Deed("duty.manage", "Đã sửa nhiệm vụ"),
    Deed("duty.report", "Đã bỏ tệp minh chứng", field="file", value=None),
    Deed("duty.report", "Đã thêm tệp minh chứng", field="file"),
    Deed("duty.report", "Đã rút báo cáo kết quả nhiệm vụ", field="done_at", value=None),
    Deed("duty.report", "Đã báo cáo kết quả nhiệm vụ"),
    Deed("question.ask", "Đã nêu khó khăn, vướng mắc"),
    Deed("question.answer", "Đã trả lời khó khăn, vướng mắc"),
    Deed("nomination.request", "Đã khép đề nghị cử người", field="closed"),
    Deed("nomination.request", "Đã đề nghị cử người"),
    Deed("nomination.propose", "Đã rút người được cử", field="state", value="withdrawn"),
    Deed("nomination.propose", "Đã cử người"),
    Deed("nomination.decide", "Đã nhận người được cử", field="state", value="accepted"),
    Deed("nomination.decide", "Đã đề nghị cử người khác", field="state"),
    Deed("nomination.decide", "Đã trả lời việc cử người"),
    Deed("team.manage", "Đã sửa lĩnh vực của thành viên Đoàn", field="areas"),
    Deed("team.manage", "Đã đặt số năm phải tránh", field="recusal_years"),
    Deed("team.manage", "Đã ghi quyết định về thành viên Đoàn", field="act"),
    Deed("team.manage", "Đã đưa người vào danh sách Đoàn", shape="made"),
    Deed("team.manage", "Đã ghi cơ quan của thành viên Đoàn", field="agency_id"),
    Deed("team.manage", "Đã sửa danh sách Đoàn"),
    Deed("interest.declare", "Đã rút khai báo việc phải tránh", field="withdrawn"),
    Deed("interest.declare", "Đã khai việc phải tránh"),
    Deed("schedule.plan", "Đã thêm xe", on="vehicle", shape="made"),
    Deed("schedule.plan", "Đã ngừng sử dụng xe", on="vehicle", field="active", value=False),
    Deed("schedule.plan", "Đã dùng lại xe", on="vehicle", field="active", value=True),
    Deed("schedule.plan", "Đã sửa xe", on="vehicle"),
    Deed("schedule.plan", "Đã ghi ngày không tiếp Đoàn", on="blackout", shape="made"),
    Deed("schedule.plan", "Đã bỏ ngày không tiếp Đoàn", on="blackout"),
    Deed("schedule.plan", "Đã chấp nhận ngày không tiếp Đoàn", on="blackoutrequest", field="accepted", value=True),
    Deed("schedule.plan", "Đã trả lời đề nghị ngày không tiếp Đoàn", on="blackoutrequest"),
    Deed("schedule.plan", "Đã ghép nội dung chuyên đề vào cuộc của Đoàn", on="overlap"),
    Deed("absence.declare", "Đã khai ngày vắng", shape="made"),
    Deed("absence.declare", "Đã bỏ ngày vắng"),
    Deed("blackout.ask", "Đã đề nghị ngày không tiếp Đoàn"),
    Deed("draw.hold", "Đã niêm phong lần bốc thăm", shape="made"),
    Deed("draw.hold", "Đã bốc thăm, công bố mầm", field="drawn"),
    Deed("draw.hold", "Đã hủy lần bốc thăm", field="cancelled_at"),
    Deed("draw.hold", "Đã áp dụng kết quả bốc thăm"),
    Deed("schedule.plan", "Đã hủy cuộc kiểm tra", field="state", value="cancelled"),
    Deed("schedule.plan", "Đã ghép hai cuộc kiểm tra", field="merged"),
    Deed("schedule.plan", "Đã đưa người vào cuộc kiểm tra", field="joined"),
    Deed("schedule.plan", "Đã rút người khỏi cuộc kiểm tra", field="left"),
    Deed("schedule.plan", "Đã phân công nội dung kiểm tra", field="assigned"),
    Deed("schedule.plan", "Đã khóa cuộc kiểm tra trong lịch", field="locked", value=True),
    Deed("schedule.plan", "Đã mở khóa cuộc kiểm tra trong lịch", field="locked", value=False),
    Deed("schedule.plan", "Đã đưa cuộc kiểm tra vào lịch", shape="made"),
    Deed("schedule.plan", "Đã đổi ngày kiểm tra", field="day"),
    Deed("schedule.plan", "Đã đổi hạn nộp báo cáo", field="report_due_on"),
    Deed("schedule.plan", "Đã sửa lịch kiểm tra"),
    Deed("schedule.override", "Đã cho kiểm tra lại cùng nội dung"),
    Deed("schedule.theme", "Đã rút cuộc kiểm tra chuyên đề", on="theme", field="withdrawn_at"),
    Deed("schedule.theme", "Đã bỏ nội dung trùng của chuyên đề", on="overlap"),
    Deed("schedule.theme", "Đã hủy cuộc kiểm tra chuyên đề tại đơn vị", field="state", value="cancelled"),
    Deed("schedule.theme", "Đã đăng ký kiểm tra chuyên đề"),
    Deed("visit.notify", "Đã gửi thông báo lịch kiểm tra"),
    Deed("surprise.propose", "Đã đề xuất kiểm tra đột xuất"),
    Deed("surprise.approve", "Đã duyệt kiểm tra đột xuất", field="state", value="approved"),
    Deed("surprise.approve", "Đã không duyệt kiểm tra đột xuất"),
    Deed("surprise.open", "Đã mở kiểm tra đột xuất tại chỗ"),
    Deed("paper.draft", "Đã lập dự thảo văn bản", shape="made"),
    Deed("paper.draft", "Đã bỏ dự thảo văn bản", shape="gone"),
    Deed("paper.draft", "Đã sửa dự thảo văn bản"),
    Deed("paper.issue", "Đã thu hồi văn bản", field="state", value="revoked"),
    Deed("paper.issue", "Đã thay văn bản bằng bản mới", field="state", value="replaced"),
    Deed("paper.issue", "Đã yêu cầu ban hành thông báo cho nhiều đơn vị", on="batch"),
    Deed("paper.issue", "Đã ban hành văn bản"),
    Deed("paper.template", "Đã dùng lại mẫu văn bản có sẵn", field="shipped", value=True),
    Deed("paper.template", "Đã lưu mẫu văn bản"),
    Deed("number.take", "Đã hủy số văn bản", field="void_reason"),
    Deed("number.take", "Đã mở sổ số văn bản", on="series"),
    Deed("number.take", "Đã cấp số văn bản"),
    Deed("calendar.edit", "Đã bỏ ngày nhập tay trong lịch làm việc", shape="gone"),
    Deed("calendar.edit", "Đã ghi ngày trong lịch làm việc"),
    Deed("role.give", "Đã giao vai trò"),
    Deed("role.end", "Đã thu vai trò"),
    Deed("role.invite", "Đã mời giữ vai trò", shape="made"),
    Deed("role.invite", "Đã gửi lại lời mời"),
    Deed("role.revoke", "Đã thu hồi lời mời"),
    Deed("role.accept", "Đã nhận lời mời"),
    Deed("account.edit", "Đã tạo địa chỉ lịch cá nhân", on="feed", shape="made"),
    Deed("account.edit", "Đã hủy địa chỉ lịch cá nhân", on="feed"),
    Deed("account.edit", "Đã đổi bảo mật tài khoản", field="security"),
    Deed("account.edit", "Đã đổi thư điện tử của tài khoản", field="email"),
    Deed("account.edit", "Đã sửa họ và tên của tài khoản"),
    Deed("mail.fail", "Đã không gửi được thư cho tài khoản"),
    Deed("account.manage", "Đã lập tài khoản", shape="made"),
    Deed("account.manage", "Đã mở khóa tài khoản", field="is_active", value=True),
    Deed("account.manage", "Đã khóa tài khoản", field="is_active", value=False),
    Deed("account.manage", "Đã gỡ bước hai của tài khoản", field="second_step"),
    Deed("account.manage", "Đã sửa tài khoản"),
    Deed("person.edit", "Đã ghi chức vụ", on="position", shape="made"),
    Deed("person.edit", "Đã ghi thôi giữ chức vụ", on="position"),
    Deed("person.edit", "Đã thêm người vào danh bạ", shape="made"),
    Deed("person.edit", "Đã sửa người trong danh bạ"),
    Deed("agency.edit", "Đã ghi việc kế thừa giữa hai cơ quan", on="succession"),
    Deed("agency.edit", "Đã thêm cơ quan", shape="made"),
    Deed("agency.edit", "Đã ghi ngày kết thúc của cơ quan", field="valid_to"),
    Deed("agency.edit", "Đã sửa cơ quan"),
    Deed("legal.edit", "Đã gỡ quan hệ giữa hai văn bản", shape="gone"),
    Deed("legal.edit", "Đã ghi quan hệ giữa hai văn bản", field="target"),
    Deed("legal.edit", "Đã lưu tệp của văn bản", field="file_name"),
    Deed("legal.edit", "Đã thêm văn bản vào sổ", shape="made"),
    Deed("legal.edit", "Đã sửa văn bản trong sổ"),
    Deed("legal.register", "Đã ghi quan hệ đọc được của văn bản", field="relations"),
    Deed("legal.register", "Đã ghi vào sổ văn bản được viện dẫn", shape="made"),
    Deed("legal.register", "Đã bổ sung văn bản trong sổ"),
    Deed("job.manage", "Đã bỏ việc nền bị hỏng", field="state", value="dropped"),
    Deed("job.manage", "Đã cho việc nền chạy lại"),
)  # fmt: skip


def words(event: Event) -> str:
    """What the event did. An action of a former version that has no words is given as it stands."""
    told = json.loads(event.payload)
    return named(event.action, event.subject_type, told["before"], told["after"])


def named(action: str, subject_type: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    """The words of an action on a record of type `app.model` with these values before and after."""
    fitting = (
        deed.words for deed in DEEDS if deed.action == action and deed.fits(subject_type, before, after)
    )
    return gettext(next(fitting, action))
