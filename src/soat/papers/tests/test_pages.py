"""Pages of the papers room: from template to issued file, the register, verification; for owner, member, stranger."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.papers.kinds import kind_of, kinds
from soat.papers.models import Batch, Number, Paper
from soat.papers.services import numbers
from soat.papers.tests.help import DAY, drafted, issued, ready, run

KIND = kind_of("don-doc")


@pytest.fixture
def house(cast: Cast) -> Cast:
    return ready(cast)


@pytest.fixture
def client(house: Cast, client_for: Any) -> Any:
    return client_for(house.user("coordinator"))


def url(name: str, house: Cast, *more: Any) -> str:
    return reverse(f"papers:{name}", args=[house.ours.pk, *more])


def text(response: Any) -> str:
    assert response.status_code == 200, response
    return str(response.content.decode())


def only() -> Paper:
    with acting_as(SYSTEM):
        return Paper.objects.select_related("number").get()


def test_from_template_to_issued_paper(house: Cast, client: Any) -> None:
    assert "Soạn văn bản" in text(client.get(url("papers", house)))
    page = text(client.get(url("compose", house)))
    key = page.split('name="key" value="')[1].split('"')[0]
    body = {"kind": "don-doc", "agency": house.unit.pk, "key": key}
    assert client.post(url("compose", house), {"kind": "x"}).status_code == 200
    made = client.post(url("compose", house), body)
    assert client.post(url("compose", house), body).headers["Location"] == made.headers["Location"]
    paper = only()
    edit = url("edit", house, paper.pk)
    assert made.headers["Location"] == edit
    assert "Xem trước" in text(client.get(edit))
    texts = {**paper.texts, "body": "Đề nghị gửi báo cáo./.", "seen": 0}
    assert "dòng 1: không có biến" in text(client.post(edit, {**texts, "body": "{{ x }}"}))
    assert client.post(edit, texts).headers["Location"] == url("paper", house, paper.pk)
    page = text(client.get(url("paper", house, paper.pk)))
    assert 'src="data:image/png;base64,' in page
    assert "Số tiếp theo trong sổ của Sở Nội vụ" in page
    assert client.get(url("file", house, paper.pk, "pdf")).content[:5] == b"%PDF-"
    _issued_by_form(house, client, paper)


def _issued_by_form(house: Cast, client: Any, paper: Paper) -> None:
    issue = url("issue", house, paper.pk)
    terms = {"seen": 1, "dated": f"{DAY:%d/%m/%Y}", "source": "given", "given": ""}
    assert "do văn thư cấp" in text(client.post(issue, terms))
    assert "Ngày ban hành không thể sau hôm nay" in text(
        client.post(issue, {**terms, "given": "1/SNV", "dated": "1/1/2098"})
    )
    source = f"issuer {house.standing.pk}"
    assert client.post(issue, {**terms, "source": source}).status_code == 302
    assert client.post(issue, {**terms, "source": source}).status_code == 409
    done = only()
    assert (done.state, done.number_text) == ("issued", "01/SNV")
    page = text(client.get(url("paper", house, done.pk)))
    assert "Thu hồi" in page
    assert "Sửa dự thảo" not in page
    assert client.get(url("edit", house, done.pk)).headers["Location"] == url("paper", house, done.pk)
    file = client.get(url("file", house, done.pk, "docx"))
    assert "01-SNV.docx" in file.headers["Content-Disposition"]
    assert file.content[:2] == b"PK"
    assert client.get(url("file", house, done.pk, "odt")).status_code == 404
    revoke = url("revoke", house, done.pk)
    assert client.post(revoke, {"reason": ""}).status_code == 200
    assert client.post(revoke, {"reason": "Sai ngày"}).status_code == 302
    assert client.post(revoke, {"reason": "Sai ngày"}).status_code == 409
    assert "Sai ngày" in text(client.get(url("paper", house, done.pk)))


def test_a_draft_that_cannot_be_drawn_says_why(house: Cast, client: Any) -> None:
    paper = drafted(house, viec="gửi \U0001f600")
    assert "không có ký tự" in text(client.get(url("paper", house, paper.pk)))
    assert client.post(url("discard", house, paper.pk)).status_code == 302
    assert client.get(url("paper", house, paper.pk)).status_code == 404


def test_a_paper_is_replaced_by_another(house: Cast, client: Any) -> None:
    old, new = issued(house), drafted(house)
    body = {
        "seen": 0,
        "dated": f"{DAY:%d/%m/%Y}",
        "source": f"issuer {house.standing.pk}",
        "instead_of": old.pk,
    }
    assert client.post(url("issue", house, new.pk), body).status_code == 302
    assert "Được thay bằng" in text(client.get(url("paper", house, old.pk)))
    kept = run(house, numbers.take, house.ours.pk, "running", _wanted(house))
    again = drafted(house)
    assert f"Số đã giữ {kept}" in text(client.get(url("paper", house, again.pk)))


def _wanted(house: Cast, abstract: str = "Giữ số") -> numbers.Wanted:
    return numbers.Wanted(house.standing.pk, "", "SNV", abstract, DAY)


def test_who_sees_what(house: Cast, client: Any, client_for: Any) -> None:
    draft, done = drafted(house), issued(house)
    other = drafted(house, about=_other(house))
    seen = {
        "head": (200, 200),
        "member": (404, 200),
        "unit_officer": (404, 200),
        "other_unit_officer": (404, 404),
    }
    for name, wanted in seen.items():
        asked = client_for(house.user(name))
        got = tuple(asked.get(url("paper", house, one.pk)).status_code for one in (draft, done))
        assert got == wanted, name
        assert asked.get(url("file", house, done.pk, "pdf")).status_code == wanted[1]
    page = text(client_for(house.user("unit_officer")).get(url("papers", house)))
    assert done.title in page
    assert "Dự thảo" not in page
    assert "Mẫu văn bản" not in page
    assert other.title not in text(client_for(house.user("other_unit_officer")).get(url("papers", house)))
    assert client_for(house.user("stranger")).get(url("papers", house)).status_code == 404
    assert client_for(house.user("press")).get(url("papers", house)).status_code == 403
    found = text(
        client.get(url("papers", house), {"words": "01/SNV du lịch", "kind": "don-doc", "state": "issued"})
    )
    assert done.title in found


def _other(house: Cast) -> Any:
    from soat.papers.services.papers import About

    return About(agency=house.other_unit)


def test_the_editor_of_a_template(house: Cast, client: Any, client_for: Any) -> None:
    page = text(client.get(url("wordings", house)))
    assert all(kind.label in page for kind in kinds().values())
    editor, preview = url("wording", house, KIND.key), url("wording_preview", house, KIND.key)
    page = text(client.get(editor))
    for shown in ("{{ don_vi }}", "Ủy ban nhân dân phường Trường Thịnh", "hx-post", "Mẫu có sẵn"):
        assert shown in page
    texts = {**KIND.texts, "seen": 0}
    assert "data:image/png" in text(client.post(preview, texts))
    assert "dòng 2: không hiểu lệnh" in text(client.post(preview, {**texts, "body": "a\n{% lặp %}"}))
    assert "data:image" not in text(client.post(preview, {**texts, "body": "a" * 60_001}))
    wrong = text(client.post(editor, {**texts, "body": "a\n{% lặp %}", "step": "save"}))
    assert "Phần “Nội dung”, dòng 2: không hiểu lệnh" in wrong
    assert client.post(editor, {**texts, "body": "Khác./.", "step": "save"}).status_code == 302
    assert "vừa lưu mẫu này" in text(client.post(editor, {**texts, "step": "save"}))
    page = text(client.get(editor))
    assert "Mẫu riêng" in page
    assert "Phiên bản 1" in page
    assert "phiên bản 1" in text(client.get(url("wordings", house)))
    assert client.post(editor, {"seen": 1, "step": "reset"}).status_code == 302
    assert "Mẫu có sẵn" in text(client.get(editor))
    assert client.get(url("wording", house, "khong-co")).status_code == 404
    head = client_for(house.user("head"))
    assert "Lưu mẫu" not in text(head.get(editor))
    assert head.post(editor, {**texts, "step": "save"}).status_code == 403
    assert client_for(house.user("member")).get(editor).status_code == 403
    for kind in kinds():
        assert client.get(url("wording", house, kind)).status_code == 200


def test_the_preview_of_a_draft(house: Cast, client: Any) -> None:
    paper = drafted(house)
    preview = url("preview", house, paper.pk)
    assert "data:image/png" in text(client.post(preview, {**paper.texts, "seen": 0}))
    assert "còn trống" in text(client.post(preview, {**paper.texts, "body": "", "seen": 0}))
    assert "data:image" not in text(client.post(preview, {}))


def test_the_register(house: Cast, client: Any, client_for: Any) -> None:
    begin = {"issuer": house.standing.pk, "type": "", "year": DAY.year, "used": 7}
    assert client.post(url("begin", house), {**begin, "used": -1}).status_code == 200
    assert client.post(url("begin", house), begin).status_code == 302
    assert "đã có" in text(client.post(url("begin", house), begin))
    taking = {
        "issuer": house.standing.pk, "type": "", "symbol": "SNV", "dated": f"{DAY:%d/%m/%Y}",
        "abstract": "=HYPERLINK(1)", "signer": "Giám đốc", "recipients": "UBND tỉnh",
    }  # fmt: skip
    assert client.post(url("take", house), {**taking, "symbol": "a/b"}).status_code == 200
    key = text(client.get(url("take", house))).split('name="key" value="')[1].split('"')[0]
    for _ in range(2):
        assert client.post(url("take", house), {**taking, "key": key}).status_code == 302
    paper = issued(house)
    with acting_as(SYSTEM):
        by_hand = Number.objects.get(number=8)
        assert Number.objects.count() == 2
    page = text(client.get(url("register", house), {"series": by_hand.series_id.hex, "words": "snv"}))
    assert "số 1 đến 7" in " ".join(page.split())
    assert "08/SNV" in page
    assert paper.number_text in page
    _exported(house, client)
    line = url("number", house, by_hand.pk)
    assert "Hủy số này" in text(client.get(line))
    assert client.post(line, {"reason": ""}).status_code == 200
    assert client.post(line, {"reason": "Không dùng"}).status_code == 302
    page = text(client.get(line))
    assert "Không dùng" in page
    assert "Hủy số này" not in page
    assert client.post(line, {"reason": "Lần nữa"}).status_code == 409
    assert "Mở văn bản" in text(client.get(url("number", house, paper.number_id)))
    assert "Đã hủy" in text(client.get(url("register", house), {"lines": "void"}))
    assert client_for(house.user("member")).get(url("register", house)).status_code == 200
    assert client_for(house.user("unit_officer")).get(url("register", house)).status_code == 403


def _exported(house: Cast, client: Any) -> None:
    book = load_workbook(io.BytesIO(client.get(url("export", house, "xlsx")).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][0] == "Số và ký hiệu"
    assert {row[0] for row in rows[1:]} == {"08/SNV", "09/SNV"}
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]
    csv = client.get(url("export", house, "csv"), {"lines": "outside"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in csv
    assert "09/SNV" not in csv
    assert client.get(url("export", house, "txt")).status_code == 404


def test_a_programme_without_standing_agency_has_no_register(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.user("coordinator")).get(reverse("papers:take", args=[cast.ours.pk]))
    assert "Chưa có cơ quan nào để cấp số" in text(page)


def test_anybody_who_holds_a_paper_can_verify_it(house: Cast, client: Any) -> None:
    from django.test import Client

    draft, done = drafted(house), issued(house)
    pdf = client.get(url("file", house, done.pk, "pdf")).content
    guest = Client()
    assert guest.get(reverse("papers:verify", args=[draft.pk])).status_code == 404
    verify = reverse("papers:verify", args=[done.pk])
    assert "01/SNV" in text(guest.get(verify))
    same = guest.post(verify, {"file": SimpleUploadedFile("a.pdf", pdf)})
    assert "đúng là bản đã ban hành" in text(same)
    changed = guest.post(verify, {"file": SimpleUploadedFile("a.pdf", pdf[:-1] + b"x")})
    assert "khác bản đã ban hành" in text(changed)
    large = guest.post(verify, {"file": SimpleUploadedFile("a.pdf", bytes(3_000_000))})
    assert "khác bản đã ban hành" in text(large)
    assert guest.post(verify).status_code == 400
    assert guest.post(verify, {"file": SimpleUploadedFile("a.pdf", b"")}).status_code == 400


def test_progress_of_many_papers(house: Cast, client: Any, client_for: Any) -> None:
    with acting_as(SYSTEM):
        batch = Batch.objects.create(
            programme=house.ours, title="Thông báo", items=["a", "b"], total=2, done=1, asked_at=house.ours.created_at,
            asked_by=SYSTEM.id, asked_by_name="x", failures=[{"name": "Sở Du lịch", "reason": "Thiếu người."}],
        )  # fmt: skip
    assert "every 2s" in text(client.get(url("papers", house)))
    assert "Sở Du lịch: Thiếu người." in text(client.get(url("batch", house, batch.pk)))
    with acting_as(SYSTEM):
        Batch.objects.update(done=2, finished_at=house.ours.created_at)
    assert "every 2s" not in text(client.get(url("batch", house, batch.pk)))
    assert str(batch) == "Thông báo"
    assert client.get(url("batch", house, house.ours.pk)).status_code == 404
    assert (
        "Thông báo"
        not in text(client_for(house.user("member")).get(url("papers", house))).split("<main")[1][:2000]
    )


def test_lists_cost_the_same_however_long(house: Cast, client: Any) -> None:
    def asked() -> list[int]:
        told = []
        for name in ("papers", "register", "wordings"):
            with CaptureQueriesContext(connection) as queries:
                text(client.get(url(name, house)))
            told.append(len(queries))
        return told

    issued(house)
    asked()
    few = asked()
    for _ in range(6):
        issued(house)
    assert asked() == few
