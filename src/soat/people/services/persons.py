"""Persons and their positions over time, and the person of an account (requirement P2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor, acting_as, system
from soat.accounts.models import User
from soat.common.errors import Conflict, DomainError
from soat.common.locks import hold
from soat.core.text import fold, normalise, person_sort_key, sort_text
from soat.people import rules
from soat.people.models import Agency, Person, Position
from soat.people.selectors.persons import twins
from soat.trail import services as trail
from soat.trail.models import Snapshot

_PERSON = ("full_name", "phone", "email", "user_id")
_POSITION = ("person_id", "agency_id", "title", "valid_from", "valid_to")
_DIRECTORY = system("lập danh bạ người")


@dataclass(frozen=True, slots=True)
class Office:
    """An office to take up: where, as what, from when."""

    agency: Agency
    title: str
    since: date | None


def add_person(
    full_name: str,
    *,
    by: Actor,
    now: datetime,
    phone: str = "",
    email: str = "",
    office: Office | None = None,
    is_other: bool = False,
) -> Person:
    """A person, with the office she holds if it is known.

    Conflict where somebody with the e-mail is known, or of the name at the agency unless `is_other` says: not she.
    """
    by.require("person.edit")
    with transaction.atomic():
        hold(f"person {fold(full_name)}")
        _refuse_known(full_name, email.strip(), office, is_other=is_other)
        person = _save(Person(), full_name, phone, email)
        _record(person, by, now)
        if office:
            _begin(person, office, by, now)
    return person


def _refuse_known(full_name: str, email: str, office: Office | None, *, is_other: bool) -> None:
    if email and (known := Person.objects.filter(email__iexact=email).first()):
        raise Conflict(f"Thư điện tử này là của {known} đã có trong danh bạ. Hãy dùng người đã có.", "email")
    if not is_other and twins(full_name, office.agency if office else None):
        raise Conflict(
            f"Danh bạ đã có {' '.join(full_name.split())}. Hãy dùng người đã có, hoặc đánh dấu nếu đây là người khác.",
            "full_name",
        )


def fingerprint(person: Person) -> str:
    """Differs when what stands of the person differs; a form carries it, so that two editors notice each other."""
    return hashlib.sha256(repr(trail.snapshot(person, _PERSON)).encode()).hexdigest()[:32]


def edit_person(
    person: Person,
    full_name: str,
    *,
    by: Actor,
    now: datetime,
    phone: str = "",
    email: str = "",
    seen: str = "",
) -> Person:
    """Correct name, telephone or e-mail. `seen`: the fingerprint of what was shown; a Conflict if it has changed."""
    by.require("person.edit")
    with transaction.atomic():
        person = _locked(person)
        if seen not in ("", fingerprint(person)):
            raise Conflict(
                gettext("Người khác vừa sửa thông tin này. Hãy mở lại trang, xem bản mới rồi sửa tiếp.")
            )
        before = trail.snapshot(person, _PERSON)
        _save(person, full_name, phone, email)
        _record(person, by, now, before)
    return person


def move_person(
    person: Person,
    *,
    leaves: Position | None,
    takes: Office | None,
    on: date,
    by: Actor,
    now: datetime,
) -> Position | None:
    """From the day `on` she leaves one position, takes another up, or both. Returns the new one."""
    by.require("person.edit")
    if leaves is None and takes is None:
        raise DomainError(gettext("Hãy chọn chức vụ thôi giữ hoặc ghi chức vụ mới."), "leaves")
    with transaction.atomic():
        person = _locked(person)
        if leaves:
            _end(person, leaves, on, by, now)
        return _begin(person, Office(takes.agency, takes.title, on), by, now) if takes else None


def link_user(person: Person, user: User, *, by: Actor, now: datetime) -> Person:
    """The account is this person's."""
    by.require("person.edit")
    with transaction.atomic():
        person = _locked(person)
        if person.user_id == user.pk:
            return person
        if person.user_id:
            raise Conflict(gettext("Người này đã gắn với một tài khoản khác. Hãy kiểm tra lại."), "user")
        if Person.objects.filter(user=user).exists():
            raise Conflict(
                gettext("Tài khoản này đã gắn với một người khác trong danh bạ. Hãy kiểm tra lại."), "user"
            )
        _link(person, user, by, now)
    return person


