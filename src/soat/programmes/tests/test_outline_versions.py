"""Versions of the outline (G4): drafted, issued, retired; what a version lacks; applying an Excel file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from tests.cast import NOW, SYSTEM, Cast, build

from soat.access.actor import Actor, acting_as
from soat.common.errors import Conflict, DomainError, Incomplete, Missing, Refused
from soat.programmes.forms.outlines import NodeForm
from soat.programmes.models import Area, Node, Outline
from soat.programmes.outline_lines import UNTITLED, Line, diff, gaps, used_by
from soat.programmes.selectors.outlines import for_audience
from soat.programmes.services import outline_nodes
from soat.programmes.services import outlines as write
from soat.programmes.services.outline_apply import apply
from soat.programmes.services.outline_excel import Head
from soat.programmes.tests.outline_help import make_outline, node, put, settle, shape, tree
from soat.trail.models import Event


@pytest.fixture
def by(cast: Cast) -> Iterator[Actor]:
    actor = cast.actor("coordinator")
    with acting_as(actor):
        yield actor


@pytest.fixture
def in_use(cast: Cast) -> Outline:
    return make_outline(cast.ours, state="in_use")


def test_a_draft_copies_the_version_in_use(cast: Cast, in_use: Outline, by: Actor) -> None:
    draft = write.start_draft(cast.ours, by=by, now=NOW)
    assert (draft.version, draft.state, draft.title) == (2, "draft", "Đề cương")
    old, new = tree(in_use), tree(draft)
    assert new.lines == old.lines
    assert [place.node.key for place in new.places] == [place.node.key for place in old.places]
    assert not set(new.by_id) & set(old.by_id)
    assert new.by_code["m5"].numerator_id == new.by_code["m3"].pk
    assert new.by_code["m8"].review == "confirmed"
    with pytest.raises(Conflict, match="đã có một bản dự thảo"):
        write.start_draft(cast.ours, by=by, now=NOW)


def test_the_first_draft_is_empty(cast: Cast, by: Actor) -> None:
    draft = write.start_draft(cast.ours, by=by, now=NOW)
    assert (draft.version, shape(draft)) == (1, [])
    with pytest.raises(Incomplete) as caught:
        write.issue(draft, by=by, now=NOW)
    assert list(caught.value.missing) == ["outline"]


def test_issuing_retires_the_one_before(cast: Cast, in_use: Outline, by: Actor) -> None:
    draft = write.start_draft(cast.ours, by=by, now=NOW)
    draft = write.issue(draft, by=by, now=NOW)
    in_use.refresh_from_db()
    assert (draft.state, draft.issued_by, in_use.state) == ("in_use", by.id, "retired")
    assert Event.objects.filter(subject_id__in=[draft.pk, in_use.pk]).count() == 3
    with pytest.raises(Conflict, match="Phiên bản 2 đã ban hành"):
        write.issue(draft, by=by, now=NOW)
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="tạo phiên bản mới"), transaction.atomic():
        Node.objects.filter(outline=draft).update(text="x")


def test_the_first_version_comes_into_use(cast: Cast, by: Actor) -> None:
    draft = make_outline(cast.ours)
    with acting_as(SYSTEM):
        Node.objects.filter(outline=draft).update(doubt="")
    assert write.issue(draft, by=by, now=NOW).state == "in_use"


def test_an_unready_draft_says_what_is_missing(cast: Cast, by: Actor) -> None:
    draft = make_outline(cast.ours)
    with acting_as(SYSTEM):
        put(draft, node(draft, "m6"), "ratio", "Tỷ lệ " + "rất dài " * 20, "m9", unit="%")
    with pytest.raises(Incomplete) as caught:
        write.issue(draft, by=by, now=NOW)
    assert caught.value.missing["m8"] == "“Nêu kiến nghị.”: Chưa rõ kiểu trả lời."
    assert caught.value.missing["m9"].endswith(
        "…”: Tỷ lệ chưa có tử số và mẫu số. Hãy chọn hoặc thêm số đếm."
    )
    assert list(caught.value.missing) == ["m8", "m9"]


def test_a_draft_is_discarded_beside_one_in_use_only(cast: Cast, by: Actor) -> None:
    first = make_outline(cast.ours)
    with pytest.raises(Conflict, match="Chưa có phiên bản nào đang dùng"):
        write.discard_draft(first, by=by, now=NOW)
    settle(first, "in_use")
    second = write.start_draft(cast.ours, by=by, now=NOW)
    write.discard_draft(second, by=by, now=NOW)
    assert list(Outline.objects.filter(programme=cast.ours)) == [first]


def test_the_head_is_changed(cast: Cast, by: Actor) -> None:
    draft = make_outline(cast.ours)
    held = write.change_head(draft, title="Mới", data_period_start=date(2026, 1, 1), by=by, now=NOW)
    held.refresh_from_db()
    assert (held.title, held.data_period_start, held.audience_text) == ("Mới", date(2026, 1, 1), "")


def test_who_may_not(cast: Cast, in_use: Outline) -> None:
    for name in ("head", "unit_officer", "stranger"):
        actor = cast.actor(name)
        with acting_as(actor), pytest.raises(Refused):
            write.start_draft(cast.ours, by=actor, now=NOW)


def test_a_programme_that_went_away(cast: Cast, by: Actor) -> None:
    cast.theirs.pk, held = cast.ours.pk, cast.theirs
    with acting_as(SYSTEM):
        held.pk = "00000000-0000-4000-8000-000000000000"
        with pytest.raises(Missing):
            write.start_draft(held, by=SYSTEM, now=NOW)


def gaps_of(*lines: Line, **doubts: str) -> dict[str, list[str]]:
    return {code: [gap.text for gap in told] for code, told in gaps(lines, doubts).items()}


def test_each_gap_has_its_sentence() -> None:
    section = Line("s", "section", "Mục", audience=("district",))
    told = gaps_of(
        section,
        Line("e", "section", UNTITLED),
        Line("a", "count", "Số hồ sơ:", "s"),
        Line("b", "count", "số  HỒ SƠ", "s"),
        Line("r", "ratio", "Tỷ lệ", "s", numerator="a", denominator="t"),
        Line("t", "table", "Bảng", "s"),
        Line("c", "count", "Kiểm", "s", check_rule="a <"),
        Line("d", "count", "Kiểm 2", "s", check_rule="t = 1"),
        Line("n", "narrative", "Riêng", "s", audience=("commune",)),
        Line("o", "narrative", "Chung", "s", audience=("district", "commune")),
        o="Hãy xem lại.",
        r="Đề cương thiếu hai số đếm.",
    )
    assert {code: reasons[0].split(".")[0][:24] for code, reasons in told.items()} == {
        "e": "Chưa có tiêu đề",
        "b": "Trùng nội dung với a ở c",
        "r": "Tỷ lệ chưa có mẫu số",
        "t": "Bảng chưa có cột",
        "c": "Biểu thức kiểm tra chưa ",
        "d": "Biểu thức kiểm tra chưa ",
        "n": "Không loại đơn vị nào ph",
        "o": "Hãy xem lại",
    }
    assert len(told["r"]) == 1
    assert told["e"][1].startswith("Mục này chưa có nội dung con")
    assert gaps([section, Line("a", "count", "x", "s")], {"a": "?"})["a"][0].is_doubt


def test_a_section_without_title_asks_for_one_and_is_then_done(cast: Cast, by: Actor) -> None:
    draft = make_outline(cast.draft)
    with acting_as(SYSTEM):
        Node.objects.filter(outline=draft, code="m6").update(text=UNTITLED, doubt="Không còn tiêu đề.")
    with acting_as(by):
        (only,) = tree(draft).gaps["m6"]
        assert (only.text, only.is_doubt) == ("Chưa có tiêu đề. Hãy ghi vào ô “Nội dung” rồi lưu.", False)
        with pytest.raises(DomainError, match="chưa có tiêu đề") as refused:
            outline_nodes.confirm(node(draft, "m6"), revision=0, by=by, now=NOW)
        assert refused.value.field == "text"
        held = tree(draft)
        assert NodeForm(None, node=held.by_code["m6"], tree=held, areas=[]).initial["text"] == ""
        outline_nodes.change(node(draft, "m6"), revision=0, by=by, now=NOW, text="Kiến nghị")
        assert "m6" not in tree(draft).gaps


def test_a_ring_of_parents_does_not_hang() -> None:
    ring = [Line("a", "section", "A", "b", audience=("other",)), Line("b", "section", "B", "a")]
    assert gaps(ring, {}) == {}


def test_what_a_line_is_computed_from() -> None:
    assert used_by(Line("r", "ratio", "x", numerator="a", denominator="b")) == {"a", "b"}
    assert used_by(Line("r", "count", "x", check_rule="a < b")) == {"a", "b"}
    assert used_by(Line("r", "count", "x", check_rule="a <")) == set()


def test_the_same_is_no_difference() -> None:
    lines = [Line("a", "section", "A"), Line("b", "count", "B", "a", weight=Decimal("1.5"))]
    assert diff(lines, [lines[0], replace(lines[1], weight=Decimal("1.50"))]) == []
    (change,) = diff(lines, [lines[0], replace(lines[1], weight=None, columns=("x", "y"))])
    assert change.details == (("Trọng số", "1.5", ""), ("Cột của bảng", "", "x, y"))


def test_each_audience_sees_its_own(cast: Cast) -> None:
    draft = make_outline(cast.ours)
    with acting_as(SYSTEM):
        own = put(draft, None, "section", "Cấp xã", "m20", audience=["commune"])
        put(draft, own, "narrative", "Riêng", "m21")
    held = tree(draft)
    seen = {
        kind: {place.node.code for place in for_audience(held, kind)}
        for kind in ("", "department", "commune")
    }
    assert seen[""] - seen["department"] == {"m20", "m21"}
    assert seen[""] - seen["commune"] == {"m7"}


def test_a_file_is_applied(cast: Cast, by: Actor) -> None:
    draft = make_outline(cast.ours)
    with acting_as(SYSTEM):
        area = Area.objects.create(programme=cast.ours, number="1", title="Cải cách thể chế")
    held = tree(draft)
    known = {line.code: line for line in held.lines}
    lines = [
        known["m6"],
        known["m7"],
        Line("m3", "count", "Số đã xong", "m6", unit="việc", area=str(area), weight=Decimal(2)),
        Line("m40", "count", "Tổng số", "m6"),
        Line("m41", "ratio", "Tỷ lệ", "m6", unit="%", numerator="m3", denominator="m40"),
        replace(known["m8"], audience=("other",)),
    ]
    head = Head("Đề cương mới", data_period_start=date(2026, 1, 1))
    changes = apply(draft, head, lines, fingerprint=held.fingerprint, by=by, now=NOW)
    fresh = tree(draft)
    assert fresh.lines == lines
    assert fresh.by_code["m3"].pk == held.by_code["m3"].pk
    assert fresh.by_code["m3"].review == "corrected"
    assert fresh.by_code["m7"].review == "read"
    draft.refresh_from_db()
    assert draft.title == "Đề cương mới"
    assert {change.kind for change in changes} == {"added", "removed", "changed", "moved"}
    assert Event.objects.filter(subject_id=draft.pk).count() == 1
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        apply(draft, None, lines, fingerprint=held.fingerprint, by=by, now=NOW)
    assert apply(draft, None, lines, fingerprint=fresh.fingerprint, by=by, now=NOW) == []
    assert tree(draft).fingerprint == fresh.fingerprint


def test_two_issue_at_once(fresh_db: str) -> None:
    cast = build()
    make_outline(cast.ours, state="in_use")
    actor = cast.actor("coordinator")
    with acting_as(actor):
        draft = write.start_draft(cast.ours, by=actor, now=NOW)
    gate, outcomes = threading.Barrier(2), []

    def run(step: Any) -> None:
        try:
            gate.wait(5)
            with acting_as(actor):
                step(draft, by=actor, now=NOW)
            outcomes.append("done")
        except Conflict:
            outcomes.append("told")
        finally:
            connections.close_all()

    started = [threading.Thread(target=run, args=(step,)) for step in (write.issue, write.discard_draft)]
    for one in started:
        one.start()
    for one in started:
        one.join(20)
    assert sorted(outcomes) == ["done", "told"]
    with acting_as(SYSTEM):
        assert Outline.objects.filter(programme=cast.ours, state="in_use").count() == 1
