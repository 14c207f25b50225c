"""The number register: gapless, no number twice, also when two hundred ask at once (D2)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import NOW, SYSTEM, Cast, build

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.papers.models import Number, Series
from soat.papers.services import numbers
from soat.papers.services.numbers import Wanted

DAY = date(2026, 3, 5)


def wanted(cast: Cast, **more: Any) -> Wanted:
    one = Wanted(cast.standing.pk, "KH", "KH-SNV", "Kiểm tra cải cách hành chính", DAY)
    return replace(one, **more)


def take(cast: Cast, who: str = "coordinator", **more: Any) -> Number:
    actor = cast.actor(who)
    with acting_as(actor):
        return numbers.take(cast.ours.pk, cast.ours.state, wanted(cast, **more), by=actor, now=NOW)


def run(cast: Cast, service: Any, *given: Any, who: str = "coordinator", **more: Any) -> Any:
    actor = cast.actor(who)
    with acting_as(actor):
        return service(*given, **more, by=actor, now=NOW)


def test_each_issuer_type_and_year_counts_for_itself(cast: Cast) -> None:
    assert [str(take(cast)) for _ in range(2)] == ["01/KH-SNV", "02/KH-SNV"]
    assert str(take(cast, type="QĐ", symbol="QĐ-SNV")) == "01/QĐ-SNV"
    assert str(take(cast, type="", symbol="SNV-CCHC")) == "01/SNV-CCHC"
    assert str(take(cast, dated=date(2027, 1, 4))) == "01/KH-SNV"
    assert str(take(cast, issuer_id=cast.unit.pk)) == "01/KH-SNV"


def test_numbers_given_on_paper_before_are_left_out(cast: Cast) -> None:
    run(cast, numbers.begin, cast.standing.pk, "KH", 2026, used=120)
    assert take(cast).number == 121
    with pytest.raises(Conflict, match="đã có"):
        run(cast, numbers.begin, cast.standing.pk, "KH", 2026, used=5)
    with pytest.raises(DomainError, match="từ 0"):
        run(cast, numbers.begin, cast.standing.pk, "BC", 2026, used=-1)
    with pytest.raises(Refused):
        run(cast, numbers.begin, cast.standing.pk, "BC", 2026, used=1, who="member")


def test_what_a_number_needs(cast: Cast) -> None:
    for more, field in (
        ({"symbol": " "}, "symbol"),
        ({"symbol": "a/b"}, "symbol"),
        ({"abstract": ""}, "abstract"),
    ):
        with pytest.raises(DomainError) as caught:
            take(cast, **more)
        assert caught.value.field == field
    for name in ("head", "unit_head", "stranger"):
        with pytest.raises(Refused):
            take(cast, who=name)


def test_what_failed_took_no_number(cast: Cast) -> None:
    point = transaction.savepoint()
    assert take(cast).number == 1
    transaction.savepoint_rollback(point)
    assert take(cast).number == 1


def test_a_number_not_used_is_voided_and_never_given_again(cast: Cast) -> None:
    first = take(cast)
    with pytest.raises(DomainError, match="lý do"):
        run(cast, numbers.void, first, "running", reason=" ")
    assert run(cast, numbers.void, first, "running", reason="Ghi nhầm.").void_reason == "Ghi nhầm."
    with pytest.raises(Conflict, match="đã được hủy"):
        run(cast, numbers.void, first, "running", reason="x")
    with pytest.raises(Missing):
        run(cast, numbers.void, Number(programme_id=cast.ours.pk), "running", reason="x")
    assert take(cast).number == 2
    assert str(first.series) == "Sổ KH năm 2026"


def test_the_register_is_kept_by_the_database(cast: Cast) -> None:
    number = take(cast)
    with acting_as(SYSTEM):
        for change in ({"number": 9}, {"abstract": "khác"}):
            with pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
                Number.objects.filter(pk=number.pk).update(**change)
        with pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
            Number.objects.filter(pk=number.pk).delete()
    with acting_as(cast.actor("coordinator")):
        assert Series.objects.update(last=0) == 0


def test_two_hundred_at_once_get_each_a_number_without_a_gap(fresh_db: str) -> None:
    cast = build()

    def one(_: int) -> int:
        try:
            return take(cast).number
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(one, range(200)))
    assert sorted(given) == list(range(1, 201))
