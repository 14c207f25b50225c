"""The one table of kinds of notices (requirement A2): their sentences, and how a mail goes with them.

A sentence says what happened and to what; its %(facts)s are texts of records, given by the service that tells.
Called by `services.tell`, the page and the mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from soat.common.choices import Choices
from soat.common.looks import spoken


class Way(Choices):
    """How a person wants to be told; in the program always."""

    MAIL = "mail", gettext_lazy("Báo trong Soát và gửi thư ngay")
    DIGEST = "digest", gettext_lazy("Báo trong Soát và gộp vào thư buổi sáng")
    APP = "app", gettext_lazy("Chỉ báo trong Soát")


WORK = "work.due"  # no notice: the part of the morning's mail that tells what is due


@dataclass(frozen=True, slots=True)
class Kind:
    """`label`: the kind in two or three words; `title`: what it tells. `way`: unless she chose another.

    `is_binding`: a mail tells of it, at once or in the morning, whatever she chose. `needs`: the action without which
    it never reaches anybody.
    """

    name: str
    label: str
    title: str
    sentence: str
    way: Way = Way.DIGEST
    is_binding: bool = False
    needs: str = ""

    @property
    def ways(self) -> tuple[Way, ...]:
        """Those she may choose."""
        if self.name == WORK:
            return (Way.DIGEST, Way.APP)
        return (Way.MAIL, Way.DIGEST) if self.is_binding else tuple(Way)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "programme.started",
            "Chương trình",
            "Chương trình bắt đầu",
            "Chương trình %(programme)s đã bắt đầu.",
        ),
        Kind(
            "programme.extended",
            "Chương trình",
            "Thời kỳ kiểm tra kéo dài",
            "Thời kỳ kiểm tra của chương trình %(programme)s kéo dài đến %(day)s.",
        ),
        Kind(
            "duty.given",
            "Nhiệm vụ",
            "Cơ quan bạn được giao nhiệm vụ",
            "Cơ quan bạn được giao nhiệm vụ: %(duty)s",
            Way.MAIL,
            is_binding=True,
        ),
        Kind(
            "duty.reported",
            "Nhiệm vụ",
            "Bên được giao báo đã làm xong",
            "%(party)s báo đã làm xong: %(duty)s",
        ),
        Kind(
            "duty.confirmed",
            "Nhiệm vụ",
            "Kết quả nhiệm vụ được xác nhận",
            "Cơ quan thường trực xác nhận đã làm xong: %(duty)s",
        ),
        Kind(
            "duty.returned",
            "Nhiệm vụ",
            "Báo cáo nhiệm vụ bị trả lại",
            "Cơ quan thường trực trả lại báo cáo về: %(duty)s",
            Way.MAIL,
            is_binding=True,
        ),
        Kind(
            "nomination.asked",
            "Cử người",
            "Cơ quan bạn được đề nghị cử người",
            "Cơ quan bạn được đề nghị cử %(wanted)s người vào Đoàn, hạn %(day)s.",
            Way.MAIL,
            is_binding=True,
        ),
        Kind(
            "nomination.made",
            "Cử người",
            "Cơ quan cử người vào Đoàn",
            "%(agency)s đã cử %(person)s vào Đoàn.",
        ),
        Kind(
            "visit.crew",
            "Cuộc kiểm tra",
            "Bạn được phân công đi kiểm tra",
            "Bạn được phân công đi %(visit)s.",
            Way.MAIL,
            is_binding=True,
        ),
        Kind(
            "visit.off",
            "Cuộc kiểm tra",
            "Bạn thôi đi một cuộc kiểm tra",
            "Bạn thôi đi %(visit)s.",
        ),
        Kind(
            "visit.told",
            "Cuộc kiểm tra",
            "Lịch kiểm tra được báo, đổi hoặc hủy",
            "%(title)s.",
            Way.MAIL,
            is_binding=True,
        ),
        Kind(
            "surprise.proposed",
            "Đột xuất",
            "Có đề xuất đột xuất chờ bạn duyệt",
            "Có đề xuất kiểm tra đột xuất chờ bạn duyệt.",
            Way.MAIL,
            is_binding=True,
            needs="surprise.approve",
        ),
        Kind(
            "surprise.decided",
            "Đột xuất",
            "Đề xuất đột xuất được trả lời",
            "Đề xuất kiểm tra đột xuất đã được %(answer)s.",
            needs="surprise.propose",
        ),
        Kind(
            "blackout.asked",
            "Ngày không tiếp Đoàn",
            "Đơn vị xin không tiếp Đoàn",
            "%(agency)s đề nghị không tiếp Đoàn từ %(first)s đến %(last)s.",
        ),
        Kind(
            "blackout.answered",
            "Ngày không tiếp Đoàn",
            "Trả lời về ngày không tiếp Đoàn",
            "Đề nghị không tiếp Đoàn từ %(first)s đến %(last)s: %(answer)s.",
            Way.MAIL,
            is_binding=True,
        ),
        Kind(
            "team.appointed",
            "Đoàn",
            "Bạn là thành viên Đoàn",
            "Bạn tham gia Đoàn kiểm tra theo %(document)s.",
        ),
        Kind(
            "interest.declared",
            "Đoàn",
            "Có người khai việc phải tránh",
            "%(person)s khai phải tránh %(agency)s.",
            needs="team.manage",
        ),
        Kind(
            "absence.declared",
            "Cuộc kiểm tra",
            "Có người vắng ngày kiểm tra",
            "%(person)s vắng ngày %(day)s, khi có %(visit)s.",
            Way.MAIL,
            needs="schedule.plan",
        ),
        Kind(
            "theme.overlap",
            "Chuyên đề",
            "Nội dung chuyên đề trùng với cuộc đã có",
            "Chuyên đề %(title)s có %(number)s nội dung trùng, chờ giải quyết.",
            needs="theme.view",
        ),
        Kind(
            WORK,
            "Việc",
            "Việc sắp đến hạn hoặc quá hạn",
            "",
        ),
    )
}


def sentence(kind: str, facts: dict[str, Any]) -> SafeString:
    """The notice in words, as HTML in the language of the page."""
    return spoken(KINDS[kind].sentence, **facts)


def plain(kind: str, facts: dict[str, Any]) -> str:
    """The notice in Vietnamese for a mail."""
    return KINDS[kind].sentence % facts
