"""Row-level security, exhaustively (requirement P4): a raw SELECT on every table, as every person of the cast, returns
exactly the rows that the permission table gives her; and no table of the product is left without policies.

The expectation is computed row by row from `Actor.may`, which shares nothing with the policies but the table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from tests.cast import NOW, SYSTEM, Cast
from tests.rls import Rule, allowed, ids, rows, states

from soat.access.actor import NOBODY, SIGN_IN, acting_as
from soat.legal.models import Citation, Document
from soat.papers.models import Batch, Number, Paper, PaperFile, Wording
from soat.people.models import Agency
from soat.programmes.models import Duty, DutyFile, Outline, Programme, Question, Subject
from soat.schedules.models import (
    Absence,
    Assignment,
    Blackout,
    BlackoutRequest,
    Content,
    Crew,
    Draw,
    Notice,
    Overlap,
    Run,
    Theme,
    Visit,
)
from soat.teams.models import Act, Competence, Interest, Member, Nomination, Request

WHOLE = Rule("programme.view")
SOURCE = Rule("programme.source")
RULES: dict[str, Rule] = {
    "access_grant": Rule("role.view", owner="user_id"),
    "accounts_invitation": Rule("role.view"),
    "legal_document": Rule("legal.view", programme=None),
    "legal_file": Rule("legal.view", programme=None),
    "legal_relation": Rule("legal.view", programme=None),
    "legal_citation": Rule("citation.view"),
    "people_agency": Rule("agency.view", programme=None),
    "people_succession": Rule("agency.view", programme=None),
    "programmes_programme": Rule("programme.view", programme="id"),
    "programmes_statement": Rule("programme.view", narrow=("kind", "note", "programme.source")),
    "programmes_area": WHOLE,
    "programmes_item": WHOLE,
    "programmes_method": WHOLE,
    "programmes_seat": WHOLE,
    "programmes_plansource": SOURCE,
    "programmes_fieldsource": SOURCE,
    "programmes_unplaced": SOURCE,
    "programmes_subject": Rule("subject.view", agency="agency_id"),
    "programmes_duty": Rule("duty.view", agency="agency_id"),
    "programmes_dutyfile": Rule("duty.view", agency="agency_id"),
    "programmes_question": Rule("question.view", agency="agency_id"),
    "teams_settings": Rule("team.view"),
    "teams_member": Rule("team.view"),
    "teams_act": Rule("team.view"),
    "teams_competence": Rule("team.view"),
    "teams_interest": Rule("team.view"),
    "teams_request": Rule("nomination.view", agency="agency_id"),
    "teams_nomination": Rule("nomination.view", agency="agency_id"),
    "papers_number": Rule("number.view"),
    "papers_paper": Rule("paper.view", agency="agency_id", narrow=("state", "draft", "paper.drafts")),
    "papers_wording": Rule("paper.drafts"),
    "papers_batch": Rule("paper.drafts"),
    "schedules_vehicle": Rule("schedule.view"),
    "schedules_absence": Rule("schedule.view"),
    "schedules_blackout": Rule("schedule.view"),
    "schedules_run": Rule("schedule.runs"),
    "schedules_draw": Rule("draw.view", narrow=("kind", "surprise", "surprise.view")),
    "schedules_calendarday": Rule("agency.view", programme=None),
    "inbox_message": Rule("message.view", programme=None, owner="user_id"),
    "inbox_choice": Rule("message.view", programme=None, owner="user_id"),
    "schedules_feed": Rule("account.edit", programme=None, owner="user_id"),
    "programmes_outline": Rule("outline.view", narrow=("state", "draft", "outline.draft")),
}
# Tables whose rows are open by a rule of their own, each with the test that holds it.
OWN_RULES = {
    "accounts_user": "test_users_seen",
    "accounts_secret": "test_hashes_are_for_sign_in_only",
    "accounts_link": "test_hashes_are_for_sign_in_only",
    "people_person": "test_persons_seen",
    "people_position": "test_persons_seen",
    "trail_event": "test_events_seen",
    "programmes_node": "test_units_see_issued_outlines_only",
    "papers_series": "test_series_of_numbers",
    "papers_paperfile": "test_bytes_of_papers",
    "schedules_visit": "test_visits_seen",
    "schedules_content": "test_parts_of_visits_seen",
    "schedules_crew": "test_parts_of_visits_seen",
    "schedules_assignment": "test_parts_of_visits_seen",
    "schedules_notice": "test_parts_of_visits_seen",
    "schedules_theme": "test_themes_and_requests_of_units",
    "schedules_overlap": "test_themes_and_requests_of_units",
    "schedules_blackoutrequest": "test_themes_and_requests_of_units",
    "django_session": "test_sign_in_tables",
    "account_emailaddress": "test_sign_in_tables",
    "account_emailconfirmation": "test_sign_in_tables",
    "mfa_authenticator": "test_sign_in_tables",
    "socialaccount_socialaccount": "test_sign_in_tables",
    "socialaccount_socialtoken": "test_sign_in_tables",
    "usersessions_usersession": "test_sign_in_tables",
    "procrastinate_jobs": "test_the_queue_is_the_systems",
    "procrastinate_events": "test_the_queue_is_the_systems",
    "procrastinate_workers": "test_the_queue_is_the_systems",
    "procrastinate_periodic_defers": "test_the_queue_is_the_systems",
    "background_failure": "test_the_queue_is_the_systems",
    "inbox_digest": "test_the_queue_is_the_systems",
}
# No rows about anybody: the frame of Django, the public permission table, and tables the program may not write.
OPEN = {
    "access_permission",
    "access_heir",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "socialaccount_socialapp",
}
CLOSED = {"access_scope", "trail_chainhead"}


@pytest.fixture
def filled(stage: Cast) -> Cast:
    return stage


@pytest.mark.parametrize("table", sorted(RULES))
def test_a_raw_select_returns_what_the_table_gives(filled: Cast, table: str) -> None:
    everything = rows(table, SYSTEM)
    assert everything, f"{table}: the test has no row of it"
    state = states(filled)
    for name in filled.users:
        actor = filled.actor(name)
        wanted = {row["id"] for row in everything if allowed(RULES[table], row, actor, state)}
        assert ids(table, actor) == wanted, f"{table} as {name}"
    assert ids(table, NOBODY) == set()


def test_some_rows_are_hidden_and_some_seen(filled: Cast) -> None:
    """The exhaustive test above means something: in each table somebody sees a part only, or the rows are public."""
    actors = {name: filled.actor(name) for name in filled.users}
    for table, rule in RULES.items():
        counts = {name: len(rows(table, actor)) for name, actor in actors.items()}
        assert max(counts.values()) > 0, table
        assert rule.programme is None or min(counts.values()) < max(counts.values()), table


def test_every_table_is_accounted_for(filled: Cast) -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert tables == set(RULES) | set(OWN_RULES) | OPEN | CLOSED
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
        protected = {name for (name,) in cursor.fetchall()}
    assert set(RULES) | set(OWN_RULES) <= protected


@pytest.mark.parametrize("table", sorted(CLOSED))
def test_closed_tables_cannot_be_read(filled: Cast, table: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows(table, filled.actor("sysadmin"))


def test_users_seen(filled: Cast) -> None:
    everyone = len(filled.users)
    seen: Callable[[str], int] = lambda name: len(rows("accounts_user", filled.actor(name)))  # noqa: E731
    assert seen("sysadmin") == everyone
    assert seen("stranger") == seen("unit_officer") == seen("press") == 1
    assert 1 < seen("head") < everyone


def test_persons_seen(filled: Cast) -> None:
    names = {row["full_name"] for row in rows("people_person", filled.actor("unit_officer"))}
    assert names == {filled.user("unit_officer").full_name, "Cán bộ Sở Du lịch", "Cán bộ Sở Cũ"}
    posts = rows("people_position", filled.actor("unit_officer"))
    assert posts
    assert filled.other_unit.pk not in {row["agency_id"] for row in posts}
    assert len(rows("people_person", filled.actor("starter"))) == len(rows("people_person", SYSTEM))
    assert {row["full_name"] for row in rows("people_person", filled.actor("stranger"))} == {"Người Lạ"}


def test_events_seen(filled: Cast) -> None:
    mine = rows("trail_event", filled.actor("unit_officer"))
    assert mine
    assert {row["programme_id"] for row in mine} == {filled.ours.pk}
    assert filled.other_unit.pk not in {row["agency_id"] for row in mine}
    assert {row["programme_id"] for row in rows("trail_event", filled.actor("head"))} == {
        filled.ours.pk,
        filled.draft.pk,
    }
    assert rows("trail_event", filled.actor("stranger")) == []


def test_sign_in_tables(filled: Cast, client_for: Any) -> None:
    client_for(filled.user("head"))
    assert rows("django_session", SYSTEM)
    for table in (name for name, test in OWN_RULES.items() if test == "test_sign_in_tables"):
        assert rows(table, filled.actor("stranger")) == []
        assert rows(table, NOBODY) == []


def test_hashes_are_for_sign_in_only(filled: Cast) -> None:
    """Nobody reads a hash, not even her own: no column of what she sees of people holds one."""
    assert len(rows("accounts_secret", SIGN_IN)) == len(filled.users)
    assert rows("accounts_link", SYSTEM)
    assert rows("accounts_link", SIGN_IN) == []
    for name in filled.users:
        actor = filled.actor(name)
        assert rows("accounts_secret", actor) == rows("accounts_link", actor) == []
        for table in ("accounts_user", "accounts_invitation"):
            for row in rows(table, actor):
                assert not {"password", "token_hash"} & set(row), table


def test_units_see_issued_outlines_only(filled: Cast) -> None:
    for table in ("programmes_outline", "programmes_node"):
        assert len(rows(table, filled.actor("head"))) == 2
        assert rows(table, filled.actor("unit_officer")) == []
        assert rows(table, filled.actor("stranger")) == rows(table, filled.actor("press")) == []
    with acting_as(SYSTEM):
        Outline.objects.filter(programme=filled.ours).update(
            state="in_use", issued_at=NOW, issued_by=SYSTEM.id
        )
    for table in ("programmes_outline", "programmes_node"):
        assert {row["programme_id"] for row in rows(table, filled.actor("unit_officer"))} == {filled.ours.pk}
        assert rows(table, filled.actor("stranger")) == rows(table, filled.actor("press")) == []


def test_series_of_numbers(filled: Cast) -> None:
    """Whoever may see a number of any programme sees how far its series has come; nobody else."""
    for name in filled.users:
        actor = filled.actor(name)
        numbered = any(actor.may("number.view", programme_id=h.programme_id) for h in actor.holdings)
        assert len(rows("papers_series", actor)) == (1 if numbered else 0), name


def test_bytes_of_papers(filled: Cast) -> None:
    """Whoever sees a paper sees its bytes, nobody else."""
    everything = rows("papers_paperfile", SYSTEM)
    assert everything
    for name in filled.users:
        actor = filled.actor(name)
        papers = ids("papers_paper", actor)
        wanted = {row["id"] for row in everything if row["paper_id"] in papers}
        assert ids("papers_paperfile", actor) == wanted, name


def kinds(cast: Cast, name: str) -> set[tuple[Any, str, str]]:
    return {(r["agency_id"], r["kind"], r["state"]) for r in rows("schedules_visit", cast.actor(name))}


def test_visits_seen(filled: Cast) -> None:
    """A surprise is for those who decide; a unit sees what it was told; a thematic lead her own (S7)."""
    unit, other = filled.unit.pk, filled.other_unit.pk
    seen = [("planned", "notified"), ("planned", "planned"), ("thematic", "planned")]
    team = {(agency, *one) for agency in (unit, other) for one in seen}
    for name in ("member", "support", "leadership"):
        assert kinds(filled, name) == team
    secret = {(agency, "surprise", "approved") for agency in (unit, other)}
    for name in ("head", "deputy", "coordinator"):
        assert kinds(filled, name) == team | secret
    for name in ("unit_officer", "unit_head"):
        assert kinds(filled, name) == {(unit, "planned", "notified")}
    assert kinds(filled, "other_unit_officer") == {(other, "planned", "notified")}
    assert kinds(filled, "thematic_lead") == {(agency, "thematic", "planned") for agency in (unit, other)}
    for name in ("stranger", "press", "sysadmin", "starter"):
        assert kinds(filled, name) == set()


def test_the_crew_of_a_surprise_sees_it_and_the_unit_once_it_is_opened(filled: Cast) -> None:
    with acting_as(SYSTEM):
        visit = Visit.objects.get(programme=filled.ours, agency=filled.unit, kind="surprise")
        member = Member.objects.get(programme=filled.ours)
        Crew.objects.create(programme=filled.ours, visit=visit, member=member, person=member.person)
    secret = (filled.unit.pk, "surprise", "approved")
    assert secret in kinds(filled, "member")
    assert secret not in kinds(filled, "support")
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=visit.pk).update(state="opened", opened_at=NOW, opened_by=SYSTEM.id)
    assert (filled.unit.pk, "surprise", "opened") in kinds(filled, "unit_officer") & kinds(filled, "support")


@pytest.mark.parametrize(
    "table", sorted(table for table, test in OWN_RULES.items() if test == "test_parts_of_visits_seen")
)
def test_parts_of_visits_seen(filled: Cast, table: str) -> None:
    everything = rows(table, SYSTEM)
    assert everything
    for name in filled.users:
        actor = filled.actor(name)
        visits = ids("schedules_visit", actor)
        assert ids(table, actor) == {row["id"] for row in everything if row["visit_id"] in visits}, name


@pytest.mark.parametrize(
    "table", sorted(table for table, test in OWN_RULES.items() if test == "test_the_queue_is_the_systems")
)
def test_the_queue_is_the_systems(filled: Cast, table: str) -> None:
    """What is to be done and told when, of a surprise visit too, stands in it."""
    assert rows(table, SYSTEM)
    for name in filled.users:
        assert rows(table, filled.actor(name)) == [], name
    assert rows(table, SIGN_IN) == rows(table, NOBODY) == []


def test_themes_and_requests_of_units(filled: Cast) -> None:
    """Readers see all, a thematic lead the inspections of her agency, a unit what it asked for itself."""
    readers = {"coordinator", "head", "deputy", "member", "support", "leadership"}
    for table, lead, unit, other in (
        ("schedules_theme", {"thematic_lead"}, set(), set()),
        ("schedules_overlap", {"thematic_lead"}, set(), set()),
        ("schedules_blackoutrequest", set(), {"unit_head", "unit_officer"}, {"other_unit_officer"}),
    ):
        ours = [row for row in rows(table, SYSTEM) if row["programme_id"] == filled.ours.pk]
        for name in filled.users:
            seen = [one for one in rows(table, filled.actor(name)) if one["programme_id"] == filled.ours.pk]
            wanted = readers | lead | unit | other
            assert bool(seen) == (name in wanted), (table, name)
            if name in readers | lead:
                assert len(seen) == len(ours)
            elif seen:
                agency = filled.unit if name in unit else filled.other_unit
                assert {one["agency_id"] for one in seen} == {agency.pk}, (table, name)


def test_a_thematic_lead_sees_the_visit_that_hers_went_into_but_no_surprise(filled: Cast) -> None:
    with acting_as(SYSTEM):
        planned, secret = (
            Visit.objects.get(programme=filled.ours, agency=filled.unit, kind=kind, state=state)
            for kind, state in (("planned", "planned"), ("surprise", "approved"))
        )
    for visit, seen in ((planned, True), (secret, False)):
        with acting_as(SYSTEM):
            Overlap.objects.filter(programme=filled.ours).update(
                state="merged", visit=visit, settled_at=NOW, settled_by=SYSTEM.id
            )
        assert (visit.pk in ids("schedules_visit", filled.actor("thematic_lead"))) == seen
        with acting_as(SYSTEM):
            listed = Visit.objects.visible_to(filled.actor("thematic_lead")).filter(pk=visit.pk)
            assert listed.exists() == seen


LISTS = {
    "programmes_programme": Programme,
    "programmes_subject": Subject,
    "programmes_duty": Duty,
    "programmes_dutyfile": DutyFile,
    "programmes_question": Question,
    "programmes_outline": Outline,
    "legal_document": Document,
    "legal_citation": Citation,
    "people_agency": Agency,
    "teams_request": Request,
    "teams_nomination": Nomination,
    "teams_member": Member,
    "teams_act": Act,
    "teams_competence": Competence,
    "teams_interest": Interest,
    "papers_number": Number,
    "papers_paper": Paper,
    "papers_paperfile": PaperFile,
    "papers_wording": Wording,
    "papers_batch": Batch,
    "schedules_visit": Visit,
    "schedules_content": Content,
    "schedules_crew": Crew,
    "schedules_assignment": Assignment,
    "schedules_notice": Notice,
    "schedules_run": Run,
    "schedules_draw": Draw,
    "schedules_absence": Absence,
    "schedules_blackout": Blackout,
    "schedules_theme": Theme,
    "schedules_overlap": Overlap,
    "schedules_blackoutrequest": BlackoutRequest,
}


@pytest.mark.parametrize("table", sorted(LISTS))
def test_what_lists_start_from_is_what_the_policies_give(filled: Cast, table: str) -> None:
    """`visible_to` is asked as the system, so that no policy helps it: each of the two must hold alone."""
    with acting_as(SYSTEM):
        Outline.objects.filter(programme=filled.ours).update(
            state="in_use", issued_at=NOW, issued_by=SYSTEM.id
        )
    for name in filled.users:
        actor = filled.actor(name)
        with acting_as(SYSTEM):
            listed = set(LISTS[table]._default_manager.visible_to(actor).values_list("pk", flat=True))
        assert listed == ids(table, actor), f"{table} as {name}"
