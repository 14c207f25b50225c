"""Registration, relations, editing and files of the register (L1–L3)."""

from __future__ import annotations

import hashlib
import threading
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.core.citations import find_citations
from soat.core.errors import UnreadableFile
from soat.legal import selectors, services
from soat.legal.models import Document, File, Relation
from soat.legal.registration import at_home
from soat.trail.models import Event

CITY = "Ủy ban nhân dân thành phố Hải Phòng"


def register(text: str, listed: bool = False, issuer: str = CITY) -> list[Document]:
    with acting_as(SYSTEM):
        services.register(find_citations(text), by=SYSTEM, now=NOW, listed=listed, issuer=issuer)
        return list(Document.objects.order_by("created_at", "number"))


def test_each_document_once_with_what_the_text_gives(db: None) -> None:
    one, other = register(
        "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ;\n"
        "Kế hoạch số 57/KH-UBND ngày 11/3/2022 của Ủy ban nhân dân thành phố; Nghị định 61/2018/NĐ-CP."
    )
    assert (one.number, one.type, one.issuer, one.issued_on) == (
        "57/KH-UBND", "Kế hoạch", CITY, date(2022, 3, 11),
    )  # fmt: skip
    assert (other.issuer, other.issued_on, other.is_stub) == ("Chính phủ", date(2018, 4, 23), True)


def test_a_second_import_adds_none_and_fills_gaps(db: None) -> None:
    first = register("Kế hoạch 57/KH-UBND năm 2022 do thành phố Hải Phòng ban hành", listed=True)
    again = register("Kế hoạch số 57/KH-UBND ngày 11/3/2022 của Ủy ban nhân dân thành phố về sắp xếp tổ chức")
    assert [d.pk for d in first] == [d.pk for d in again]
    assert (again[0].issued_on, again[0].is_stub) == (date(2022, 3, 11), False)
    with acting_as(SYSTEM):
        events = Event.objects.count()
    register("Kế hoạch số 57/KH-UBND ngày 11/3/2022")
    with acting_as(SYSTEM):
        assert Event.objects.count() == events


def test_the_same_number_of_three_years_is_three_documents(db: None) -> None:
    text = "Kế hoạch số 97/KH-UBND ngày {} của Ủy ban nhân dân thành phố"
    for day in ("03/5/2017", "12/4/2021", "16/4/2024"):
        register(text.format(day))
    assert len(register("Kế hoạch số 97/KH-UBND ngày 16/4/2024")) == 3


def test_a_listed_document_is_no_stub_and_a_stub_can_be_listed_later(db: None) -> None:
    assert register("Nghị định số 30/2020/NĐ-CP")[0].is_stub
    assert not register("Nghị định số 30/2020/NĐ-CP", listed=True)[0].is_stub


@pytest.mark.parametrize(
    ("said", "home", "wanted"),
    [
        ("Ủy ban nhân dân thành phố", CITY, CITY),
        ("Ủy ban nhân dân", CITY, CITY),
        ("Hội đồng nhân dân thành phố", CITY, "Hội đồng nhân dân thành phố Hải Phòng"),
        ("Ủy ban nhân dân tỉnh Lào Cai", CITY, "Ủy ban nhân dân tỉnh Lào Cai"),
        ("Ủy ban nhân dân tỉnh", CITY, "Ủy ban nhân dân tỉnh"),
        ("Chính phủ", CITY, "Chính phủ"),
        ("Ủy ban nhân dân", "Sở Nội vụ", "Ủy ban nhân dân"),
    ],
)
def test_bare_issuers_are_those_at_home(said: str, home: str, wanted: str) -> None:
    [mention] = find_citations("Kế hoạch số 5/KH-UBND")
    mention.issuer = said
    assert at_home(mention, home).issuer == wanted


def test_relations_are_read_from_the_text(db: None) -> None:
    text = "Nghị định 107/2021/NĐ-CP sửa đổi Nghị định 61/2018/NĐ-CP về một cửa"
    with acting_as(SYSTEM):
        known = services.register(find_citations(text), by=SYSTEM, now=NOW)
        assert services.relate_text(text, None, known, by=SYSTEM, now=NOW) == 1
        assert services.relate_text(text, None, known, by=SYSTEM, now=NOW) == 0
        relation = Relation.objects.select_related("source", "target").get()
    assert (relation.kind, relation.source.number, relation.target.number) == (
        "amends",
        "107/2021/NĐ-CP",
        "61/2018/NĐ-CP",
    )


VALUES: dict[str, Any] = {
    "number": "12/KH-SNV",
    "type": "Kế hoạch",
    "title": "Kiểm tra",
    "issuer": "Sở Nội vụ",
    "issued_on": date(2026, 1, 5),
}


def enter(cast: Cast, by: str = "coordinator", **more: Any) -> Document:
    actor = cast.actor(by)
    with acting_as(actor):
        return services.enter({**VALUES, **more}, by=actor, now=NOW)


