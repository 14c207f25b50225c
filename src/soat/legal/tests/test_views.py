"""Pages of the register for owner (coordinator), member and stranger."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.core.citations import find_citations
from soat.legal import selectors, services
from soat.legal.models import Citation, Document, Relation
from soat.legal.views import documents, texts


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


def rows(page: str) -> str:
    """The page's table, without the filters above it."""
    return page.partition("<table")[2].partition("</table>")[0]


def test_the_list_searches_filters_and_tells_the_force(cast: Cast, client_for: Any, decree: Document) -> None:
    def get(query: str) -> str:
        page = client_for(cast.user("head")).get(f"/van-ban/?{query}").text
        return rows(page) or page.partition('id="found"')[2]

    assert "Đã bị thay thế" in get("q=61/2018")
    assert "Đã bị thay thế" not in get("q=61/2018&on=1/6/2025")
    assert "<mark>cơ chế</mark>" in get("q=co che")
    assert "Không có văn bản nào" in get("type=Nghị định&known=stub")
    assert "118/2025" in get("known=known")
    assert "61/2018" not in get("year=2025")
    assert "61/2018" in get("issuer=Chính phủ&q=mot cua&year=2018")
    assert "118/2025" not in get("status=replaced&q=mot cua")
    assert "Không có văn bản nào" in get("status=replaced&on=1/6/2025")


def test_an_empty_register_says_what_to_do(cast: Cast, client_for: Any) -> None:
    assert "thêm văn bản vào sổ" in client_for(cast.user("coordinator")).get("/van-ban/").text
    assert "khi có kế hoạch" in client_for(cast.user("head")).get("/van-ban/").text


def test_too_many_hits_say_so(cast: Cast, client_for: Any, monkeypatch: Any, decree: Document) -> None:
    client = client_for(cast.user("head"))
    assert "khớp nhất" not in client.get("/van-ban/?q=mot cua").text
    monkeypatch.setattr(selectors, "MOST_HITS", 2)
    assert "Chỉ hiện 2 văn bản khớp nhất" in client.get("/van-ban/?q=mot cua").text


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


def test_a_new_file_is_asked_for_and_both_are_listed(cast: Cast, client_for: Any, decree: Document) -> None:
    client, url = client_for(cast.user("coordinator")), f"/van-ban/{decree.pk}/"

    def send(action: str, words: str) -> Any:
        return client.post(action, {"file": SimpleUploadedFile("nghi-dinh.txt", words.encode())}, follow=True)

    assert "Kéo tệp văn bản vào đây" in client.get(url).text
    assert "Bản 1" in send(f"{url}tep/them/", "Bản đầu.").text
    page = client.get(url).text
    assert "Kéo tệp" not in page
    assert "Thay bằng tệp mới" in page
    refused = send(f"{url}tep/them/", "Bản hai.")
    assert refused.status_code == 409
    assert "Thay bằng tệp mới" in refused.text
    asked = client.get(f"{url}?thay-tep=1").text
    assert "“nghi-dinh.txt” vẫn được giữ" in asked
    action = re.search(r'action="([^"]+\?thay=[^"]+)"', asked)
    assert action
    page = send(action[1], "Bản hai.").text
    assert page.index("Bản 2") < page.index("Bản 1")
    assert page.count(hashlib.sha256("Bản đầu.".encode()).hexdigest()) == 1
    assert cast.actor("coordinator").name in page
    reader = client_for(cast.user("stranger"))
    assert "Thay bằng tệp mới" not in reader.get(f"{url}?thay-tep=1").text
    assert reader.get(f"{url}tep/1/").content.decode() == "Bản đầu."
    assert reader.get(f"{url}tep/").content.decode() == "Bản hai."
    assert reader.get(f"{url}tep/3/").status_code == 404


def test_relations_are_added_and_removed_on_the_page(cast: Cast, client_for: Any, decree: Document) -> None:
    client, url = client_for(cast.user("coordinator")), f"/van-ban/{decree.pk}/quan-he/"
    fields = {"direction": "out", "kind": "guides", "other": "118/2025/NĐ-CP"}
    assert "Thêm quan hệ" in client.get(url).text
    assert "Hướng dẫn" in client.post(url, fields, follow=True).text
    assert "đã có trong sổ" in client.post(url, fields).text
    assert "Sổ chưa có văn bản số 1/KH-X" in client.post(url, {**fields, "other": "1/KH-X"}).text
    assert "chính nó" in client.post(url, {**fields, "other": "61/2018/NĐ-CP"}).text
    assert "ngày/tháng/năm" in client.post(url, {**fields, "effective_on": "31/2/2025"}).text
    assert client.post(url, {**fields, "direction": "in"}, follow=True).status_code == 200
    with acting_as(SYSTEM):
        relation = Relation.objects.get(kind="replaces")
    assert client.post(f"{url}{relation.pk}/go/", {"reason": ""}).status_code == 400
    assert "Đã gỡ" in client.post(f"{url}{relation.pk}/go/", {"reason": "Nhầm"}, follow=True).text
    assert client.post(f"{url}{relation.pk}/go/", {"reason": "Nhầm"}).status_code == 404
    assert client_for(cast.user("head")).post(url, fields).status_code == 403


