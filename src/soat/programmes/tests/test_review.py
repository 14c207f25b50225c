"""The services of the review (requirement G2): each step, its trail, two people at once, nothing lost."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Node,
    Outline,
    Programme,
    Sourced,
    Statement,
    Subject,
    Unplaced,
)
from soat.programmes.parts import BY_SLUG, HEAD, part_of
from soat.programmes.services import review, unplaced
from soat.trail.models import Event


@pytest.fixture
def rows(cast: Cast) -> dict[str, Sourced]:
    """A few rows of the draft as an import leaves them."""
    of = {"programme": cast.draft}
    with acting_as(SYSTEM):
        area = Area.objects.create(**of, number="1", title="Cải cách thể chế", span_start=5, span_end=20)
        return {
            "purpose": Statement.objects.create(
                **of, kind="purpose", text="Rà soát.", span_start=0, span_end=8
            ),
            "area": area,
            "item": Item.objects.create(**of, area=area, text="Ban hành văn bản", order=4),
            "subject": Subject.objects.create(**of, name="Sở Du lịch", kind="department", doubt="Hãy chọn."),
            "start": FieldSource.objects.create(**of, name="period_start"),
            "end": FieldSource.objects.create(**of, name="period_end"),
            "title": FieldSource.objects.create(**of, name="title"),
            "remark": FieldSource.objects.create(**of, name="methods", doubt="Không thấy."),
        }


@pytest.fixture
def left(cast: Cast) -> Unplaced:
    with acting_as(SYSTEM):
        return Unplaced.objects.create(
            programme=cast.draft, text="Yêu cầu khác.", span_start=30, span_end=43, reason="Chưa rõ."
        )


def act(cast: Cast, do, *args, who: str = "coordinator", **more):  # type: ignore[no-untyped-def]
    """Run a step as a person of the cast, under row-level security."""
    with acting_as(cast.actor(who)) as actor:
        return do(*args, by=actor, now=NOW, **more)


def told(cast: Cast) -> list[dict[str, object]]:
    with acting_as(SYSTEM):
        events = Event.objects.filter(programme_id=cast.draft.pk, action="programme.review").order_by("seq")
        return [json.loads(event.payload) for event in events]


def fresh(row: Sourced) -> Sourced:
    with acting_as(SYSTEM):
        return type(row)._default_manager.select_related("programme").get(pk=row.pk)


def test_confirm(cast: Cast, rows: dict[str, Sourced]) -> None:
    subject = rows["subject"]
    done = act(cast, review.confirm, subject, seen=review.token(subject))
    assert (done.review, done.reviewed_by) == ("confirmed", cast.user("coordinator").pk)
    assert not fresh(subject).is_doubtful
    again = fresh(subject)
    act(cast, review.confirm, again, seen=review.token(again))
    assert [event["after"] for event in told(cast)] == [{"review": "confirmed"}]


def test_correct_a_row(cast: Cast, rows: dict[str, Sourced]) -> None:
    purpose = rows["purpose"]
    act(cast, review.correct, purpose, {"text": "Rà soát, đánh giá."}, seen=review.token(purpose))
    after = fresh(purpose)
    assert (str(after), after.review, after.span_start) == ("Rà soát, đánh giá.", "corrected", 0)
    assert told(cast)[0]["before"] == {"text": "Rà soát."}
    assert told(cast)[0]["after"] == {"text": "Rà soát, đánh giá."}


def test_correct_a_field_of_the_programme(cast: Cast, rows: dict[str, Sourced]) -> None:
    start, end = rows["start"], rows["end"]
    act(cast, review.correct, start, {"period_start": date(2027, 3, 1)}, seen=review.token(start))
    with pytest.raises(DomainError) as error:
        act(cast, review.correct, end, {"period_end": date(2027, 2, 1)}, seen=review.token(fresh(end)))
    assert error.value.field == "period_end"
    act(cast, review.correct, end, {"period_end": date(2027, 5, 1)}, seen=review.token(fresh(end)))
    with acting_as(SYSTEM):
        held = Programme.objects.get(pk=cast.draft.pk)
    assert (held.period_start, held.period_end) == (date(2027, 3, 1), date(2027, 5, 1))
    with pytest.raises(DomainError) as error:
        act(cast, review.correct, rows["title"], {"title": "  "}, seen=review.token(fresh(rows["title"])))
    assert error.value.field == "title"


def test_an_agency_is_inspected_once(cast: Cast, rows: dict[str, Sourced]) -> None:
    with acting_as(SYSTEM):
        Subject.objects.create(programme=cast.draft, name="x", kind="department", agency=cast.unit)
    subject = rows["subject"]
    with pytest.raises(DomainError) as error:
        act(cast, review.correct, subject, {"agency": cast.unit}, seen=review.token(subject))
    assert error.value.field == "agency"
    act(cast, review.correct, subject, {"agency": cast.standing}, seen=review.token(subject))
    assert fresh(subject).agency_id == cast.standing.pk  # type: ignore[attr-defined]


def test_two_at_once_are_told_what_the_other_wrote(cast: Cast, rows: dict[str, Sourced]) -> None:
    purpose, seen = rows["purpose"], review.token(rows["purpose"])
    act(cast, review.correct, purpose, {"text": "Theo chị Hòa."}, seen=seen)
    for step in (
        lambda: act(cast, review.correct, purpose, {"text": "Theo tôi."}, seen=seen),
        lambda: act(cast, review.confirm, purpose, seen=seen),
        lambda: act(cast, review.remove, purpose, reason="thừa", seen=seen),
    ):
        with pytest.raises(review.Changed, match=r"Đỗ Thị Hòa vừa sửa mục này thành “Theo chị Hòa\.”"):
            step()
    assert str(fresh(purpose)) == "Theo chị Hòa."


def test_a_change_without_an_event_is_told_too(cast: Cast, rows: dict[str, Sourced]) -> None:
    start, remark = rows["start"], rows["remark"]
    seen = review.token(start)
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.draft.pk).update(period_start=date(2027, 1, 2))
        FieldSource.objects.filter(pk=remark.pk).update(
            review="confirmed", reviewed_at=NOW, reviewed_by=SYSTEM.id
        )
    with pytest.raises(review.Changed, match="Người khác vừa sửa mục này thành “2027-01-02”"):
        act(cast, review.confirm, start, seen=seen)
    with pytest.raises(review.Changed, match="thành “”"):
        act(cast, review.confirm, remark, seen=review.token(remark))
    assert review.said(rows["end"]) == ""


def test_removed_text_stays_listed(cast: Cast, rows: dict[str, Sourced]) -> None:
    purpose, subject = rows["purpose"], rows["subject"]
    with pytest.raises(DomainError) as error:
        act(cast, review.remove, purpose, reason=" ", seen=review.token(purpose))
    assert error.value.field == "reason"
    act(cast, review.remove, purpose, reason="Lặp lại.", seen=review.token(purpose))
    act(cast, review.remove, subject, reason="Nhập nhầm.", seen=review.token(subject))  # no place in the text
    with acting_as(SYSTEM):
        kept = Unplaced.objects.get(programme=cast.draft)
        assert not Statement.objects.filter(pk=purpose.pk).exists()
    assert (kept.text, kept.span_start, kept.span_end, kept.settled_as) == ("Rà soát.", 0, 8, "removed")
    assert "Mục đích”: Lặp lại." in kept.reason
    assert told(cast)[0]["reason"] == "Lặp lại."
    with pytest.raises(Missing):
        act(cast, review.confirm, purpose, seen="")


def test_what_others_need_is_not_removed(cast: Cast, rows: dict[str, Sourced]) -> None:
    area, title = rows["area"], rows["title"]
    with pytest.raises(DomainError, match="không bỏ được"):
        act(cast, review.remove, title, reason="x", seen=review.token(title))
    with pytest.raises(DomainError, match="còn nội dung"):
        act(cast, review.remove, area, reason="x", seen=review.token(area))
    with acting_as(SYSTEM):
        Item.objects.filter(area=area).delete()
        other = Area.objects.create(programme=cast.draft, title="Lĩnh vực khác")
        outline = Outline.objects.create(
            programme=cast.draft, version=1, created_at=NOW, created_by=SYSTEM.id
        )
        node, _ = (
            Node.objects.create(
                programme=cast.draft, outline=outline, kind="section", text="I", code=code, area=of
            )
            for code, of in (("m1", area), ("m2", other))
        )
    act(cast, review.remove, area, reason="x", seen=review.token(area))
    with acting_as(SYSTEM):
        assert Node.objects.get(pk=node.pk).area is None
        Outline.objects.filter(pk=outline.pk).update(state="in_use", issued_at=NOW, issued_by=SYSTEM.id)
    with pytest.raises(DomainError, match="Đề cương đã ban hành"):
        act(cast, review.remove, other, reason="x", seen=review.token(other))


def test_add(cast: Cast, rows: dict[str, Sourced]) -> None:
    made = act(cast, review.add, cast.draft, BY_SLUG["muc"], {"text": "Mới", "area": rows["area"]})
    assert (made.order, made.review, made.span_start) == (5, "confirmed", None)
    with pytest.raises(DomainError, match="không thêm mục mới"):
        act(cast, review.add, cast.draft, HEAD, {})
    with pytest.raises(DomainError):
        act(
            cast,
            review.add,
            cast.draft,
            BY_SLUG["doi-tuong"],
            {"name": "x", "kind": "department", "agency": _taken(cast)},
        )


def _taken(cast: Cast):  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        Subject.objects.create(programme=cast.draft, name="y", kind="department", agency=cast.unit)
    return cast.unit


def test_confirm_what_is_not_doubtful(cast: Cast, rows: dict[str, Sourced]) -> None:
    part = BY_SLUG["doi-tuong"]
    assert act(cast, review.confirm_part, cast.draft, part) == 0
    with acting_as(SYSTEM):
        Subject.objects.create(programme=cast.draft, name="Sở Y tế", kind="department")
    assert act(cast, review.confirm_part, cast.draft, part) == 1
    assert act(cast, review.confirm_part, cast.draft, BY_SLUG["thoi-gian"]) == 2
    assert fresh(rows["subject"]).is_doubtful
    assert [event["after"]["part"] for event in told(cast)] == ["doi-tuong", "thoi-gian"]  # type: ignore[index]


def test_subjects_later(cast: Cast) -> None:
    assert act(cast, review.set_subjects_later, cast.draft, later=True).subjects_later
    assert not act(cast, review.set_subjects_later, cast.draft, later=False).subjects_later
    assert len(told(cast)) == 2


def test_only_the_coordinator_of_a_draft(cast: Cast, rows: dict[str, Sourced]) -> None:
    purpose = rows["purpose"]
    for who in ("member", "other_coordinator", "unit_officer"):
        with pytest.raises(Refused):
            act(cast, review.confirm, purpose, seen=review.token(purpose), who=who)
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.draft.pk).update(
            state="running", started_at=NOW, started_by=SYSTEM.id
        )
    with pytest.raises(Conflict, match="không còn ở dạng dự thảo"):
        act(cast, review.confirm, purpose, seen=review.token(purpose))


def test_every_row_has_a_part(cast: Cast, rows: dict[str, Sourced]) -> None:
    slugs = {name: part_of(row).slug for name, row in rows.items()}
    assert slugs == {
        "purpose": "muc-dich", "area": "noi-dung", "item": "muc", "subject": "doi-tuong", "start": "thoi-gian",
        "end": "thoi-gian", "title": "dau-van-ban", "remark": "cach-kiem-tra",
    }  # fmt: skip
    assert part_of(FieldSource(name="strange")) == HEAD


def test_unplaced_kept_as_note_and_reopened(cast: Cast, left: Unplaced) -> None:
    act(cast, unplaced.keep_as_note, left)
    with pytest.raises(Conflict, match="vừa được người khác xếp xong"):
        act(cast, unplaced.keep_as_note, left)
    assert act(cast, unplaced.reopen, left).settled_at is None
    with pytest.raises(Conflict, match="đang mở"):
        act(cast, unplaced.reopen, left)
    assert [event["after"] for event in told(cast)] == [{"settled_as": "note"}, {"settled_as": ""}]


def test_unplaced_becomes_a_value_at_its_place(cast: Cast, left: Unplaced) -> None:
    made = act(cast, unplaced.place, left, BY_SLUG["yeu-cau"], {"text": left.text})
    assert (made.kind, made.span_start, made.span_end) == ("requirement", 30, 43)  # type: ignore[attr-defined]
    with acting_as(SYSTEM):
        assert Unplaced.objects.get(pk=left.pk).settled_as == "yeu-cau"
    with pytest.raises(Conflict):
        act(cast, unplaced.place, left, BY_SLUG["yeu-cau"], {"text": left.text})
    with pytest.raises(Conflict):
        act(cast, unplaced.reopen, left)
    with pytest.raises(Refused):
        act(cast, unplaced.keep_as_note, left, who="member")


def test_only_what_a_person_may_correct_is_written(cast: Cast, rows: dict[str, Sourced]) -> None:
    tries: list[tuple[Sourced, dict[str, object]]] = [
        (rows["start"], {"period_start": date(2027, 3, 1), "year": 1900}),
        (rows["start"], {"period_end": date(2027, 3, 1)}),
        (rows["title"], {"created_by": SYSTEM.id}),
        (rows["remark"], {"methods": "x"}),
        (rows["purpose"], {"text": "x", "kind": "note"}),
        (rows["item"], {"order": 1}),
    ]
    for row, values in tries:
        with pytest.raises(DomainError, match="không có giá trị"):
            act(cast, review.correct, row, values, seen=review.token(row))
    with pytest.raises(DomainError, match="không có giá trị “doubt”"):
        act(cast, review.add, cast.draft, BY_SLUG["muc-dich"], {"text": "x", "doubt": "y"})
    assert told(cast) == []


def test_an_empty_value_is_sent_back(cast: Cast, rows: dict[str, Sourced]) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.draft.pk).update(issued_on=date(2027, 1, 5))
        duty = Duty.objects.create(programme=cast.draft, owner="units", party="Đơn vị", text="Nộp.")
        foreign = Area.objects.create(programme=cast.ours, title="Lĩnh vực của chương trình khác")
    tries: list[tuple[Sourced, dict[str, object], str]] = [
        (rows["purpose"], {"text": " "}, "text"),
        (rows["area"], {"title": ""}, "title"),
        (rows["item"], {"area": None}, "area"),
        (rows["item"], {"area": foreign}, "area"),
        (duty, {"text": " "}, "text"),
        (duty, {"due_on": date(2026, 12, 31)}, "due_on"),
    ]
    for row, values, field in tries:
        with pytest.raises(DomainError) as error:
            act(cast, review.correct, row, values, seen=review.token(row))
        assert error.value.field == field
    with pytest.raises(DomainError) as error:
        act(cast, review.add, cast.draft, BY_SLUG["nhiem-vu"], {"text": "Nộp."})
    assert error.value.field == "party"