def test_entering_editing_and_the_trail(cast: Cast) -> None:
    document, actor = enter(cast), cast.actor("coordinator")
    with pytest.raises(Conflict, match="Sổ đã có"):
        enter(cast)
    with acting_as(actor):
        edited = services.edit(document, {"title": "Kiểm tra công vụ"}, by=actor, now=NOW)
        assert selectors.search("kiem tra cong vu") == [edited.pk]
    with acting_as(SYSTEM):
        assert list(Event.objects.order_by("seq").values_list("action", flat=True)) == [
            "legal.edit",
            "legal.edit",
        ]


@pytest.mark.parametrize(
    ("more", "field"),
    [({"number": " - "}, "number"), ({"effective_on": date(2025, 1, 1)}, "effective_on")],
)
def test_wrong_values_name_their_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        enter(cast, **more)
    assert caught.value.field == field


@pytest.mark.parametrize("by", ["head", "unit_officer", "sysadmin", "stranger"])
def test_only_coordinators_edit(cast: Cast, by: str) -> None:
    with pytest.raises(Refused):
        enter(cast, by)


def test_relating_and_taking_back(cast: Cast) -> None:
    old, new, actor = enter(cast), enter(cast, number="13/KH-SNV"), cast.actor("coordinator")
    more: dict[str, Any] = {"effective_on": date(2026, 2, 1), "note": "", "by": actor, "now": NOW}
    with acting_as(actor):
        with pytest.raises(DomainError, match="chính nó"):
            services.relate(old, old, "replaces", **more)
        relation = services.relate(new, old, "replaces", **more)
        with pytest.raises(Conflict):
            services.relate(new, old, "replaces", **more)
        assert selectors.effects_on([old.pk], date(2026, 2, 1))[old.pk].status == "replaced"
        assert selectors.effects_on([old.pk], date(2026, 1, 31))[old.pk].status == "in_force"
        assert list(selectors.changes_since([old.pk], date(2026, 1, 10))) == [old.pk]
        assert selectors.changes_since([old.pk], date(2026, 3, 1)) == {}
        assert list(selectors.changes_since([old.pk], None)) == [old.pk]
        with pytest.raises(DomainError, match="lý do"):
            services.unrelate(relation, reason=" ", by=actor, now=NOW)
        services.unrelate(relation, reason="Nhầm.", by=actor, now=NOW)
        assert selectors.relations_of(old) == []


def test_a_file_brings_its_text_and_its_citations(cast: Cast) -> None:
    document, actor = enter(cast), cast.actor("coordinator")
    text = "Căn cứ Nghị định số 61/2018/NĐ-CP của Chính phủ.\nBộ phận Một cửa làm việc từ 7 giờ 30 các ngày trong tuần."
    with acting_as(actor):
        kept = services.attach(document, text.encode(), "van-ban.txt", by=actor, now=NOW)
        assert "Bộ phận Một cửa" in kept.full_text
        assert [r.target.number for r in selectors.relations_of(kept)] == ["61/2018/NĐ-CP"]
        with pytest.raises(UnreadableFile):
            services.attach(document, b"", "rong.txt", by=actor, now=NOW)
        assert Document.objects.get(pk=document.pk).full_text == kept.full_text


def attach(
    cast: Cast, document: Document, text: str, by: str = "coordinator", replaces: UUID | None = None
) -> Document:
    actor = cast.actor(by)
    with acting_as(actor):
        return services.attach(document, text.encode(), "van-ban.txt", replaces=replaces, by=actor, now=NOW)


def test_a_second_file_never_replaces_the_first_unasked(cast: Cast) -> None:
    """Only who says which file she means to replace puts another in its place; the first stays with its bytes."""
    document = enter(cast)
    attach(cast, document, "Bản đầu.")
    with pytest.raises(Conflict, match=r"đã có tệp “van-ban\.txt”, .+ đính kèm ngày .+ tệp cũ vẫn được giữ"):
        attach(cast, document, "Bản hai.")
    with acting_as(SYSTEM):
        [first] = selectors.files_of(document)
    kept = attach(cast, document, "Bản hai.", replaces=first.pk)
    assert kept.full_text == "Bản hai."
    with pytest.raises(Conflict, match="đã có tệp"):  # somebody was faster
        attach(cast, document, "Bản ba.", replaces=first.pk)
    with acting_as(SYSTEM):
        new, old = document.files.all()
        told = Event.objects.filter(action="legal.edit").latest("seq").payload
    assert [(f.number, bytes(f.data).decode()) for f in (new, old)] == [(2, "Bản hai."), (1, "Bản đầu.")]
    assert old.sha256 == hashlib.sha256("Bản đầu.".encode()).hexdigest()
    assert (old.size, old.added_at, old.added_by_name) == (13, NOW, cast.actor("coordinator").name)
    assert old.sha256 in told
    assert new.sha256 in told