def test_of_several_documents_with_the_number_one_is_chosen(
    cast: Cast, client_for: Any, decree: Document
) -> None:
    with acting_as(SYSTEM):
        plans = [
            services.enter(
                {"number": "97/KH-UBND", "issuer": "Ủy ban nhân dân", "title": "Dài", "issued_on": day},
                by=SYSTEM,
                now=NOW,
            )
            for day in (date(2017, 5, 3), date(2024, 4, 16))
        ]
        services.enter({"number": "97/KH-UBND", "issued_year": 2020}, by=SYSTEM, now=NOW)
    client, url = client_for(cast.user("coordinator")), f"/van-ban/{decree.pk}/quan-he/"
    fields = {"direction": "in", "kind": "cites", "other": "97/KH-UBND"}
    page = client.post(url, fields).text
    assert "Sổ có 3 văn bản mang số này" in page
    assert "97/KH-UBND ngày 03/05/2017 của Ủy ban nhân dân: Dài" in page
    assert "97/KH-UBND năm 2020" in page
    client.post(url, {**fields, "which": str(plans[0].pk)})
    client.post(url, {**fields, "other": "97/KH-UBND ngày 16/4/2024"})
    with acting_as(SYSTEM):
        cited = Relation.objects.filter(kind="cites").order_by("source__issued_on")
        assert list(cited.values_list("source", flat=True)) == [plan.pk for plan in plans]


def test_two_who_edit_at_once_notice_each_other(cast: Cast, client_for: Any, decree: Document) -> None:
    client, url = client_for(cast.user("coordinator")), f"/van-ban/{decree.pk}/sua/"
    fields = {"number": decree.number, "title": "Bản của tôi", "seen": services.fingerprint(decree)}
    assert client.post(url, fields).status_code == 302
    assert "Người khác vừa sửa" in client.post(url, {**fields, "title": "Bản khác"}).text


def test_a_long_text_is_shown_in_parts_with_its_documents_linked(
    cast: Cast, client_for: Any, decree: Document
) -> None:
    line = "Thực hiện Nghị định số 118/2025/NĐ-CP và Quyết định số 9/QĐ-TTg <b>của</b> Thủ tướng.\n"
    with acting_as(SYSTEM):
        newer = Document.objects.get(number="118/2025/NĐ-CP")
        services.keep_text(decree, line * 300, place="", signer="", by=SYSTEM, now=NOW)
    client, url = client_for(cast.user("head")), f"/van-ban/{decree.pk}/"
    page = client.get(url).text
    assert f'<a href="/van-ban/{newer.pk}/">118/2025/NĐ-CP</a>' in page
    assert '<a href="/van-ban/?q=9%2FQ%C4%90-TTg">9/QĐ-TTg</a>' in page
    assert "&lt;b&gt;của" in page
    assert "Phần 1/2" in page
    assert "Phần trước" not in page
    assert "Phần 2/2" in client.get(f"{url}?phan=99").text
    assert "Phần trước" in client.get(f"{url}?phan=2").text
    shown = sum(client.get(f"{url}?phan={n}").text.count("Thủ tướng.") for n in (1, 2))
    assert shown == 300


def test_a_text_without_breaks_is_cut_too(cast: Cast, client_for: Any, decree: Document) -> None:
    with acting_as(SYSTEM):
        services.keep_text(decree, "a" * 45_000, place="", signer="", by=SYSTEM, now=NOW)
    assert "/4" in client_for(cast.user("head")).get(f"/van-ban/{decree.pk}/").text


def test_a_file_that_is_too_large_is_refused(
    cast: Cast, client_for: Any, decree: Document, monkeypatch: Any
) -> None:
    monkeypatch.setattr(texts, "MAX_BYTES", 10)
    answer = client_for(cast.user("coordinator")).post(
        f"/van-ban/{decree.pk}/tep/them/", {"file": SimpleUploadedFile("a.txt", b"x" * 11)}
    )
    assert answer.status_code == 400
    assert "20 MB" in answer.text


