"""The trail proves itself (A1): broken links are named, and writers at once neither fork nor leave a gap."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections
from tests.cast import NOW, SYSTEM, Cast, build

from soat import cli, serve
from soat.access.actor import acting_as
from soat.trail import services as trail
from soat.trail.models import ChainHead, Event


def add(cast: Cast, times: int = 1) -> None:
    with acting_as(SYSTEM):
        for _ in range(times):
            trail.record("programme.start", cast.ours, by=SYSTEM, now=NOW, programme_id=cast.ours.pk)


def tamper(url: str, statement: str) -> None:
    """As the owner of the tables, who alone could: with the guarding trigger put aside."""
    owner = url.replace("soat_app@", "postgres@")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("ALTER TABLE trail_event DISABLE TRIGGER USER")
        connection.execute(statement)
        connection.execute("ALTER TABLE trail_event ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("statement", "seq", "reason"),
    [
        ("UPDATE trail_event SET payload = replace(payload, 'start', 'close') WHERE seq = 2", 2, "đã bị sửa"),
        ("UPDATE trail_event SET action = 'programme.close' WHERE seq = 3", 3, "cột không khớp"),
        ("UPDATE trail_event SET actor_id = gen_random_uuid() WHERE seq = 1", 1, "cột không khớp"),
        ("DELETE FROM trail_event WHERE seq = 2", 3, "thiếu sự kiện số 2"),
        ("UPDATE trail_event SET previous_hash = '' WHERE seq = 2", 2, "không nối"),
        ("UPDATE trail_event SET programme_id = NULL WHERE seq = 2", 2, "cột không khớp"),
        ("UPDATE trail_event SET agency_id = gen_random_uuid() WHERE seq = 2", 2, "cột không khớp"),
        ("UPDATE trail_event SET actor_name = 'Ai đó' WHERE seq = 4", 4, "cột không khớp"),
        ("UPDATE trail_event SET subject_name = 'Khác' WHERE seq = 4", 4, "cột không khớp"),
        ("UPDATE trail_event SET at = at + interval '1 day' WHERE seq = 1", 1, "cột không khớp"),
        ("DELETE FROM trail_event WHERE seq > 2", 3, "đến số 4"),
        ("DELETE FROM trail_event", 1, "đến số 4"),
        (
            "UPDATE trail_event SET payload = payload || ' ', hash = encode(sha256(convert_to("
            "previous_hash || E'\\n' || payload || ' ', 'UTF8')), 'hex') WHERE seq = 4",
            4,
            "viết lại",
        ),
    ],
)
def test_the_first_broken_link_is_named(
    fresh_db: str,
    statement: str,
    seq: int,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    add(build(), 4)
    monkeypatch.setattr(serve, "_database", lambda **kwargs: None)
    assert cli.main(["trail", "verify"]) == 0
    assert "nguyên vẹn" in capsys.readouterr().out
    tamper(fresh_db, statement)
    with acting_as(SYSTEM):
        _, [broken] = trail.verify()
    assert broken.seq == seq
    assert reason in broken.reason
    assert cli.main(["trail", "verify"]) == 1
    assert f"sự kiện số {seq}" in capsys.readouterr().out


def test_each_broken_chain_is_named_once(fresh_db: str) -> None:
    cast = build()
    add(cast, 3)
    with acting_as(SYSTEM):
        for _ in range(3):
            trail.record("agency.edit", cast.unit, by=SYSTEM, now=NOW)
    tamper(fresh_db, "UPDATE trail_event SET payload = payload || ' ' WHERE seq > 1")
    with acting_as(SYSTEM):
        count, broken = trail.verify()
    assert count == 6
    assert {(link.chain, link.seq) for link in broken} == {
        (f"programme:{cast.ours.pk}", 2),
        ("room:people", 2),
    }


@pytest.mark.parametrize("payload", ["{", "[]", "{}", "null", '{"at": 1}'])
def test_an_odd_payload_is_a_broken_link_and_the_other_chains_are_checked(
    fresh_db: str, payload: str
) -> None:
    cast = build()
    add(cast, 2)
    with acting_as(SYSTEM):
        trail.record("agency.edit", cast.unit, by=SYSTEM, now=NOW)
    tamper(
        fresh_db,
        f"UPDATE trail_event SET payload = '{payload}', hash = encode(sha256(convert_to("
        f"previous_hash || E'\\n' || '{payload}', 'UTF8')), 'hex') WHERE seq = 1",
    )
    tamper(fresh_db, "UPDATE trail_chainhead h SET hash = e.hash FROM trail_event e"
           " WHERE e.chain = h.chain AND e.seq = h.seq")  # fmt: skip
    with acting_as(SYSTEM):
        count, broken = trail.verify()
    assert count == 3
    assert {(link.chain, link.seq, link.reason) for link in broken} == {
        (f"programme:{cast.ours.pk}", 1, "nội dung không đọc được"),
        ("room:people", 1, "nội dung không đọc được"),
    }


def test_a_chain_without_its_head_is_broken(fresh_db: str) -> None:
    add(build(), 2)
    tamper(fresh_db, "DELETE FROM trail_chainhead")
    with acting_as(SYSTEM):
        _, [broken] = trail.verify()
    assert (broken.seq, broken.reason) == (2, "có sự kiện mà không có dòng ghi đầu chuỗi")


def test_the_last_hashes_are_told_for_keeping(cast: Cast) -> None:
    add(cast, 2)
    with acting_as(SYSTEM):
        last = Event.objects.get(seq=2)
        assert trail.last_hashes() == [(last.chain, 2, last.hash)]


def test_only_the_system_learns_how_long_the_chains_are(cast: Cast) -> None:
    add(cast)
    with acting_as(cast.actor("sysadmin")), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM trail_heads()")
        assert cursor.fetchall() == []


def test_writers_at_once_make_one_chain(fresh_db: str) -> None:
    cast = build()

    def run() -> None:
        try:
            for _ in range(5):
                add(cast)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_as(SYSTEM):
        assert trail.verify() == (20, [])
        assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 21))


def test_values_are_written_plainly(cast: Cast) -> None:
    told = {
        "day": date(2026, 1, 2), "at": datetime(2026, 1, 2, tzinfo=UTC), "id": UUID(int=1), "much": Decimal("1.50"),
        "list": (1, {"a": None}), "row": cast.unit,
    }  # fmt: skip
    with acting_as(SYSTEM):
        event = trail.record("x", cast.unit, by=SYSTEM, now=NOW, after=told)
        assert '"much":"1.50"' in event.payload
        assert str(cast.unit.pk) in event.payload
    assert event.chain == "room:people"
    assert str(ChainHead(chain="c", seq=1)) == "c #1"
    assert "x" in str(event)
