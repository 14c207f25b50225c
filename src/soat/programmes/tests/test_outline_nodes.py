"""Editing a draft (G4): nodes added, changed, moved, removed; two editors never overwrite each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from tests.cast import NOW, SYSTEM, Cast, build

from soat.access.actor import Actor, acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.programmes.models import Node, Outline
from soat.programmes.services import outline_nodes as write
from soat.programmes.services import outline_places, outline_values
from soat.programmes.tests.outline_help import make_outline, node, put, settle, shape, tree
from soat.trail.models import Event


@pytest.fixture
def draft(cast: Cast) -> Outline:
    return make_outline(cast.ours)


@pytest.fixture
def by(cast: Cast) -> Iterator[Actor]:
    actor = cast.actor("coordinator")
    with acting_as(actor):
        yield actor


@contextmanager
def refused(field: str | None, says: str) -> Iterator[None]:
    with pytest.raises(DomainError, match=says) as caught:
        yield
    assert caught.value.field == field


def add(outline: Outline, by: Actor, **more: Any) -> Node:
    values = {"kind": "narrative", "text": "Mới", "parent": None, "after": None, **more}
    return write.add(outline, **values, by=by, now=NOW)


def change(outline: Outline, code: str, by: Actor, **values: Any) -> Node:
    found = node(outline, code)
    return write.change(found, revision=found.revision, **values, by=by, now=NOW)


def test_a_node_is_added_behind_or_last(draft: Outline, by: Actor) -> None:
    parent = node(draft, "m1")
    assert add(draft, by, parent=parent, after=node(draft, "m2")).code == "m9"
    assert add(draft, by, parent=parent, kind="ratio").unit == "%"
    assert add(draft, by, kind="section", text="III").number == "III"
    assert add(draft, by, kind="section", parent=parent).number == "1"
    assert add(draft, by, kind="section", parent=node(draft, "m12")).number == "a"
    assert shape(draft) == [
        "0I:m1", "1:m2", "1:m9", "1:m3", "1:m4", "1:m5", "1:m10", "11:m12", "2a:m13", "0II:m6", "1:m7", "1:m8",
        "0III:m11",
    ]  # fmt: skip
    event = Event.objects.get(subject_id=node(draft, "m9").pk)
    assert (event.action, event.programme_id) == ("outline.edit", draft.programme_id)


def test_a_section_between_others_renumbers_them(draft: Outline, by: Actor) -> None:
    add(draft, by, kind="section", after=node(draft, "m1"))
    assert [one for one in shape(draft) if one[0] == "0"] == ["0I:m1", "0II:m9", "0III:m6"]


def test_what_may_not_be_added(draft: Outline, by: Actor) -> None:
    with refused(None, "phải nằm trong một mục lớn"):
        add(draft, by)
    with refused(None, "Một mục lớn chỉ đặt được"):
        add(draft, by, kind="section", parent=node(draft, "m2"))
    with refused("kind", "Kiểu mục này không có"):
        add(draft, by, kind="poem", parent=node(draft, "m1"))
    with refused("text", "Hãy ghi nội dung"):
        add(draft, by, text=" \x00 ", parent=node(draft, "m1"))
    with refused("text", "Dài quá 5000"):
        add(draft, by, text="x" * 5001, parent=node(draft, "m1"))


def test_nobody_else_edits(cast: Cast, draft: Outline) -> None:
    for name in ("head", "member", "unit_head", "other_coordinator", "stranger"):
        actor = cast.actor(name)
        with acting_as(actor), pytest.raises(Refused, match="Cơ quan thường trực"):
            add(draft, actor)


def test_an_issued_version_is_closed(cast: Cast, draft: Outline, by: Actor) -> None:
    settle(draft, "in_use")
    with pytest.raises(Conflict, match="đã ban hành"):
        add(draft, by)
    with acting_as(SYSTEM):
        Node.objects.filter(pk="00000000-0000-4000-8000-000000000000").delete()
        gone = make_outline(cast.ours, version=2)
        Outline.objects.filter(pk=gone.pk).delete()
    with pytest.raises(Conflict, match="vừa bị bỏ"):
        add(gone, by)


def test_fields_are_changed_and_the_doubt_is_settled(draft: Outline, by: Actor) -> None:
    held = change(
        draft,
        "m8",
        by,
        kind="table",
        text=" Bảng ",
        columns=["Số", " ", "Ngày"],
        audience=["other", "department"],
    )
    assert (held.text, held.columns, held.audience) == ("Bảng", ["Số", "Ngày"], ["department", "other"])
    fresh = node(draft, "m8")
    assert (fresh.review, fresh.revision, fresh.is_doubtful) == ("corrected", 1, False)
    assert change(draft, "m8", by, kind="count", unit=" văn  bản ").unit == "văn bản"
    assert node(draft, "m8").columns == []


def test_nothing_changed_is_no_event(draft: Outline, by: Actor) -> None:
    assert change(draft, "m2", by, text="Chỉ đạo cải cách hành chính.").revision == 0
    assert not Event.objects.filter(subject_id=node(draft, "m2").pk).exists()


def test_a_ratio_takes_two_counts_of_its_outline(cast: Cast, draft: Outline, by: Actor) -> None:
    total, done, words = (node(draft, code).pk for code in ("m4", "m3", "m2"))
    assert change(draft, "m5", by, numerator_id=total, denominator_id=done).unit == "%"
    for field, sides in (
        ("numerator", {"numerator_id": words, "denominator_id": done}),
        ("denominator", {"numerator_id": done, "denominator_id": NOW and draft.pk}),
        ("denominator", {"numerator_id": done, "denominator_id": done}),
    ):
        with refused(field, "số đếm"):
            change(draft, "m5", by, **sides)
    with refused("kind", "tử số hoặc mẫu số của m5"):
        change(draft, "m3", by, kind="narrative")
    assert change(draft, "m5", by, kind="count").numerator_id is None


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("m2", {"text": ""}, "text"),
        ("m2", {"kind": "section"}, None),
        ("m1", {"kind": "narrative"}, "kind"),
        ("m2", {"kind": "poem"}, "kind"),
        ("m2", {"help": "x" * 10_001}, "help"),
        ("m2", {"weight": -1}, "weight"),
        ("m2", {"weight": 10_000}, "weight"),
        ("m2", {"audience": ["planet"]}, "audience"),
        ("m3", {"check_rule": "m3 <"}, "check_rule"),
        ("m3", {"check_rule": "m3 < m99"}, "check_rule"),
        ("m3", {"check_rule": "m3 < m2"}, "check_rule"),
    ],
)
def test_a_wrong_value_names_its_field(
    draft: Outline, by: Actor, code: str, values: dict[str, Any], field: str | None
) -> None:
    if field is None:  # a section below a section is fine
        assert change(draft, code, by, **values).kind == "section"
        return
    with refused(field, "."):
        change(draft, code, by, **values)


def test_a_section_with_sections_stays_one(draft: Outline, by: Actor) -> None:
    inner = add(draft, by, kind="section", parent=node(draft, "m1"))
    add(draft, by, kind="section", parent=inner)
    with refused("kind", "mục lớn"):
        change(draft, inner.code, by, kind="narrative")


def test_a_check_is_kept(draft: Outline, by: Actor) -> None:
    assert change(draft, "m3", by, check_rule=" m3  <= m4 ").check_rule == "m3 <= m4"


def test_two_editors_do_not_overwrite_each_other(cast: Cast, draft: Outline, by: Actor) -> None:
    seen = node(draft, "m2")
    change(draft, "m2", by, text="Bản của Hòa", required=True)
    with acting_as(SYSTEM), pytest.raises(Conflict) as caught:
        write.change(seen, revision=seen.revision, text="Bản khác", by=SYSTEM, now=NOW)
    assert "Đỗ Thị Hòa đã sửa nội dung, bắt buộc của mục “Bản của Hòa” lúc 15:00" in caught.value.message
    with pytest.raises(Conflict, match="Bạn, ở một cửa sổ khác,"):
        write.confirm(seen, revision=seen.revision, by=by, now=NOW)
    assert node(draft, "m2").text == "Bản của Hòa"


def told(seen: Node, by: Actor) -> str:
    with acting_as(SYSTEM), pytest.raises(Conflict) as caught:
        write.confirm(seen, revision=seen.revision, by=SYSTEM, now=NOW)
    return caught.value.message


def test_a_conflict_tells_what_the_other_did(draft: Outline, by: Actor) -> None:
    seen = {code: node(draft, code) for code in ("m2", "m7", "m8")}
    write.confirm(seen["m8"], revision=0, by=by, now=NOW)
    assert "đã xác nhận mục" in told(seen["m8"], by)
    outline_places.shift(seen["m7"], "down", revision=0, by=by, now=NOW)
    assert "đã chuyển chỗ mục" in told(seen["m7"], by)
    write.remove(seen["m2"], revision=0, by=by, now=NOW)
    assert "đã bỏ mục" in told(seen["m2"], by)
    with pytest.raises(Conflict, match="đã bỏ mục"):
        add(draft, by, parent=seen["m2"])
    Node.objects.filter(pk=seen["m8"].pk).update(revision=9)
    with acting_as(SYSTEM):
        fresh = put(draft, node(draft, "m6"), "list", "Khác", "m50")
        Node.objects.filter(pk=fresh.pk).update(revision=1)
    fresh.outline = draft
    with pytest.raises(Conflict, match="vừa được thay đổi"):
        write.confirm(fresh, revision=0, by=by, now=NOW)


def shift(outline: Outline, code: str, direction: str, by: Actor) -> None:
    found = node(outline, code)
    outline_places.shift(found, direction, revision=found.revision, by=by, now=NOW)


def test_steps(draft: Outline, by: Actor) -> None:
    shift(draft, "m6", "up", by)
    assert shape(draft)[0] == "0I:m6"
    assert shape(draft)[3] == "0II:m1"
    shift(draft, "m6", "down", by)
    shift(draft, "m3", "in", by)
    assert "2:m3" in shape(draft)
    shift(draft, "m3", "out", by)
    assert shape(draft)[:4] == ["0I:m1", "1:m2", "1:m3", "1:m4"]
    shift(draft, "m4", "down", by)
    assert shape(draft)[3:5] == ["1:m5", "1:m4"]
    shift(draft, "m6", "in", by)
    assert "11:m6" in shape(draft)
    shift(draft, "m6", "out", by)
    assert "0II:m6" in shape(draft)


@pytest.mark.parametrize(
    ("code", "direction"), [("m1", "up"), ("m6", "down"), ("m1", "in"), ("m6", "out"), ("m2", "away")]
)
def test_no_way_there(draft: Outline, by: Actor, code: str, direction: str) -> None:
    with refused(None, "không chuyển tiếp được"):
        shift(draft, code, direction, by)


def test_an_item_does_not_leave_its_section(draft: Outline, by: Actor) -> None:
    with refused(None, "phải nằm trong một mục lớn"):
        shift(draft, "m2", "out", by)


def move(outline: Outline, code: str, parent: str, before: str, by: Actor) -> None:
    known = tree(outline).by_code
    found = node(outline, code)
    outline_places.move(
        found, parent=known.get(parent), before=known.get(before), revision=found.revision, by=by, now=NOW
    )


def test_moved_to_a_place(draft: Outline, by: Actor) -> None:
    move(draft, "m8", "m1", "m3", by)
    assert shape(draft)[1:4] == ["1:m2", "1:m8", "1:m3"]
    move(draft, "m8", "m6", "", by)
    assert shape(draft)[-1] == "1:m8"
    with refused(None, "vào chính nó"):
        move(draft, "m1", "m2", "", by)
    with refused(None, "vào chính nó"):
        move(draft, "m1", "m1", "", by)
    with pytest.raises(Conflict, match="chuyển đi nơi khác"):
        move(draft, "m8", "m1", "m7", by)
    with pytest.raises(Conflict, match="chuyển đi nơi khác"):
        move(draft, "m6", "", "m7", by)


def test_a_used_count_is_removed_only_when_confirmed(draft: Outline, by: Actor) -> None:
    change(draft, "m4", by, check_rule="m3 <= m4")
    found = node(draft, "m3")
    with pytest.raises(write.StillUsed, match=r"\(m4\).*\(m5\)"):
        write.remove(found, revision=0, by=by, now=NOW)
    write.remove(found, revision=0, by=by, now=NOW, is_confirmed=True)
    ratio = node(draft, "m5")
    assert (ratio.numerator_id, ratio.revision) == (None, 1)
    assert ratio.denominator_id
    told = {code: [gap.text for gap in gaps] for code, gaps in tree(draft).gaps.items()}
    assert "Tỷ lệ chưa có tử số" in told["m5"][0]
    assert "không có mã m3" in told["m4"][0]


def test_a_section_goes_with_all_below(draft: Outline, by: Actor) -> None:
    found = node(draft, "m1")
    assert len(write.remove(found, revision=0, by=by, now=NOW)) == 5
    assert shape(draft) == ["0I:m6", "1:m7", "1:m8"]


def test_two_counts_are_made_for_a_ratio(draft: Outline, by: Actor) -> None:
    ratio = add(draft, by, kind="ratio", text="Tỷ lệ UBND cấp xã đã kết nối: %", parent=node(draft, "m6"))
    ratio.outline = draft
    write.add_counts(ratio, revision=0, by=by, now=NOW)
    held = tree(draft)
    made = held.by_code[ratio.code]
    texts = [held.by_id[side].text for side in (made.numerator_id, made.denominator_id) if side]
    assert texts == ["Số UBND cấp xã đã kết nối", "Tổng số UBND cấp xã"]
    sides = [held.by_id[side] for side in (made.numerator_id, made.denominator_id) if side]
    assert all(side.is_doubtful and "hãy xem" in side.doubt for side in sides)
    assert {side.code for side in sides} <= held.gaps.keys()
    assert ratio.code not in held.gaps
    assert len(held.below(made.pk)) == 2
    write.add_counts(node(draft, ratio.code), revision=1, by=by, now=NOW)
    assert len(tree(draft).below(made.pk)) == 2
    with refused("kind", "Chỉ tỷ lệ"):
        write.add_counts(node(draft, "m2"), revision=0, by=by, now=NOW)


@pytest.mark.parametrize(
    ("ratio", "names"),
    [
        ("Tỷ lệ hồ sơ được số hóa (%)", ("Số hồ sơ được số hóa", "Tổng số hồ sơ")),
        ("Tỉ lệ phần trăm hài lòng: … %", ("Số hài lòng", "Tổng số hài lòng")),
        ("Tỷ lệ %", ("Số (hãy đặt tên)", "Tổng số (hãy đặt tên)")),
    ],
)
def test_names_of_counts(ratio: str, names: tuple[str, str]) -> None:
    assert outline_values.count_names(ratio) == names


def test_proposed_checks_are_accepted_once(draft: Outline, by: Actor) -> None:
    one = node(draft, "m1")
    total = add(draft, by, kind="count", text="Tổng số văn bản", parent=one)
    parts = [
        add(draft, by, kind="count", text=f"Số văn bản {name}", parent=one)
        for name in ("đúng hạn", "quá hạn")
    ]
    rule = f"{total.code} = {parts[0].code} + {parts[1].code}"
    assert rule in [check.rule for check in tree(draft).proposed_checks]
    change(draft, total.code, by, check_rule=f"{total.code} >= 0")
    (accepted,) = write.accept_checks(draft, [rule, "m1 = m2"], by=by, now=NOW)
    assert accepted.code == total.code
    assert node(draft, total.code).check_rule == f"{total.code} >= 0 và {rule}"
    assert write.accept_checks(draft, [rule], by=by, now=NOW) == []
    change(draft, total.code, by, check_rule="")
    write.accept_checks(draft, [rule], by=by, now=NOW)
    assert node(draft, total.code).check_rule == rule


@pytest.mark.parametrize(
    ("former", "made"),
    [
        (["I", "II"], ["I", "II", "III", "IV"]),
        (["1"], ["1", "2", "3", "4"]),
        (["a", "b", "c", "d"], ["a", "b", "c", "d"]),
        (["a", "b", "c", "d", "e"], ["a", "b", "c", "d"]),
        (["I", "III"], []),
        ([], []),
    ],
)
def test_numbers_run_on_in_their_style(former: list[str], made: list[str]) -> None:
    assert outline_values.numbers_like(former, 4) == made


def test_letters_go_the_vietnamese_way() -> None:
    assert outline_values.numbers_like(["a", "b", "c", "d", "đ"], 6) == ["a", "b", "c", "d", "đ", "e"]
    assert outline_values.numbers_like(["a", "b", "c", "d", "e"], 6)[-1] == "f"


def test_at_the_same_time(fresh_db: str) -> None:
    """Two editors of one node with the same revision: one is in, the other is told; two of two nodes: both."""
    cast = build()
    draft = make_outline(cast.ours)
    outcomes: list[str] = []
    gate = threading.Barrier(3)
    people = {"m2": cast.actor("coordinator"), "m7": cast.actor("coordinator")}

    def run(code: str, text: str) -> None:
        try:
            with acting_as(people[code]):
                found = node_of(draft, code)
            gate.wait(5)
            with acting_as(people[code]):
                write.change(found, revision=0, text=text, by=people[code], now=NOW + timedelta(minutes=1))
            outcomes.append(f"{code} in")
        except Conflict as error:
            outcomes.append(f"{code} {'told' if 'đã sửa nội dung' in error.message else error.message}")
        finally:
            connections.close_all()

    started = [threading.Thread(target=run, args=args) for args in (("m2", "A"), ("m2", "B"), ("m7", "C"))]
    for one in started:
        one.start()
    for one in started:
        one.join(20)
    assert sorted(outcomes) == ["m2 in", "m2 told", "m7 in"]


def node_of(outline: Outline, code: str) -> Node:
    return Node.objects.select_related("outline__programme").get(outline=outline, code=code)