def test_many_places_are_cut(cast: Cast, client_for: Any, decree: Document, monkeypatch: Any) -> None:
    client, url = client_for(cast.user("head")), f"/van-ban/{decree.pk}/"
    assert "Còn những nơi khác" not in client.get(url).text
    with acting_as(SYSTEM):
        place = services.Place("x", decree.pk, "Nơi khác", "", None)
        services.cite([(decree, place)], programme_id=cast.ours.pk, cited_on=None, by=SYSTEM, now=NOW)
    monkeypatch.setattr(documents, "_MOST_PLACES", 1)
    assert "Còn những nơi khác" in client.get(url).text


def test_a_wrong_day_says_so_and_today_counts(cast: Cast, client_for: Any, decree: Document) -> None:
    page = client_for(cast.user("head")).get(f"/van-ban/{decree.pk}/?on=31/2/2025").text
    assert "ngày/tháng/năm" in page
    assert "Đã bị thay thế" in page


def test_a_list_of_documents_is_loaded(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    assert "ngay_ban_hanh" in client.get("/van-ban/nhap/").text
    assert client.get("/van-ban/nhap/mau.csv").text.startswith("\ufeffso,loai")
    assert client.post("/van-ban/nhap/").status_code == 400

    def post(text: str, **more: Any) -> Any:
        return client.post("/van-ban/nhap/", {"file": SimpleUploadedFile("a.csv", text.encode())}, **more)

    wrong = post("so,ngay_ban_hanh\n1/KH-A,hôm qua\n,1/1/2024\n", follow=True).text
    assert "không phải ngày" in wrong
    assert "không được để trống" in wrong
    assert "không phải ngày" not in client.get("/van-ban/nhap/").text
    assert "Đã thêm 1 văn bản" in post("so,ngay_ban_hanh\n1/KH-A,1/1/2024\n", follow=True).text
    assert "HX-Redirect" in post("so\n1/KH-A\n", headers={"HX-Request": "true"}).headers
    large = SimpleUploadedFile("a.csv", b"x" * (5 * 1024 * 1024 + 1))
    assert client.post("/van-ban/nhap/", {"file": large}).status_code == 400
    assert client_for(cast.user("head")).get("/van-ban/nhap/").status_code == 403


def test_an_unknown_document_is_not_there(cast: Cast, client_for: Any) -> None:
    assert client_for(cast.user("head")).get(f"/van-ban/{cast.ours.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["", "q=ke hoach", "q=ke hoach&status=amended&issuer=Sở&on=1/1/2025"])
def test_a_long_list_costs_no_more_queries(
    cast: Cast, client_for: Any, count_queries: Any, decree: Document, query: str
) -> None:
    client = client_for(cast.user("head"))

    def grow(first: int, last: int) -> None:
        values = {"title": "Kế hoạch", "issuer": "Sở", "issued_on": date(2020, 1, 1)}
        with acting_as(SYSTEM):
            for n in range(first, last):
                plan = services.enter({**values, "number": f"{n}/KH-A"}, by=SYSTEM, now=NOW)
                services.keep_text(plan, "Toàn văn kế hoạch", place="", signer="", by=SYSTEM, now=NOW)
                services.relate(decree, plan, "amends", effective_on=None, note="", by=SYSTEM, now=NOW)

    grow(0, 2)
    few = count_queries(lambda: client.get(f"/van-ban/?{query}"))
    grow(2, 30)
    assert count_queries(lambda: client.get(f"/van-ban/?{query}")) == few
    assert "29/KH-A" in client.get(f"/van-ban/?{query}").text


def test_a_document_with_many_relations_and_places_costs_no_more_queries(
    cast: Cast, client_for: Any, count_queries: Any, decree: Document
) -> None:
    client, url = client_for(cast.user("head")), f"/van-ban/{decree.pk}/"
    few = count_queries(lambda: client.get(url))
    with acting_as(SYSTEM):
        for n in range(12):
            other = services.enter({"number": f"{n}/KH-A"}, by=SYSTEM, now=NOW)
            services.relate(other, decree, "amends", effective_on=None, note="", by=SYSTEM, now=NOW)
            place = services.Place("x", other.pk, f"Nơi {n}", "", None)
            services.cite([(decree, place)], programme_id=cast.ours.pk, cited_on=None, by=SYSTEM, now=NOW)
    assert count_queries(lambda: client.get(url)) == few


def test_a_stub_says_that_nobody_entered_it(cast: Cast, client_for: Any) -> None:
    with acting_as(SYSTEM):
        known = services.register(find_citations("Nghị định số 30/2020/NĐ-CP"), by=SYSTEM, now=NOW)
        stub = known.find(find_citations("Nghị định số 30/2020/NĐ-CP")[0])
        assert stub is not None
    client = client_for(cast.user("coordinator"))
    assert "Chưa có trong sổ" in client.get("/van-ban/?known=stub").text
    assert "Bổ sung vào sổ" in client.get(f"/van-ban/{stub.pk}/").text