def test_the_current_file_sent_again_changes_nothing(cast: Cast) -> None:
    document = enter(cast)
    for _ in range(2):
        attach(cast, document, "Bản đầu.")
    with acting_as(SYSTEM):
        assert len(selectors.files_of(document)) == 1
        assert Event.objects.filter(payload__contains="sha256").count() == 1


def test_files_are_neither_changed_nor_deleted(cast: Cast) -> None:
    document = enter(cast)
    attach(cast, document, "Bản đầu.")
    with acting_as(cast.actor("coordinator")):
        assert File.objects.update(name="khac.txt") == 0
        assert File.objects.all().delete()[0] == 0
        assert File.objects.get().name == "van-ban.txt"


def test_the_plans_own_text_is_kept(cast: Cast) -> None:
    document, actor = enter(cast), cast.actor("coordinator")
    with acting_as(actor):
        kept = services.keep_text(document, "Toàn văn", place="Hải Phòng", signer="Bà A", by=actor, now=NOW)
    assert (kept.full_text, kept.place, kept.signer) == ("Toàn văn", "Hải Phòng", "Bà A")


def test_two_imports_at_once_make_one_document(fresh_db: str) -> None:
    def run() -> None:
        try:
            register("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_as(SYSTEM):
        assert Document.objects.count() == 1


SEARCHES = [
    ("uy ban nhan dan duong", "Ủy ban nhân dân đường"),
    ("ỦY BAN NHÂN DÂN ĐƯỜNG", "Ủy ban nhân dân đường"),
    ("duong", "đường"),
    ("30/2020", "30/2020"),
    ("100%", "100%"),
]


@pytest.mark.parametrize(("sought", "shown"), SEARCHES)
def test_search_finds_with_or_without_diacritics(cast: Cast, sought: str, shown: str) -> None:
    actor = cast.actor("coordinator")
    document = enter(
        cast, number="30/2020/KH", title="Về việc Ủy ban nhân dân đường phố đạt 100% hồ sơ, theo 30/2020"
    )
    enter(cast, number="31/2021/KH", title="Văn bản khác")
    with acting_as(actor):
        assert selectors.search(sought) == [document.pk]
        [found] = selectors.listed([document], date(2026, 1, 10), sought)
    assert found.found
    start, end = found.found.hits[0]
    assert found.found.text[start:end] == shown


def test_search_is_closed_to_guests_and_ranks_numbers_first(cast: Cast) -> None:
    text, number = (
        enter(cast, number="1/KH-A", title="Nhắc tới 77/KH-UBND"),
        enter(cast, number="77/KH-UBND", title="Khác"),
    )
    with acting_as(cast.actor("unit_officer")):
        assert selectors.search("77/KH-UBND") == [number.pk, text.pk]
    assert selectors.search("77/KH-UBND") == []


def test_a_longer_issuer_completes_a_shorter_one(db: None) -> None:
    register("Nghị quyết số 8/NQ-HĐND của Hội đồng nhân dân", issuer="")
    [found] = register("Nghị quyết số 8/NQ-HĐND của Hội đồng nhân dân tỉnh Lào Cai", issuer="")
    assert found.issuer == "Hội đồng nhân dân tỉnh Lào Cai"


def test_places_are_kept_once_and_seen_in_her_programmes(cast: Cast) -> None:
    document, actor = enter(cast), cast.actor("coordinator")
    place = services.Place("programmes.item", cast.ours.pk, "Nội dung", "theo 12/KH-SNV", (3, 9))
    with acting_as(SYSTEM):
        for _ in range(2):
            services.cite([(document, place)], programme_id=cast.theirs.pk, cited_on=None, by=SYSTEM, now=NOW)
        services.cite(
            [(document, services.Place("programmes.item", cast.ours.pk, "Khác", "", None))],
            programme_id=cast.ours.pk,
            cited_on=date(2026, 1, 1),
            by=SYSTEM,
            now=NOW,
        )
        [event] = Event.objects.filter(programme_id=cast.ours.pk)
        services.cite([], programme_id=cast.ours.pk, cited_on=None, by=SYSTEM, now=NOW)
        assert Event.objects.filter(programme_id=cast.ours.pk).count() == 1
    assert '"citations":1' in event.payload
    with acting_as(cast.actor("member")) as member, pytest.raises(Refused):
        services.cite([(document, place)], programme_id=cast.ours.pk, cited_on=None, by=member, now=NOW)
    with acting_as(actor):
        assert [str(c) for c in selectors.cited_in(document, actor)] == ["Kế hoạch 12/KH-SNV ← Khác"]


def test_entering_a_cited_document_completes_its_stub(cast: Cast) -> None:
    [stub] = register("Kế hoạch số 12/KH-SNV ngày 05/01/2026 của Sở Nội vụ", issuer="")
    assert stub.is_stub
    entered = enter(cast)
    assert entered.pk == stub.pk
    with acting_as(SYSTEM):
        kept = Document.objects.get(pk=stub.pk)
    assert (kept.title, kept.is_stub) == (VALUES["title"], False)
