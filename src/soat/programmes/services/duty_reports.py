"""Reports of duties (G5): handed in with files, taken back, confirmed or sent back. Steps: `rules.duties`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.files.intake import take
from soat.inbox.services import of_agency, tell, who_may
from soat.programmes.models import Duty, DutyFile
from soat.programmes.rules.duties import STEPS, speaks_for
from soat.programmes.services.duty_steps import fingerprint, locked, record, refuse_retired, stepped
from soat.trail import services as trail

RESULT = ("evidence", "done_at", "done_by")
_CONFIRMED = ("confirmed_at", "confirmed_by")
MOST_FILES = 20
Upload = tuple[str, bytes]  # name, content


def report(
    duty: Duty, *, evidence: str, by: Actor, now: datetime, seen: str = "", uploads: Sequence[Upload] = ()
) -> Duty:
    """The owner says what was done and by what it is shown. Raises Conflict on `evidence` with what stands there now
    if a colleague was faster, or if the duty is no longer the one that was `seen`; DomainError on `uploads`."""
    evidence = evidence.strip()
    with transaction.atomic():
        duty = locked(duty, "duty.report", by)
        if not evidence:
            raise DomainError(
                "Hãy ghi kết quả và minh chứng, ví dụ số, ngày văn bản đã ban hành.", "evidence"
            )
        refuse_retired(duty)
        if duty.done_at:
            raise Conflict(
                f"Nhiệm vụ này vừa được người khác báo cáo xong: “{duty.evidence}”. Nội dung của bạn vẫn ở ô này; "
                "nếu cần sửa, hãy rút báo cáo đó rồi báo cáo lại.",
                "evidence",
            )
        if seen not in ("", fingerprint(duty)):
            raise Conflict(
                f"Trong lúc bạn soạn, nhiệm vụ này đã được sửa, nay là: “{duty.text}”. Nội dung của bạn vẫn ở ô này; "
                "hãy xem có còn khớp không rồi gửi lại.",
                "evidence",
            )
        _keep(duty, uploads, by, now)
        before = trail.snapshot(duty, RESULT)
        duty.evidence, duty.done_at, duty.done_by = evidence, now, by.id
        duty.save(update_fields=list(RESULT))
        record("duty.report", duty, by, now, before, trail.snapshot(duty, RESULT))
        deciders = who_may("duty.manage", duty.programme_id)
        tell("duty.reported", to=deciders, about=duty, facts=_facts(duty), by=by, now=now)
    return duty


def withdraw(duty: Duty, *, by: Actor, now: datetime) -> Duty:
    """The party takes its report back until it is confirmed; its words and files stay to be mended."""
    with transaction.atomic():
        duty = stepped(duty, "withdraw", by)
        _refuse_stranger(duty, by)
        before = trail.snapshot(duty, RESULT)
        duty.done_at, duty.done_by = None, None
        duty.save(update_fields=["done_at", "done_by"])
        record("duty.report", duty, by, now, before, trail.snapshot(duty, RESULT))
    return duty


def confirm(duty: Duty, *, by: Actor, now: datetime) -> Duty:
    """The coordinator takes what was reported: from then on it stands."""
    with transaction.atomic():
        duty = stepped(duty, "confirm", by)
        duty.confirmed_at, duty.confirmed_by = now, by.id
        duty.save(update_fields=list(_CONFIRMED))
        record("duty.manage", duty, by, now, {"confirmed_at": None}, trail.snapshot(duty, _CONFIRMED))
        _tell_party("duty.confirmed", duty, by, now)
    return duty


def reopen(duty: Duty, *, reason: str, by: Actor, now: datetime) -> Duty:
    """The coordinator does not accept what was reported; the party mends it. The trail keeps what it was."""
    with transaction.atomic():
        duty = locked(duty, "duty.manage", by)
        if not reason.strip():
            raise DomainError("Hãy ghi lý do mở lại để cơ quan được giao biết cần bổ sung gì.", "reason")
        duty = stepped(duty, "reopen", by)
        before = trail.snapshot(duty, (*RESULT, *_CONFIRMED))
        duty.done_at = duty.done_by = duty.confirmed_at = duty.confirmed_by = None
        duty.save(update_fields=["done_at", "done_by", *_CONFIRMED])
        after = trail.snapshot(duty, (*RESULT, *_CONFIRMED))
        record("duty.manage", duty, by, now, before, after, reason.strip())
        _tell_party("duty.returned", duty, by, now)
    return duty


def _tell_party(kind: str, duty: Duty, by: Actor, now: datetime) -> None:
    party = of_agency("duty.report", duty.programme_id, duty.agency_id)
    tell(kind, to=party, about=duty, facts=_facts(duty), by=by, now=now)


def _facts(duty: Duty) -> dict[str, str]:
    return {"duty": duty.text[:300], "party": str(duty.agency or duty.party)}


def add_files(duty: Duty, *, uploads: Sequence[Upload], by: Actor, now: datetime) -> int:
    """More files for what was or will be reported, until it is confirmed. Returns how many are new."""
    with transaction.atomic():
        duty = locked(duty, "duty.report", by)
        if not uploads:
            raise DomainError("Hãy chọn ít nhất một tệp.", "uploads")
        _refuse_settled(duty)
        _refuse_stranger(duty, by)
        return _keep(duty, uploads, by, now)


def remove_file(file: DutyFile, *, by: Actor, now: datetime) -> None:
    """A file is taken out until the report is confirmed; the trail keeps its name and SHA-256."""
    with transaction.atomic():
        duty = locked(file.duty, "duty.report", by)
        _refuse_settled(duty)
        _refuse_stranger(duty, by)
        gone = _told(file)
        if not DutyFile.objects.filter(pk=file.pk).delete()[0]:
            raise Conflict("Tệp này vừa được bỏ. Hãy tải lại trang để xem.")
        record("duty.report", duty, by, now, {"file": gone}, {"file": None})


def _refuse_settled(duty: Duty) -> None:
    if duty.confirmed_at:
        raise Conflict(STEPS["withdraw"].refused)
    refuse_retired(duty)


def _refuse_stranger(duty: Duty, by: Actor) -> None:
    """Whose report it is takes it back and changes its files; the coordinator opens it again with a reason."""
    agencies = {agency for held in by.holdings for agency in held.agencies}
    if not speaks_for(duty.agency_id, duty.done_by, by.id, agencies):
        raise Conflict(
            "Báo cáo này do bên thực hiện gửi, chỉ bên đó rút lại hoặc đổi tệp. Nếu cần bổ sung, hãy mở lại nhiệm vụ "
            "và ghi lý do."
        )


def _keep(duty: Duty, uploads: Sequence[Upload], by: Actor, now: datetime) -> int:
    """Add what is not there yet, by its content. Raises DomainError on `uploads` with the file's name."""
    there = set(DutyFile.objects.filter(duty=duty).values_list("sha256", flat=True))
    added = 0
    for name, content in uploads:
        try:
            taken = take(name, content)
        except DomainError as error:
            raise DomainError(error.message, "uploads") from error
        if taken.sha256 in there:
            continue
        if len(there) >= MOST_FILES:
            raise DomainError(f"Mỗi nhiệm vụ nhận nhiều nhất {MOST_FILES} tệp. Hãy gộp bớt.", "uploads")
        there.add(taken.sha256)
        added += 1
        file = DutyFile(
            programme_id=duty.programme_id,
            duty=duty,
            agency_id=duty.agency_id,
            name=taken.name,
            media_type=taken.media_type,
            size=taken.size,
            sha256=taken.sha256,
            content=taken.content,
            added_at=now,
            added_by=by.id,
        )
        file.save(force_insert=True)
        record("duty.report", duty, by, now, {"file": None}, {"file": _told(file)})
    return added


def _told(file: DutyFile) -> str:
    return f"{file.name} (SHA-256 {file.sha256})"
