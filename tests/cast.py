"""The fixed cast of every service, view and access test: the same people, agencies and programmes everywhere.

Programme `ours` runs; `theirs` runs with other people; `draft` is ours before its start. `unit` and `other_unit`
are inspected in `ours`. A `stranger` is signed in and holds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from soat.access.actor import Actor, acting_as, load, system
from soat.access.models import Grant
from soat.access.roles import Role
from soat.accounts.models import User
from soat.core.text import fold, person_sort_key, sort_key, sort_text
from soat.people.models import Agency, Person
from soat.programmes.models import Programme, Subject

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SYSTEM = system("tests")


@dataclass
class Cast:
    ours: Programme
    theirs: Programme
    draft: Programme
    standing: Agency
    unit: Agency
    other_unit: Agency
    press_agency: Agency
    users: dict[str, User]

    def user(self, name: str) -> User:
        return self.users[name]

    def actor(self, name: str) -> Actor:
        """The actor as the middleware loads it. Use with `acting_as` to run a service under row-level security."""
        user = self.users[name]
        with acting_as(SYSTEM):
            return load(user.pk, user.get_full_name())


def make_agency(name: str, kind: str, level: str = "province", **more: object) -> Agency:
    return Agency.objects.create(
        name=name, kind=kind, level=level, sort_key=sort_text(sort_key(name)), folded=fold(name), **more
    )


def make_user(name: str, full_name: str) -> User:
    user = User(email=f"{name.replace('_', '-')}@soat.example", joined_at=NOW)
    user.call(full_name)
    user.set_unusable_password()
    user.save(force_insert=True)
    Person.objects.create(
        user=user,
        full_name=full_name,
        sort_key=sort_text(*person_sort_key(full_name)),
        folded=fold(full_name),
    )
    return user


def give(user: User, role: Role, programme: Programme | None = None, agency: Agency | None = None) -> None:
    Grant.objects.create(
        user=user,
        role=role,
        programme_id=programme and programme.pk,
        agency_id=agency and agency.pk,
        given_at=NOW,
        given_by=SYSTEM.id,
    )


def make_programme(title: str, state: str, by: UUID) -> Programme:
    started = {"started_at": NOW, "started_by": by} if state == "running" else {}
    return Programme.objects.create(
        title=title, year=2026, state=state, created_at=NOW, created_by=by, **started
    )


_NAMES = {
    "coordinator": "Đỗ Thị Hòa",
    "head": "Trần Văn Ân",
    "deputy": "Lê Thị Ánh",
    "member": "Phạm Đức Bình",
    "support": "Vũ Thị Én",
    "leadership": "Hoàng Văn Ích",
    "thematic_lead": "Bùi Thị Oanh",
    "press": "Đặng Văn Ươm",
    "unit_head": "Ngô Thị Yến",
    "unit_officer": "Dương Văn Đăng",
    "other_unit_officer": "Lý Thị Dung",
    "other_coordinator": "Hồ Văn Quý",
    "other_head": "Mai Thị Xuân",
    "sysadmin": "Quản trị viên",
    "starter": "Tạ Thị Hà",
    "stranger": "Người Lạ",
}


def build() -> Cast:
    """Make the cast in the current database."""
    with acting_as(SYSTEM):
        standing = make_agency("Sở Nội vụ", "department")
        unit = make_agency("Sở Du lịch", "department")
        other_unit = make_agency("Ủy ban nhân dân phường Đông Hải", "commune", "commune")
        press_agency = make_agency("Báo và Phát thanh, Truyền hình tỉnh", "press")
        ours = make_programme("Kiểm tra cải cách hành chính năm 2026", "running", SYSTEM.id)
        theirs = make_programme("Kiểm tra công vụ năm 2026", "running", SYSTEM.id)
        draft = make_programme("Kiểm tra cải cách hành chính năm 2027", "draft", SYSTEM.id)
        for order, agency in enumerate((unit, other_unit)):
            Subject.objects.create(
                programme=ours, name=agency.name, kind=agency.kind, agency=agency, order=order
            )
        Subject.objects.create(programme=theirs, name=unit.name, kind=unit.kind, agency=unit)
        users = {name: make_user(name, full_name) for name, full_name in _NAMES.items()}
        for name in ("coordinator", "head", "deputy", "member", "support", "leadership"):
            give(users[name], Role(name), ours)
            give(users[name], Role(name), draft)
        give(users["unit_head"], Role.UNIT_HEAD, ours, unit)
        give(users["unit_officer"], Role.UNIT_OFFICER, ours, unit)
        give(users["other_unit_officer"], Role.UNIT_OFFICER, ours, other_unit)
        give(users["thematic_lead"], Role.THEMATIC_LEAD, ours, standing)
        give(users["press"], Role.PRESS, ours, press_agency)
        give(users["other_coordinator"], Role.COORDINATOR, theirs)
        give(users["other_head"], Role.HEAD, theirs)
        give(users["starter"], Role.COORDINATOR)
        give(users["sysadmin"], Role.SYSADMIN)
    return Cast(ours, theirs, draft, standing, unit, other_unit, press_agency, users)
