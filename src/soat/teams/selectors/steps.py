"""What the coordinator has to see to about the team: told among the next steps of a programme (T1–T3, A2).

Registered by `apps.py`; a fixed number of queries however many programmes there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from soat.access.actor import Actor, acting_as, system
from soat.people.models import Position
from soat.programmes.models import Programme
from soat.programmes.selectors.next_steps import Step, Urgency
from soat.teams.models import Member
from soat.teams.selectors.places import Place, places_of


def steps(programmes: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, list[Step]]:
    """Late and waiting requests, empty seats, members who wait for a decision or of whom no post is known."""
    mine = [one for one in programmes if actor.may("team.manage", programme_id=one.pk, state="running")]
    if not mine:
        return {}
    places = places_of(mine, actor)
    posted = _with_posts([member for rows in places.values() for place in rows for member in place.members])
    return {one.pk: list(_steps(one, places[one.pk], posted, today)) for one in mine}


def _steps(programme: Programme, places: list[Place], posted: set[UUID], today: date) -> Iterator[Step]:
    states = [place.state(today) for place in places]
    members = [member for place in places for member in place.members]
    late, names = states.count("overdue"), sum(place.to_decide for place in places)
    empty = sum(max(place.wanted - len(place.members), 0) for place in places if not place.outside)
    listed = sum(member.state == "listed" for member in members)
    unknown = sum(member.person_id not in posted for member in members)
    told = (
        (late, "{} đề nghị cử người đã quá hạn mà chưa đủ người", "team", Urgency.LATE),
        (names, "Xem {} người các cơ quan cử vào Đoàn", "team", Urgency.ANSWER),
        (empty, "{} vị trí trong Đoàn theo kế hoạch chưa có người", "team", Urgency.PEOPLE),
        (listed, "{} người trong danh sách Đoàn chờ quyết định", "members", Urgency.PEOPLE),
        (unknown, "{} thành viên chưa có chức vụ trong danh bạ", "interests", Urgency.COMPLETE),
    )
    for count, text, view, urgency in told:
        if count:
            yield Step(text.format(count), reverse(f"teams:{view}", args=[programme.pk]), urgency)


def _with_posts(members: list[Member]) -> set[UUID]:
    """Persons of whom the directory holds a post, so that recusal by workplace can be told."""
    with acting_as(system("việc phải tránh")):
        held = Position.objects.filter(person__in={member.person_id for member in members})
        return set(held.values_list("person_id", flat=True))
