"""What a step of the review changes besides its row, and long parts (requirement G2): figures, folds, split duties."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.demo import PLAN
from soat.programmes.models import Duty, Programme, Statement, Unplaced
from soat.programmes.selectors.review import standing
from soat.programmes.services import review
from soat.programmes.services.import_plan import import_plan
from soat.programmes.tests.test_review_pages import HTMX, first, page_url, row_url


@pytest.fixture
def plan(cast: Cast) -> Programme:
    with acting_as(cast.actor("starter")) as actor:
        return import_plan(PLAN.read_bytes(), "kh.txt", by=actor, now=NOW)


@pytest.fixture
def owner(cast: Cast, client_for):  # type: ignore[no-untyped-def]
    return client_for(cast.user("starter"))


def test_a_step_brings_the_figures_along(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    """The head of the part, the progress and both counts of the filter come with the row."""
    purpose = first(Statement, plan, kind="purpose")
    given = {"step": "confirm", "seen": review.token(purpose)}
    answer = owner.post(row_url(purpose), given, headers=HTMX).content.decode()
    assert 'id="head-muc-dich" hx-swap-oob="true"' in answer
    assert 'id="review-progress" hx-swap-oob="true"' in answer
    assert "1 / " in answer
    assert "Xác nhận 4 mục không nghi ngờ" in answer
    other = first(Statement, plan, kind="requirement")
    given = {"step": "confirm", "seen": review.token(other)}
    filtered = {**HTMX, "HX-Current-URL": f"http://x{page_url(plan)}?xem=can-xem"}
    answer = owner.post(row_url(other), given, headers=filtered).content.decode()
    assert 'xem=can-xem" aria-current="page"' in answer
    assert "mục không nghi ngờ" not in answer
    removed = owner.post(
        row_url(other),
        {"step": "remove", "seen": review.token(first(Statement, plan, pk=other.pk)), "reason": "Thừa"},
        headers=HTMX,
    )
    assert ("review-row" in removed.content.decode(), "toast" in removed["HX-Trigger"]) == (False, True)


def test_confirm_a_part_in_place(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    url = reverse("programmes:review_confirm", args=[plan.pk, "muc-dich"])
    answer = owner.post(url, headers=HTMX)
    page = answer.content.decode()
    assert page.lstrip().startswith('<section class="card"')
    assert page.count("Đã xác nhận") == 5
    assert 'id="review-progress" hx-swap-oob="true"' in page
    assert "toast" in answer["HX-Trigger"]


def test_an_unplaced_text_is_settled_in_place(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        left = Unplaced.objects.create(programme=plan, text="x", span_start=0, span_end=1, reason="?")
    url = reverse("programmes:unplaced", args=[plan.pk, left.pk])
    answer = owner.post(url, {"step": "note"}, headers=HTMX).content.decode()
    assert "Giữ làm ghi chú" in answer
    assert 'id="head-chua-xep" hx-swap-oob="true"' in answer
    assert "is-doubtful" not in answer
    assert "is-doubtful" in owner.post(url, {"step": "reopen"}, headers=HTMX).content.decode()


def test_a_long_part_is_folded(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    """First rows and doubtful ones show; the rest by a link, for htmx as the section alone."""
    with acting_as(SYSTEM):
        rows = [
            Statement(programme=cast.draft, kind="purpose", text=f"Việc {n}.", order=n, doubt="?" * (n == 55))
            for n in range(60)
        ]
        Statement.objects.bulk_create(rows)
    client = client_for(cast.user("coordinator"))
    page = client.get(page_url(cast.draft)).content.decode()
    assert [f"Việc {n}." in page for n in (0, 19, 20, 54, 55, 59)] == [True, True, False, False, True, False]
    assert "Xem thêm 39 mục" in page
    assert f"{rows[59].pk}" in page.split("data-holds=")[1]
    whole = client.get(page_url(cast.draft), {"mo": "muc-dich"})
    assert "Việc 59." in whole.content.decode()
    headers = {**HTMX, "HX-Target": "muc-dich"}
    section = client.get(page_url(cast.draft), {"mo": "muc-dich"}, headers=headers).content.decode()
    assert section.lstrip().startswith('<section class="card"')
    assert section.count("review-text") == 60
    assert section.split(" autofocus")[0].count("review-text") == 20
    edited = client.get(page_url(cast.draft), {"sua": rows[58].pk}).content.decode()
    assert "Việc 59." in edited


def test_a_split_duty_counts_once(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        before = standing(cast.draft).progress.total
        group = {"programme": cast.draft, "owner": "units", "party": "Đơn vị", "text": "Gửi báo cáo."}
        whole = Duty.objects.create(**group, retired_at=NOW)
        for agency in (cast.unit, cast.other_unit):
            Duty.objects.create(**group, agency=agency, group=whole)
        assert standing(cast.draft).progress.total == before + 1
