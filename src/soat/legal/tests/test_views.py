"""Pages of the register for owner (coordinator), member and stranger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.core.citations import find_citations
from soat.legal import services
from soat.legal.models import Citation, Document, Relation


@pytest.fixture
def decree(cast: Cast) -> Document:
    with acting_as(SYSTEM):
        values = {
            "number": "61/2018/NĐ-CP",
            "type": "Nghị định",
            "title": "Về cơ chế một cửa",
            "issuer": "Chính phủ",
            "issued_on": date(2018, 4, 23),
        }
        found = services.enter(values, by=SYSTEM, now=NOW)
        newer = services.enter(
            {**values, "number": "118/2025/NĐ-CP", "issued_on": date(2025, 6, 9)}, by=SYSTEM, now=NOW
        )
        services.relate(newer, found, "replaces", effective_on=date(2025, 7, 1), note="", by=SYSTEM, now=NOW)
        Citation.objects.create(
            document=found,
            programme_id=cast.ours.pk,
            subject_type="x",
            subject_id=cast.ours.pk,
            label="Nội dung một cửa",
            sentence="theo 61/2018/NĐ-CP",
        )
    return found


def test_everybody_signed_in_reads_but_only_coordinators_are_offered_to_edit(
    cast: Cast, client_for: Any, decree: Document
) -> None:
    for name, edits in (("coordinator", True), ("head", False), ("unit_officer", False), ("stranger", False)):
        client = client_for(cast.user(name))
        assert ("Thêm văn bản" in client.get("/van-ban/").text) is edits
        page = client.get(f"/van-ban/{decree.pk}/")
        assert page.status_code == 200
        assert ("Đính kèm tệp" in page.text) is edits
        assert client.get("/van-ban/them/").status_code == (200 if edits else 403)


def test_the_list_searches_filters_and_tells_the_force(cast: Cast, client_for: Any, decree: Document) -> None:
    client = client_for(cast.user("head"))
    assert "Đã bị thay thế" in client.get("/van-ban/?q=61/2018").text
    assert "Đã bị thay thế" not in client.get("/van-ban/?q=61/2018&on=1/6/2025").text
    assert (
        "<mark>cơ chế</mark>" in client.get("/van-ban/?q=co che").text
        or "<mark>cơ chế" in client.get("/van-ban/?q=co che").text
    )
    assert "Không có văn bản nào" in client.get("/van-ban/?type=Nghị định&known=stub").text
    assert "118/2025" in client.get("/van-ban/?known=known").text


def test_a_document_tells_who_replaced_it_and_where_it_is_cited(
    cast: Cast, client_for: Any, decree: Document
) -> None:
    page = client_for(cast.user("head")).get(f"/van-ban/{decree.pk}/").text
    assert "Bị thay thế bởi" in page
    assert "Nội dung một cửa" in page
    assert "Nội dung một cửa" not in client_for(cast.user("other_head")).get(f"/van-ban/{decree.pk}/").text
    before = client_for(cast.user("head")).get(f"/van-ban/{decree.pk}/?on=30/6/2025").text
    assert "Còn hiệu lực" in before


def test_a_coordinator_enters_edits_and_attaches(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    fields = {"number": "9/KH-SNV", "type": "Kế hoạch", "issued_on": "5/1/2026"}
    assert "ngày/tháng/năm" in client.post("/van-ban/them/", {**fields, "issued_on": "31/2/2026"}).text
    page = client.post("/van-ban/them/", fields, follow=True)
    assert "9/KH-SNV" in page.text
    assert "Sổ đã có" in client.post("/van-ban/them/", fields).text
    url = page.redirect_chain[-1][0]
    assert (
        "Kiểm tra một cửa"
        in client.post(f"{url}sua/", {**fields, "title": "Kiểm tra một cửa"}, follow=True).text
    )
    assert client.get(f"{url}sua/").status_code == 200
    assert client.get(f"{url}tep/").status_code == 404
    upload = SimpleUploadedFile(
        "ke-hoach.txt", "Kế hoạch này kiểm tra việc thực hiện Nghị định số 45/2020/NĐ-CP.".encode()
    )
    assert "45/2020/NĐ-CP" in client.post(f"{url}tep/them/", {"file": upload}, follow=True).text
    file = client.get(f"{url}tep/")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert client.post(f"{url}tep/them/").status_code == 400
    upload.seek(0)
    assert (
        "HX-Redirect"
        in client.post(f"{url}tep/them/", {"file": upload}, headers={"HX-Request": "true"}).headers
    )


def test_relations_are_added_and_removed_on_the_page(cast: Cast, client_for: Any, decree: Document) -> None:
    client, url = client_for(cast.user("coordinator")), f"/van-ban/{decree.pk}/quan-he/"
    fields = {"direction": "out", "kind": "guides", "other": "118/2025/NĐ-CP"}
    assert "Hướng dẫn" in client.post(url, fields, follow=True).text
    assert client.post(url, fields).status_code == 409
    assert client.post(url, {**fields, "other": "1/KH-X"}).status_code == 400
    assert "Chưa thêm được" in client.post(url, {"direction": "in"}, follow=True).text
    assert client.post(url, {**fields, "direction": "in"}, follow=True).status_code == 200
    with acting_as(SYSTEM):
        relation = Relation.objects.get(kind="replaces")
    assert client.post(f"{url}{relation.pk}/go/", {"reason": ""}).status_code == 400
    assert "Đã gỡ" in client.post(f"{url}{relation.pk}/go/", {"reason": "Nhầm"}, follow=True).text
    assert client.post(f"{url}{relation.pk}/go/", {"reason": "Nhầm"}).status_code == 404
    assert client_for(cast.user("head")).post(url, fields).status_code == 403


def test_an_unknown_document_is_not_there(cast: Cast, client_for: Any) -> None:
    assert client_for(cast.user("head")).get(f"/van-ban/{cast.ours.pk}/").status_code == 404


def test_a_long_list_costs_no_more_queries(
    cast: Cast, client_for: Any, count_queries: Any, decree: Document
) -> None:
    client = client_for(cast.user("head"))

    def grow(first: int, last: int) -> None:
        values = {"title": "Kế hoạch", "issued_on": date(2020, 1, 1)}
        with acting_as(SYSTEM):
            for n in range(first, last):
                services.enter({**values, "number": f"{n}/KH-A"}, by=SYSTEM, now=NOW)

    grow(0, 2)
    few = count_queries(lambda: client.get("/van-ban/?q=ke hoach"))
    grow(2, 40)
    assert count_queries(lambda: client.get("/van-ban/?q=ke hoach")) == few
    assert "39/KH-A" in client.get("/van-ban/?q=ke hoach").text


def test_a_stub_says_that_nobody_entered_it(cast: Cast, client_for: Any) -> None:
    with acting_as(SYSTEM):
        known = services.register(find_citations("Nghị định số 30/2020/NĐ-CP"), by=SYSTEM, now=NOW)
        stub = known.find(find_citations("Nghị định số 30/2020/NĐ-CP")[0])
        assert stub is not None
    client = client_for(cast.user("coordinator"))
    assert "Chưa có trong sổ" in client.get("/van-ban/?known=stub").text
    assert "Bổ sung vào sổ" in client.get(f"/van-ban/{stub.pk}/").text
