"""What an agency's officers see of the agencies it took over from (requirement P1): a 2024 record of a merged
department is on its successor's list in 2026, through chains and splits, by selectors and by row-level security.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from tests.cast import NOW, SYSTEM, Cast, give, make_agency

from soat.access.actor import acting_as
from soat.access.roles import Role
from soat.people.models import Agency
from soat.people.selectors import lineage
from soat.people.services import succeed
from soat.programmes.models import Duty, Question

MARCH, JULY = date(2025, 3, 1), date(2025, 7, 1)


def put(cast: Cast, agency: Agency, text: str) -> None:
    with acting_as(SYSTEM):
        Duty.objects.create(programme=cast.ours, owner="units", party="x", agency=agency, text=text)
        Question.objects.create(
            programme=cast.ours, agency=agency, text=text, asked_at=NOW, asked_by=SYSTEM.id
        )


def seen(cast: Cast) -> set[str]:
    """Texts the stranger, who holds one role for a successor, reads: the same by selector and by plain SQL."""
    actor = cast.actor("stranger")
    with acting_as(actor):
        duties = set(Duty.objects.visible_to(actor).values_list("text", flat=True))
        questions = set(Question.objects.visible_to(actor).values_list("text", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM programmes_duty UNION ALL SELECT text FROM programmes_question")
            raw = {text for (text,) in cursor.fetchall()}
    assert duties == questions == raw
    return raw


def test_a_merged_departments_records_are_its_successors(cast: Cast) -> None:
    with acting_as(SYSTEM):
        old = make_agency("Sở Kế hoạch và Đầu tư", "department")
        heir = make_agency("Sở Tài chính", "department")
        give(cast.user("stranger"), Role.UNIT_OFFICER, cast.ours, heir)
    put(cast, old, "2024")
    put(cast, cast.other_unit, "không liên quan")
    assert seen(cast) == set()
    with acting_as(SYSTEM):
        succeed([old], [heir], "merge", MARCH, "NQ", by=SYSTEM, now=NOW)
    assert seen(cast) == {"2024"}
    with acting_as(SYSTEM):
        assert Duty.objects.get(text="2024").agency == old  # the record itself stays where it was


@pytest.mark.parametrize("side", ["phường Một", "phường Hai"])
def test_chains_and_splits(cast: Cast, side: str) -> None:
    with acting_as(SYSTEM):
        first = make_agency("Ủy ban nhân dân huyện Cũ", "district", "district")
        second = make_agency("Ủy ban nhân dân quận Cũ", "district", "district")
        heirs = [
            make_agency(f"Ủy ban nhân dân {name}", "commune", "commune")
            for name in ("phường Một", "phường Hai")
        ]
        succeed([first], [second], "rename", MARCH, "NQ 1", by=SYSTEM, now=NOW)
        succeed([second], heirs, "split", JULY, "NQ 2", by=SYSTEM, now=NOW)
        mine = next(heir for heir in heirs if heir.name.endswith(side))
        give(cast.user("stranger"), Role.UNIT_OFFICER, cast.ours, mine)
    for agency, text in ((first, "huyện"), (second, "quận"), *((heir, heir.name) for heir in heirs)):
        put(cast, agency, text)
    assert seen(cast) == {"huyện", "quận", mine.name}
    with acting_as(SYSTEM):
        links = lineage(first)
        assert [(link.side, link.depth, link.successor) for link in links] == [
            ("heir", 1, second.name),
            ("heir", 2, heirs[1].name),
            ("heir", 2, heirs[0].name),
        ]
        assert {(link.side, link.depth) for link in lineage(mine)} == {("origin", 1), ("origin", 2)}
        assert {link.side for link in lineage(second)} == {"origin", "heir"}


def test_a_predecessor_does_not_see_its_successor(cast: Cast) -> None:
    with acting_as(SYSTEM):
        old, heir = make_agency("Sở Cũ", "department"), make_agency("Sở Mới", "department")
        give(cast.user("stranger"), Role.UNIT_OFFICER, cast.ours, old)
        succeed([old], [heir], "rename", MARCH, "QĐ", by=SYSTEM, now=NOW)
    put(cast, old, "cũ")
    put(cast, heir, "mới")
    assert seen(cast) == {"cũ"}


def test_lineage_is_one_query(cast: Cast, count_queries: object) -> None:
    with acting_as(SYSTEM):
        chain = [make_agency(f"Sở {number}", "department") for number in range(12)]
        for number in range(11):
            succeed(
                [chain[number]],
                [chain[number + 1]],
                "rename",
                date(2010 + number, 1, 1),
                "QĐ",
                by=SYSTEM,
                now=NOW,
            )
        assert count_queries(lambda: lineage(chain[5])) == 1  # type: ignore[operator]
        assert len(lineage(chain[0])) == 11
