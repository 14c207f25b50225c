"""Tables taken into the register: relations with their source, documents of another register (L1, L3)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast

import soat
from soat.access.actor import acting_as
from soat.common.errors import Refused
from soat.core.citations import find_citations
from soat.legal import selectors, services
from soat.legal.models import Document, Relation
from soat.people.services.loading.table import BadRows, Loaded

REFERENCE = Path(soat.__file__).parent / "samples" / "legal-relations.csv"


def load(rows: list[dict[str, str]]) -> Loaded:
    with acting_as(SYSTEM):
        return services.load_documents(rows, by=SYSTEM, now=NOW)


def test_the_shipped_relations_name_their_source_and_load_once(db: None) -> None:
    with acting_as(SYSTEM):
        services.register(find_citations("Nghị định số 61/2018/NĐ-CP"), by=SYSTEM, now=NOW)
        first = services.load_reference(REFERENCE, by=SYSTEM, now=NOW)
        assert services.load_reference(REFERENCE, by=SYSTEM, now=NOW) == Loaded(0, first.added)
        assert first.added >= 6
        assert not Relation.objects.filter(note="").exists()
        old = Document.objects.get(number_key="61/2018/ndcp")
        assert selectors.effects_on([old.pk], date(2024, 4, 16))[old.pk].status == "amended"
        assert selectors.effects_on([old.pk], date(2025, 7, 1))[old.pk].status == "replaced"
        assert [r.source.number for r in selectors.changes_since([old.pk], date(2024, 4, 16))[old.pk]] == [
            "118/2025/NĐ-CP"
        ]


def test_wrong_rows_of_relations_are_listed_at_once(db: None, tmp_path: Path) -> None:
    table = tmp_path / "quan-he.csv"
    table.write_text(
        "van_ban,quan_he,van_ban_kia,tu_ngay,nguon\n"
        "Nghị định 61/2018/NĐ-CP,thay,một văn bản,2025,x\n"
        "Nghị định 61/2018/NĐ-CP,thay thế,Nghị định số 61/2018/NĐ-CP,,\n"
        ",,,,x\n",
        encoding="utf-8",
    )
    with acting_as(SYSTEM), pytest.raises(BadRows) as caught:
        services.load_reference(table, by=SYSTEM, now=NOW)
    assert [(row.line, row.column) for row in caught.value.rows] == [
        (2, "van_ban_kia"), (2, "quan_he"), (2, "tu_ngay"), (3, "nguon"), (3, "van_ban_kia"),
        (4, "van_ban"), (4, "quan_he"), (4, "van_ban_kia"),
    ]  # fmt: skip
    assert not Document.objects.exists()


ROW = {
    "so": "61/2018/NĐ-CP", "trich_yeu": "Về cơ chế một cửa", "ngay_ban_hanh": "23/4/2018", "ngay_hieu_luc": "21/6/2018",
}  # fmt: skip


def test_documents_are_added_once_and_stubs_completed(db: None) -> None:
    with acting_as(SYSTEM):
        services.register(find_citations("Nghị định số 61/2018/NĐ-CP"), by=SYSTEM, now=NOW)
    assert load([ROW, {"so": "12/KH-SNV", "co_quan": "Sở Nội vụ", "nam": "2026"}]) == Loaded(1, 1)
    assert load([ROW, {"so": "12/KH-SNV", "co_quan": "Sở Nội vụ", "nam": "2026"}]) == Loaded(0, 2)
    with acting_as(SYSTEM):
        decree, plan = Document.objects.order_by("-number")
    assert (decree.title, decree.issuer, decree.issued_on, decree.is_stub) == (
        "Về cơ chế một cửa", "Chính phủ", date(2018, 4, 23), False,
    )  # fmt: skip
    assert (plan.type, plan.issued_year, plan.issued_on) == ("Kế hoạch", 2026, None)


def test_wrong_rows_of_documents_are_listed_at_once(db: None) -> None:
    rows: list[dict[str, str]] = [
        {"so": "1/KH-A", "nam": "24", "ngay_ban_hanh": "31/2/2024"},
        {"so": ""},
        {"so": "/-"},
        {**ROW, "ngay_hieu_luc": "1/1/2018", "ngay_het_hieu_luc": "1/1/2017"},
    ]
    with pytest.raises(BadRows) as caught:
        load(rows)
    assert [(row.line, row.column) for row in caught.value.rows] == [
        (2, "ngay_ban_hanh"), (2, "nam"), (3, "so"), (4, "so"), (5, "ngay_hieu_luc"), (5, "ngay_het_hieu_luc"),
    ]  # fmt: skip


def test_the_same_document_twice_in_a_file_is_named(db: None) -> None:
    with pytest.raises(BadRows) as caught:
        load([ROW, {**ROW, "so": "61/2018/ND-CP"}])
    assert "dòng 2" in str(caught.value.rows[0])
    assert not Document.objects.exists()


def test_only_coordinators_load(cast: Cast) -> None:
    actor: Any = cast.actor("head")
    with acting_as(actor), pytest.raises(Refused):
        services.load_documents([ROW], by=actor, now=NOW)