def person_for(user: User, *, by: Actor, now: datetime) -> Person:
    """The person of an account, made on first call; a person entered before with the same e-mail is taken.

    Higher rooms call this once an invitation is accepted: the account's holder herself may, or whoever edits persons.
    """
    if by.id != user.pk and by.kind != "auth":
        by.require("person.edit")
    with acting_as(_DIRECTORY):
        User.objects.select_for_update().get(pk=user.pk)
        person = Person.objects.filter(user=user).first()
        if person is not None:
            return person
        entered = list(
            Person.objects.select_for_update().filter(user=None, email__iexact=user.email).order_by("pk")[:2]
        )
        if len(entered) == 1:
            _link(entered[0], user, by, now)
            return entered[0]
        person = _save(Person(user=user), user.full_name or user.email, "", user.email)
        _record(person, by, now)
    return person


def follow_account(user: User, former: str, *, by: Actor, now: datetime) -> None:
    """Her person bears the name of her account, and its address where it bore the former one."""
    with acting_as(_DIRECTORY):
        person = Person.objects.select_for_update().filter(user=user).first()
        if person is None:
            return
        before = trail.snapshot(person, _PERSON)
        is_same = person.email.lower() == former.lower()
        _save(person, user.full_name, person.phone, user.email if is_same else person.email)
        if trail.snapshot(person, _PERSON) != before:
            _record(person, by, now, before)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _save(person: Person, full_name: str, phone: str, email: str) -> Person:
    full_name = " ".join(normalise(full_name).split())
    rules.check_name(full_name, rules.PERSON_MAX, "full_name")
    person.full_name, person.phone, person.email = full_name, phone.strip(), email.strip()
    person.sort_key = sort_text(*person_sort_key(full_name))
    person.folded = fold(full_name)[:150]
    person.save()
    return person


def _link(person: Person, user: User, by: Actor, now: datetime) -> None:
    before = trail.snapshot(person, _PERSON)
    person.user = user
    person.save(update_fields=["user"])
    _record(person, by, now, before)


def _begin(person: Person, office: Office, by: Actor, now: datetime) -> Position:
    title = " ".join(office.title.split())
    if not title:
        raise DomainError(gettext("Hãy ghi chức vụ."), "title")
    _refuse_ended(office)
    held = Position.objects.filter(person=person, agency=office.agency, title=title, valid_to=None)
    if held.exists():
        raise Conflict(
            gettext("%(full_name)s đang giữ chức vụ này tại %(name)s. Không cần ghi lại.")
            % {"full_name": person.full_name, "name": office.agency.name},
            "title",
        )
    position = Position(person=person, agency=office.agency, title=title, valid_from=office.since)
    position.save(force_insert=True)
    _record_position(position, by, now)
    return position


def _refuse_ended(office: Office) -> None:
    end, since = office.agency.valid_to, office.since
    if end and (since is None or since >= end):
        raise DomainError(
            gettext("“%(name)s” đã kết thúc ngày %(end)s. Hãy chọn cơ quan đang hoạt động vào ngày đó.")
            % {"name": office.agency.name, "end": f"{end:%d/%m/%Y}"},
            "agency",
        )


def _end(person: Person, leaves: Position, on: date, by: Actor, now: datetime) -> None:
    position = Position.objects.select_for_update().get(pk=leaves.pk, person=person)
    if position.valid_to:
        raise Conflict(
            gettext("Chức vụ này đã ghi thôi giữ từ ngày %(valid_to)s. Hãy tải lại trang.")
            % {"valid_to": f"{position.valid_to:%d/%m/%Y}"},
            "leaves",
        )
    if position.valid_from and on <= position.valid_from:
        raise DomainError(
            gettext("Ngày thôi giữ phải sau ngày bắt đầu giữ chức vụ. Hãy chọn ngày khác."), "on"
        )
    before = trail.snapshot(position, _POSITION)
    position.valid_to = on
    position.save(update_fields=["valid_to"])
    _record_position(position, by, now, before)


def _record(person: Person, by: Actor, now: datetime, before: Snapshot | None = None) -> None:
    trail.record("person.edit", person, by=by, now=now, before=before, after=trail.snapshot(person, _PERSON))


def _record_position(position: Position, by: Actor, now: datetime, before: Snapshot | None = None) -> None:
    trail.record(
        "person.edit",
        position,
        by=by,
        now=now,
        before=before,
        after=trail.snapshot(position, _POSITION),
        agency_id=position.agency_id,
    )
