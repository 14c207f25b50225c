"""Citations follow the words (L1–L3): corrected, added, removed, copied; the outline shows what later laws changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.legal.models import Citation, Document, Relation
from soat.programmes.models import Area, Duty, FieldSource, Item, Method, Outline, Programme, Sourced
from soat.programmes.parts import BY_SLUG
from soat.programmes.services import duties, outline_nodes, outlines, review
from soat.programmes.services.outline_apply import apply
from soat.programmes.tests.outline_help import make_outline, node, tree

OLD = "Theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ."
NEW = "Theo Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ."


def act(cast: Cast, do: Any, *args: Any, **more: Any) -> Any:
    with acting_as(cast.actor("coordinator")) as actor:
        return do(*args, by=actor, now=NOW, **more)


def cited(row: Any) -> list[str]:
    """The numbers that a row cites."""
    with acting_as(SYSTEM):
        rows = Citation.objects.filter(subject_id=row.pk).select_related("document")
        return sorted(citation.document.number for citation in rows)


@pytest.fixture
def area(cast: Cast) -> Area:
    with acting_as(SYSTEM):
        return Area.objects.create(programme=cast.draft, number="1", title="Thủ tục hành chính")


def correct(cast: Cast, row: Sourced, **values: Any) -> None:
    with acting_as(SYSTEM):
        fresh = type(row)._default_manager.select_related("programme").get(pk=row.pk)
        seen = review.token(fresh)
    act(cast, review.correct, fresh, values, seen=seen)


def test_an_items_citations_follow_its_text(cast: Cast, area: Area) -> None:
    item: Item = act(cast, review.add, cast.draft, BY_SLUG["muc"], {"text": OLD, "area": area})
    assert cited(item) == ["61/2018/NĐ-CP"]
    correct(cast, item, text=NEW)
    assert cited(item) == ["118/2025/NĐ-CP"]
    with acting_as(SYSTEM):
        first = Citation.objects.get(subject_id=item.pk)
        assert (first.sentence, first.programme_id) == (NEW, cast.draft.pk)
    correct(cast, item, text=f"{NEW} Áp dụng thống nhất.")
    with acting_as(SYSTEM):
        assert (
            Citation.objects.get(subject_id=item.pk).pk == first.pk
        )  # still cited: its place in the plan stays
        item = Item.objects.select_related("programme").get(pk=item.pk)
        seen = review.token(item)
    act(cast, review.remove, item, reason="Trùng.", seen=seen)
    assert cited(item) == []


def test_what_does_not_touch_the_words_leaves_citations(cast: Cast, area: Area) -> None:
    with acting_as(SYSTEM):
        duty = Duty.objects.create(programme=cast.draft, owner="units", party="Đơn vị", text="Gửi báo cáo.")
        document = Document.objects.create(
            number="1/QĐ", number_key="1/qd", created_at=NOW, created_by=SYSTEM.id
        )
        Citation.objects.create(
            document=document, programme_id=cast.draft.pk, subject_type="programmes.duty", subject_id=duty.pk
        )
    correct(cast, duty, due_on=date(2027, 4, 1))
    assert cited(duty) == ["1/QĐ"]


def test_a_short_mention_means_what_the_plan_cites(cast: Cast, area: Area) -> None:
    """The number without its date is the document of the programme, not a stub of its own."""
    of = (cast.draft, BY_SLUG["muc"])
    long = act(cast, review.add, *of, {"text": OLD, "area": area})
    short = act(cast, review.add, *of, {"text": "Thực hiện Nghị định số 61/2018/NĐ-CP.", "area": area})
    with acting_as(SYSTEM):
        documents = Citation.objects.filter(subject_id__in=[long.pk, short.pk]).values_list("document_id")
        assert len(set(documents)) == 1


def test_the_plan_does_not_cite_itself(cast: Cast, area: Area) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.draft.pk).update(number="97/KH-UBND", issued_on=date(2024, 4, 16))
    text = "Theo Kế hoạch số 97/KH-UBND ngày 16/4/2024 của Ủy ban nhân dân thành phố Hải Phòng."
    assert cited(act(cast, review.add, cast.draft, BY_SLUG["muc"], {"text": text, "area": area})) == []


def test_fields_and_methods_cite_too(cast: Cast) -> None:
    with acting_as(SYSTEM):
        funding = FieldSource.objects.create(programme=cast.draft, name="funding")
        start = FieldSource.objects.create(programme=cast.draft, name="period_start")
        method = Method.objects.create(programme=cast.draft, kind="announced", title="Có báo trước", rules=[])
    correct(cast, funding, funding=OLD)
    correct(cast, start, period_start=date(2027, 3, 1))
    correct(cast, method, rules=[{"text": NEW, "span": None}])
    assert (cited(funding), cited(start), cited(method)) == (["61/2018/NĐ-CP"], [], ["118/2025/NĐ-CP"])


def test_a_duty_of_a_running_programme(cast: Cast) -> None:
    values: dict[str, Any] = {"party": "Đơn vị", "owner": "press", "agency": None, "due_on": None}
    duty = act(cast, duties.add, cast.ours, text=OLD, **values)
    assert cited(duty) == ["61/2018/NĐ-CP"]
    act(cast, duties.change, duty, text="Gửi báo cáo.", **values)
    assert cited(duty) == []


@pytest.fixture
def draft(cast: Cast) -> Outline:
    return make_outline(cast.ours)


def test_a_nodes_citations_follow_it_into_the_next_version(cast: Cast, draft: Outline) -> None:
    held = node(draft, "m2")
    act(cast, outline_nodes.change, held, revision=held.revision, text=OLD)
    made = act(
        cast, outline_nodes.add, draft, kind="narrative", text=NEW, parent=node(draft, "m1"), after=None
    )
    assert (cited(held), cited(made)) == (["61/2018/NĐ-CP"], ["118/2025/NĐ-CP"])
    doubt = node(draft, "m8")
    act(cast, outline_nodes.confirm, doubt, revision=doubt.revision)
    act(cast, outlines.issue, draft)
    second = act(cast, outlines.start_draft, cast.ours)
    copy = node(second, "m2")
    assert (cited(held), cited(copy)) == (["61/2018/NĐ-CP"], ["61/2018/NĐ-CP"])
    act(cast, outline_nodes.remove, copy, revision=copy.revision)
    assert (cited(held), cited(copy)) == (["61/2018/NĐ-CP"], [])
    other = node(second, made.code)
    act(cast, outlines.discard_draft, second)
    assert (cited(made), cited(other)) == (["118/2025/NĐ-CP"], [])


def test_lines_from_excel_are_cited(cast: Cast, draft: Outline) -> None:
    from dataclasses import replace

    before = tree(draft)
    gone = before.by_code["m8"]
    lines = [
        replace(line, text=OLD) if line.code == "m2" else line for line in before.lines if line.code != "m8"
    ]
    act(cast, apply, draft, None, lines, fingerprint=before.fingerprint)
    assert (cited(node(draft, "m2")), cited(gone)) == (["61/2018/NĐ-CP"], [])


def test_the_editor_names_what_changed(cast: Cast, draft: Outline, client_for: Any) -> None:
    held = node(draft, "m2")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(issued_on=date(2024, 4, 16))
    act(cast, outline_nodes.change, held, revision=held.revision, text=OLD)
    client, address = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/de-cuong/"
    assert "đã thay đổi sau ngày ban hành" not in client.get(address).text
    with acting_as(SYSTEM):
        by = Document.objects.create(
            number="118/2025/NĐ-CP", number_key="118/2025/nd-cp", type="Nghị định", issued_on=date(2025, 6, 9),
            created_at=NOW, created_by=SYSTEM.id,
        )  # fmt: skip
        Relation.objects.create(
            source=by,
            target=Citation.objects.get(subject_id=held.pk).document,
            kind="replaces",
            created_at=NOW,
            created_by=SYSTEM.id,
        )
    page = client.get(address).text
    assert "Có 1 mục viện dẫn văn bản đã thay đổi" in page
    panel = client.get(f"{address}?muc=m2", headers={"HX-Target": "outline-panel"}).text
    assert "Đã được thay thế bởi Nghị định 118/2025/NĐ-CP" in panel
    assert "2025-06-09" in panel
    assert (
        "Văn bản viện dẫn" not in client.get(f"{address}?muc=m3", headers={"HX-Target": "outline-panel"}).text
    )


def test_the_trail_of_what_nobody_edited_is_the_imports(cast: Cast, draft: Outline, client_for: Any) -> None:
    held = node(draft, "m2")
    client, address = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/de-cuong/?muc=m2"
    assert f'href="/nhat-ky/{cast.ours.pk}/"' in client.get(address).text
    act(cast, outline_nodes.change, held, revision=held.revision, text="Nêu rõ.")
    assert f'href="/nhat-ky/{held.pk}/"' in client.get(address).text
