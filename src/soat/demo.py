"""The demonstration: the sample plan imported once, and one account for each role.

Called by `soat serve --demo` (`make run`) and by nothing else: a production start never makes these accounts. The
plan is the real Plan 97/KH-UBND of Hải Phòng of 16/4/2024; `samples/README.md` tells the sources.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from soat.access import services as access
from soat.access.actor import Actor, acting_as, load, system
from soat.access.roles import STANDING_ROLES, UNIT_ROLES, Role
from soat.accounts.models import User
from soat.accounts.services import make_user
from soat.legal import services as legal
from soat.people import services as people
from soat.people.models import Agency
from soat.programmes.models import Programme, Seat, SeatKind, Subject
from soat.programmes.services.import_plan import import_plan

SAMPLES = Path(__file__).parent / "samples"
PLAN = SAMPLES / "ke-hoach-97-2024.txt"
ACTOR = system("dữ liệu dùng thử")
_PEOPLE = {
    Role.COORDINATOR: ("dieu-phoi", "Đỗ Thị Hòa"),
    Role.HEAD: ("truong-doan", "Trần Văn Ân"),
    Role.DEPUTY: ("pho-truong-doan", "Lê Thị Ánh"),
    Role.MEMBER: ("thanh-vien", "Phạm Đức Bình"),
    Role.SUPPORT: ("giup-viec", "Vũ Thị Én"),
    Role.UNIT_HEAD: ("thu-truong", "Ngô Thị Yến"),
    Role.UNIT_OFFICER: ("can-bo", "Dương Văn Đăng"),
    Role.THEMATIC_LEAD: ("chuyen-de", "Bùi Thị Oanh"),
    Role.LEADERSHIP: ("lanh-dao", "Hoàng Văn Ích"),
    Role.PRESS: ("bao-chi", "Đặng Văn Ươm"),
    Role.SYSADMIN: ("quan-tri", "Tạ Quốc Huy"),
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    role: str
    email: str
    password: str


def ensure_demo() -> list[DemoAccount]:
    """Everything of the demonstration is there afterwards; what is there already stays as it is."""
    secret, now = password(settings.CONFIG.data_dir), timezone.now()
    with acting_as(ACTOR):
        known = User.objects.filter(is_demo=True).exists()
    if not known:
        _make(secret, now)
    return [DemoAccount(role.written, email_of(role), secret) for role in _PEOPLE]


def email_of(role: Role) -> str:
    return f"{_PEOPLE[role][0]}@soat.example"


def password(data_dir: Path) -> str:
    """The accounts' common password: made once per installation, kept in the data folder."""
    path = data_dir / "demo-password"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write("Soat-" + secrets.token_hex(4))
    return path.read_text().strip()


def _make(secret: str, now: datetime) -> None:
    with acting_as(ACTOR):
        load_samples(now)
        users = {
            role: make_user(email_of(role), name, secret, by=ACTOR, now=now, is_demo=True)
            for role, (_, name) in _PEOPLE.items()
        }
        for user in users.values():
            people.person_for(user, by=ACTOR, now=now)
        for role in STANDING_ROLES:
            access.give(users[role].pk, role, by=ACTOR, now=now)
        coordinator = users[Role.COORDINATOR]
        importer = load(coordinator.pk, coordinator.full_name)
        programme = _import(importer, now)
        _give(users, programme, now)
        legal.load_reference(SAMPLES / "legal-relations.csv", by=ACTOR, now=now)


def load_samples(now: datetime) -> None:
    """The agencies of the sample plan, the units since 2025, and which took over from which."""
    people.load_agencies(SAMPLES / "hai-phong-agencies-2024.csv", by=ACTOR, now=now)
    defaults = {"dia_ban": "Hải Phòng", "tu_ngay": "2025-07-01"}
    people.load_agencies(SAMPLES / "hai-phong-units-2025.csv", by=ACTOR, now=now, defaults=defaults)
    people.load_successions(SAMPLES / "hai-phong-successions-2025.csv", by=ACTOR, now=now)


def _import(importer: Actor, now: datetime) -> Programme:
    with acting_as(importer):
        return import_plan(PLAN.read_bytes(), PLAN.name, by=importer, now=now)


def _give(users: dict[Role, User], programme: Programme, now: datetime) -> None:
    """Each role in the programme, the agencies' roles for agencies that the plan names."""
    unit = _first(
        Subject.objects.filter(programme=programme).order_by("order").values_list("agency_id", flat=True)
    )
    members = Seat.objects.filter(programme=programme, kind=SeatKind.MEMBER).order_by("order")
    member = _first(members.values_list("agency_id", flat=True))
    press = _first(Agency.objects.filter(kind="press").order_by("sort_key").values_list("pk", flat=True))
    agencies = {Role.THEMATIC_LEAD: member, Role.PRESS: press}
    for role, user in users.items():
        if role in (Role.SYSADMIN, Role.COORDINATOR):  # the importer is coordinator already
            continue
        agency = agencies.get(role, unit) if role in UNIT_ROLES else None
        access.give(
            user.pk,
            role,
            by=ACTOR,
            now=now,
            programme_id=programme.pk,
            agency_id=agency,
        )


def _first(ids: Iterable[UUID | None]) -> UUID | None:
    return next((found for found in ids if found), None)
