"""Row-level security of writing, exhaustively (requirement P4): INSERT, UPDATE and DELETE by raw SQL on every table, as
every person of the cast, reach exactly the rows that the permission table gives her.

Each kind of writing has its own actions here; what is not named is open to nobody. A unit's columns are held below.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.cast import NOW, SYSTEM, Cast
from tests.rls import Row, Rule, allowed, rows, states
from tests.test_rls import CLOSED, OPEN, OWN_RULES, RULES

from soat.access.actor import Actor, acting_as
from soat.programmes.models import Duty, Question


def _anything(_row: Row) -> bool:
    return True


@dataclass(frozen=True)
class Writes:
    """The actions of each kind of writing, and the columns that hold programme, agency and owner.

    `signed`: the column that names who writes. `new`: what else a new row must be. `own`: rows about herself are open.
    `change`: what the UPDATE sets.
    """

    insert: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    programme: str | None = "programme_id"
    agency: str | None = None
    owner: str | None = None
    signed: str | None = None
    new: Callable[[Row], bool] = _anything
    own: str | None = None
    change: str = "{key} = {key}"

    def lets(self, kind: str, row: Row, actor: Actor, state: dict[Any, str]) -> bool:
        if kind == "insert" and not self.new(row):
            return False
        if self.own:
            return bool(row[self.own] == actor.id)
        actions: tuple[str, ...] = getattr(self, kind)
        return any(
            allowed(Rule(action, self.programme, self.agency, self.owner), row, actor, state)
            for action in actions
        )


def _all(*actions: str, **more: Any) -> Writes:
    return Writes(actions, actions, actions, **more)


STEPS = tuple(f"programme.{step}" for step in ("review", "start", "close", "discard", "restore"))
GIVE = Writes(insert=("role.give",), update=("role.give",))
TEAM, PLAN = _all("team.manage"), _all("schedule.plan")
REVIEW, OUTLINE = _all("programme.review"), _all("outline.edit")
AGENCY, PERSON = _all("agency.edit", programme=None), _all("person.edit", programme=None)
LEGAL, MINE, NOBODY_WRITES = _all("legal.edit", programme=None), Writes(own="user_id"), Writes()
WRITES: dict[str, Writes] = {
    "access_grant": GIVE,
    "accounts_invitation": GIVE,
    "accounts_secret": NOBODY_WRITES,
    "accounts_link": NOBODY_WRITES,
    "accounts_user": Writes(update=("account.manage", "account.edit"), programme=None, owner="id"),
    "legal_document": LEGAL,
    "legal_file": Writes(insert=("legal.edit",), programme=None),
    "legal_relation": LEGAL,
    "legal_citation": _all("programme.review", "outline.edit"),
    "people_agency": AGENCY,
    "people_succession": AGENCY,
    "people_person": PERSON,
    "people_position": PERSON,
    "programmes_programme": Writes(
        insert=("programme.import",),
        update=STEPS,
        programme="id",
        new=lambda row: bool(row["state"] == "draft"),
    ),
    **{
        f"programmes_{name}": REVIEW
        for name in ("statement", "area", "item", "method", "seat", "plansource", "fieldsource", "unplaced")
    },
    "programmes_subject": Writes(
        insert=("programme.review", "subject.manage"),
        update=("programme.review", "subject.manage"),
        delete=("programme.review",),
        agency="agency_id",
    ),
    "programmes_outline": OUTLINE,
    "programmes_node": OUTLINE,
    "programmes_duty": Writes(
        insert=("duty.manage",),
        update=("duty.manage", "duty.report"),
        delete=("duty.manage",),
        agency="agency_id",
        change="evidence = 'x', done_at = now(), done_by = soat_user()",
    ),
    "programmes_dutyfile": Writes(
        insert=("duty.report",), delete=("duty.report",), agency="agency_id", signed="added_by"
    ),
    "programmes_question": Writes(
        insert=("question.ask",), update=("question.answer",), agency="agency_id", signed="asked_by"
    ),
    "teams_settings": TEAM,
    "teams_member": TEAM,
    "teams_act": TEAM,
    "teams_competence": TEAM,
    "teams_interest": _all("interest.declare"),
    "teams_request": _all("nomination.request", agency="agency_id"),
    "teams_nomination": Writes(
        insert=("nomination.propose",),
        update=("nomination.decide", "nomination.propose"),
        delete=("nomination.decide", "nomination.propose"),
        agency="agency_id",
        new=lambda row: bool(row["state"] == "proposed"),
    ),
    **{f"schedules_{name}": PLAN for name in ("vehicle", "blackout", "run")},
    "schedules_draw": Writes(insert=("draw.hold",), update=("draw.hold",)),
    "schedules_theme": Writes(
        insert=("schedule.theme",), update=("schedule.theme",), agency="lead_agency_id"
    ),
    "schedules_blackoutrequest": Writes(
        insert=("blackout.ask",), update=("schedule.plan",), delete=("blackout.ask",), agency="agency_id"
    ),
    "schedules_calendarday": _all("calendar.edit", programme=None),
    "papers_number": _all("number.take"),
    "papers_paper": Writes(insert=("paper.draft",), new=lambda row: bool(row["state"] == "draft")),
    "papers_paperfile": Writes(insert=("paper.issue",)),
    "papers_wording": Writes(insert=("paper.template",)),
    "papers_batch": Writes(insert=("paper.issue",), update=("paper.issue",)),
    "inbox_choice": MINE,
    "inbox_digest": NOBODY_WRITES,
    "inbox_message": Writes(update=("message.view",), programme=None, owner="user_id"),
    "schedules_feed": MINE,
    "trail_event": Writes(signed="actor_id", own="actor_id"),
    "account_emailaddress": MINE,
    "account_emailconfirmation": NOBODY_WRITES,
    "django_session": NOBODY_WRITES,
    "mfa_authenticator": MINE,
    "socialaccount_socialaccount": MINE,
    "socialaccount_socialtoken": NOBODY_WRITES,
    "usersessions_usersession": MINE,
    "background_failure": NOBODY_WRITES,
    **{f"procrastinate_{name}": NOBODY_WRITES for name in ("jobs", "events", "periodic_defers")},
    "procrastinate_workers": Writes(change="last_heartbeat = now()"),
}
# Rows that are never changed nor deleted, by privilege and by trigger; and tables of which the cast has no row to try.
KEPT, ADDED_ONLY = (
    {"trail_event"},
    {"teams_act", "papers_number", "papers_paper", "papers_paperfile", "papers_wording"},
)
EMPTY = {"account_emailconfirmation", "socialaccount_socialtoken"}


_PLANNERS = frozenset({"coordinator", "other_coordinator"})
_DECIDERS = _PLANNERS | {"head", "other_head"}
_VISITORS = _DECIDERS | {"deputy", "thematic_lead"}
# Tables whose rows open by more than the table of rights: who adds one, and who changes or takes away some row.
# None: a trigger refuses everybody.
PEOPLE: dict[str, tuple[frozenset[str], frozenset[str] | None]] = {
    "papers_series": (_PLANNERS, frozenset()),
    "schedules_visit": (_VISITORS, _VISITORS),
    "schedules_content": (_DECIDERS, _DECIDERS),
    "schedules_crew": (_DECIDERS, _DECIDERS),
    "schedules_assignment": (_DECIDERS, _DECIDERS),
    "schedules_notice": (_PLANNERS, None),
    "schedules_absence": (_PLANNERS | {"member"}, _PLANNERS | {"member"}),
    "schedules_overlap": (_PLANNERS | {"thematic_lead"}, _DECIDERS | {"thematic_lead"}),
}
UNDELETED = {"schedules_overlap"}


@pytest.fixture
def filled(stage: Cast, client_for: Any) -> Cast:
    cast = stage
    client_for(cast.user("head"))
    with acting_as(SYSTEM):
        for name in ("head", "stranger"):
            user = cast.user(name)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
            Authenticator.objects.create(user=user, type="totp", data={})
            SocialAccount.objects.create(user=user, provider="oidc", uid=name)
            UserSession.objects.create(
                user=user, session_key=name, ip="::1", created_at=NOW, last_seen_at=NOW
            )
    return cast


def test_every_table_has_its_rule_of_writing() -> None:
    assert set(WRITES) | set(PEOPLE) == set(RULES) | set(OWN_RULES)
    assert not set(WRITES) & set(PEOPLE)


def test_nobody_writes_tables_of_no_rule(filled: Cast) -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    written = set(WRITES) | set(PEOPLE)
    assert tables - written == OPEN | CLOSED
    for table in tables:
        for privilege in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            if table in written and privilege != "TRUNCATE" and not (table in KEPT and privilege != "INSERT"):
                continue
            assert not _one("SELECT has_table_privilege('soat_app', %s, %s)", [table, privilege]), (
                table,
                privilege,
            )


@pytest.mark.parametrize("table", sorted(set(WRITES) - KEPT - ADDED_ONLY - EMPTY))
@pytest.mark.parametrize("kind", ["update", "delete"])
def test_a_raw_change_reaches_what_the_table_gives(filled: Cast, table: str, kind: str) -> None:
    key = _key(table)
    everything = rows(table, SYSTEM)
    statement = {
        "update": f"UPDATE {table} SET {WRITES[table].change.format(key=key)} RETURNING {key}",
        "delete": f"DELETE FROM {table} RETURNING {key}",
    }[kind]
    assert everything, f"{table}: the test has no row of it"
    state = states(filled)
    for name, actor in _actors(filled).items():
        wanted = {row[key] for row in everything if WRITES[table].lets(kind, row, actor, state)}
        wanted &= _seen(table, key, actor)
        assert _reached(statement, actor) == wanted, f"{kind} {table} as {name}"


@pytest.mark.parametrize("table", sorted(set(WRITES) - EMPTY))
def test_a_raw_insert_is_taken_where_the_table_gives_it(filled: Cast, table: str) -> None:
    """Each row again under a new id: a policy is asked before any constraint, so a double tells that it let pass."""
    rule, key = WRITES[table], _key(table)
    actors, state = _actors(filled), states(filled)
    for row, text in zip(rows(table, SYSTEM), _texts(table), strict=True):
        for name, actor in actors.items():
            signed = {rule.signed: actor.id} if rule.signed else {}
            wanted = rule.lets("insert", row | signed, actor, state)
            values = json.loads(text) | {name: str(value) for name, value in signed.items()}
            assert _taken(table, key, values, actor) == wanted, f"insert {table} as {name}: {row}"


def test_somebody_may_write_something(filled: Cast) -> None:
    """The tests above mean something: of each table that can be written some rows are open to some people only."""
    actors, state = _actors(filled), states(filled)
    for table, rule in WRITES.items():
        for kind in ("insert", "update", "delete"):
            if not (getattr(rule, kind) or (rule.own and table not in KEPT)):
                continue
            open_to = [
                rule.lets(kind, row, actor, state) for row in rows(table, SYSTEM) for actor in actors.values()
            ]
            assert any(open_to) or rule.signed, (table, kind)
            assert not all(open_to), (table, kind)


@pytest.mark.parametrize("table", sorted(PEOPLE))
def test_who_writes_tables_of_more_rules(filled: Cast, table: str) -> None:
    adding, changing = PEOPLE[table]
    texts = [json.loads(text) for text in _texts(table)]
    actors = _actors(filled)
    taken = {name for name, actor in actors.items() if any(_taken(table, "id", row, actor) for row in texts)}
    assert taken == adding
    if changing is None:
        return
    for statement, people in (
        (f"UPDATE {table} SET id = id RETURNING id", changing),
        (f"DELETE FROM {table} RETURNING id", frozenset() if table in UNDELETED else changing),
    ):
        assert {name for name, actor in actors.items() if _reached(statement, actor)} == people


FORGED: dict[str, dict[str, Any]] = {
    "a later date": {"due_on": NOW.date() + timedelta(days=400)},
    "another text": {"text": "Không phải làm gì."},
    "both at once": {"text": "x", "evidence": "Xong", "done_at": NOW},
    "another agency": {"agency_id": None},
    "confirmed": {"review": "confirmed"},
}


@pytest.mark.parametrize("change", FORGED)
def test_a_unit_changes_nothing_of_its_duty(filled: Cast, change: str) -> None:
    officer = filled.actor("unit_officer")
    signed = {"done_by": officer.id} if "done_at" in FORGED[change] else {}
    with acting_as(officer), pytest.raises(ProgrammingError), transaction.atomic():
        Duty.objects.filter(agency=filled.unit).update(**FORGED[change], **signed)


def test_a_unit_reports_its_duty_once_in_its_own_name(filled: Cast) -> None:
    officer = filled.actor("unit_officer")
    mine = Duty.objects.filter(agency=filled.unit, programme=filled.ours)
    with acting_as(officer):
        with pytest.raises(ProgrammingError), transaction.atomic():
            mine.update(evidence="Xong", done_at=NOW, done_by=SYSTEM.id)
        assert mine.update(evidence="Xong", done_at=NOW, done_by=officer.id) == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            mine.update(evidence="Khác", done_by=officer.id)
    with acting_as(filled.actor("coordinator")):
        assert mine.update(evidence="", done_at=None, done_by=None, text="Báo cáo lại.") == 1


def test_a_question_comes_unanswered_and_its_words_stay(filled: Cast) -> None:
    officer, coordinator = filled.actor("unit_officer"), filled.actor("coordinator")
    answered = {"answer": "Được.", "answered_at": NOW, "answered_by": officer.id}
    with acting_as(officer), pytest.raises(ProgrammingError), transaction.atomic():
        Question.objects.create(
            programme=filled.ours, agency=filled.unit, text="?", asked_at=NOW, asked_by=officer.id, **answered
        )
    asked = Question.objects.filter(programme=filled.ours, agency=filled.unit)
    with acting_as(officer):
        assert asked.update(**answered) == 0
    with acting_as(coordinator):
        with pytest.raises(ProgrammingError), transaction.atomic():
            asked.update(text="Không vướng gì.")
        assert asked.update(answer="Được.", answered_at=NOW, answered_by=coordinator.id) == 1


def _actors(cast: Cast) -> dict[str, Actor]:
    return {name: cast.actor(name) for name in cast.users}


def _one(statement: str, values: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return (cursor.fetchone() or [None])[0]


def _key(table: str) -> str:
    return "session_key" if table == "django_session" else "id"


def _seen(table: str, key: str, actor: Actor) -> set[Any]:
    return {row[key] for row in rows(table, actor)}


def _reached(statement: str, actor: Actor) -> set[Any]:
    with acting_as(actor), connection.cursor() as cursor:
        mark = transaction.savepoint()
        cursor.execute(statement)
        found = {key for (key,) in cursor.fetchall()}
        transaction.savepoint_rollback(mark)
    return found


def _texts(table: str) -> list[str]:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
        return [text for (text,) in cursor.fetchall()]


def _columns(table: str) -> Iterable[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' AND attidentity = ''",
            [table],
        )
        return [f'"{name}"' for (name,) in cursor.fetchall()]


def _taken(table: str, key: str, values: Row, actor: Actor) -> bool:
    names = ", ".join(_columns(table))
    if isinstance(values[key], str):
        values = values | {key: "00000000-0000-4000-8000-00000000000f"}
    with acting_as(actor), connection.cursor() as cursor:
        mark = transaction.savepoint()
        try:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s)",
                [json.dumps(values)],
            )
        except IntegrityError:
            return True
        except ProgrammingError:
            return False
        finally:
            transaction.savepoint_rollback(mark)
    return True
