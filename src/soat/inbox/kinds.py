"""The one table of kinds of notices (requirement A2): their sentences, and whether a mail goes with them.

A sentence says what happened and to what; its %(facts)s are texts of records, given by the service that tells.
Called by `services.tell`, the page and the mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from soat.common.looks import spoken


@dataclass(frozen=True, slots=True)
class Kind:
    """`label`: the kind in two or three words. `mails`: a mail goes out at once."""

    name: str
    label: str
    sentence: str
    mails: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("programme.started", "Chương trình", "Chương trình %(programme)s đã bắt đầu."),
        Kind(
            "programme.extended",
            "Chương trình",
            "Thời kỳ kiểm tra của chương trình %(programme)s kéo dài đến %(day)s.",
        ),
        Kind("duty.given", "Nhiệm vụ", "Cơ quan bạn được giao nhiệm vụ: %(duty)s", mails=True),
        Kind("duty.reported", "Nhiệm vụ", "%(party)s báo đã làm xong: %(duty)s"),
        Kind("duty.confirmed", "Nhiệm vụ", "Cơ quan thường trực xác nhận đã làm xong: %(duty)s"),
        Kind("duty.returned", "Nhiệm vụ", "Cơ quan thường trực trả lại báo cáo về: %(duty)s", mails=True),
        Kind(
            "nomination.asked",
            "Cử người",
            "Cơ quan bạn được đề nghị cử %(wanted)s người vào Đoàn, hạn %(day)s.",
            mails=True,
        ),
        Kind("nomination.made", "Cử người", "%(agency)s đã cử %(person)s vào Đoàn."),
        Kind("visit.crew", "Cuộc kiểm tra", "Bạn được phân công đi %(visit)s.", mails=True),
        Kind("visit.off", "Cuộc kiểm tra", "Bạn thôi đi %(visit)s."),
        Kind("visit.told", "Cuộc kiểm tra", "%(title)s.", mails=True),
        Kind("surprise.proposed", "Đột xuất", "Có đề xuất kiểm tra đột xuất chờ bạn duyệt.", mails=True),
        Kind("surprise.decided", "Đột xuất", "Đề xuất kiểm tra đột xuất đã được %(answer)s."),
        Kind(
            "blackout.asked",
            "Ngày không tiếp Đoàn",
            "%(agency)s đề nghị không tiếp Đoàn từ %(first)s đến %(last)s.",
        ),
        Kind(
            "blackout.answered",
            "Ngày không tiếp Đoàn",
            "Đề nghị không tiếp Đoàn từ %(first)s đến %(last)s: %(answer)s.",
            mails=True,
        ),
    )
}


def sentence(kind: str, facts: dict[str, Any]) -> SafeString:
    """The notice in words, as HTML in the language of the page."""
    return spoken(KINDS[kind].sentence, **facts)


def plain(kind: str, facts: dict[str, Any]) -> str:
    """The notice in Vietnamese for a mail."""
    return KINDS[kind].sentence % facts
