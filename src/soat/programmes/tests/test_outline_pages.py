"""The outline editor, versions, preview and Excel pages, for the coordinator, the team, units, strangers (G3, G4)."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.programmes.models import Node, Outline, PlanSource
from soat.programmes.tests.outline_help import make_outline, node, put, settle, shape, tree

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(cast: Cast) -> Outline:
    return make_outline(cast.ours)


@pytest.fixture
def owner(cast: Cast, client_for: Any) -> Any:
    return client_for(cast.user("coordinator"))


def url(cast: Cast, rest: str = "") -> str:
    return f"/chuong-trinh/{cast.ours.pk}/de-cuong/{rest}"


def post(client: Any, address: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(address, data or {}, headers=HTMX)


WHO = [
    ("coordinator", 200),
    ("head", 200),
    ("leadership", 200),
    ("unit_head", 302),
    ("press", 403),
    ("other_coordinator", 404),
    ("stranger", 404),
]


@pytest.mark.parametrize(("name", "status"), WHO)
def test_who_opens_the_editor(cast: Cast, client_for: Any, draft: Outline, name: str, status: int) -> None:
    assert client_for(cast.user(name)).get(url(cast)).status_code == status


EDITS = [
    "phien-ban/moi/",
    "phien-ban/ban-hanh/",
    "phien-ban/bo/",
    "thong-tin/",
    "muc/them/",
    "kiem-tra/",
    "muc/m2/",
    "muc/m2/chuyen/",
    "muc/m2/dat/",
    "muc/m2/bo/",
    "muc/m2/xac-nhan/",
    "muc/m5/hai-so-dem/",
    "excel/nhap/",
    "excel/ap-dung/",
]


@pytest.mark.parametrize("rest", EDITS)
def test_only_the_coordinator_edits(cast: Cast, client_for: Any, draft: Outline, rest: str) -> None:
    before = tree(draft).fingerprint
    for name, status in (("head", 403), ("member", 403), ("unit_head", 403), ("stranger", 404)):
        assert client_for(cast.user(name)).post(url(cast, rest)).status_code == status, name
    assert tree(draft).fingerprint == before


def test_the_editor_shows_the_tree_and_what_is_open(cast: Cast, owner: Any, draft: Outline) -> None:
    page = owner.get(url(cast)).text
    assert "Cần xem (1)" in page
    assert "Chưa ban hành được: còn 1 mục" in page
    assert page.count('role="treeitem"') == 8
    assert "Tổng số nhiệm vụ" in page
    assert "outline-tree is-filtered" in owner.get(url(cast, "?can-xem=1")).text


def test_a_head_reads_only(cast: Cast, client_for: Any, draft: Outline) -> None:
    page = client_for(cast.user("head")).get(url(cast, "?muc=m5")).text
    assert "Tỷ lệ hoàn thành" in page
    assert "<dd>m3" in page.replace(" ", "").replace("\n", "")
    for word in ("Lưu mục", "Ban hành", "Thêm mục", "draggable"):
        assert word not in page


def test_the_panel_alone_and_the_sentence_of_the_plan(cast: Cast, owner: Any, draft: Outline) -> None:
    with acting_as(SYSTEM):
        PlanSource.objects.create(
            programme=cast.ours,
            file_name="a.txt",
            media_type="text/plain",
            sha256="0" * 64,
            content=b"",
            text="Nêu rõ kiến nghị.",
            reading={},
            read_at=NOW,
            read_by=SYSTEM.id,
        )
    panel = owner.get(url(cast, "?muc=m8"), headers={**HTMX, "HX-Target": "outline-panel"}).text
    assert re.search(r"<blockquote>\s*Nêu\s*</blockquote>", panel)
    assert "Đã xem, đúng rồi" in panel
    assert "treeitem" not in panel


def test_no_outline_yet(cast: Cast, owner: Any, client_for: Any) -> None:
    assert "Soạn đề cương" in owner.get(url(cast)).text
    assert "chưa được ban hành" in client_for(cast.user("unit_head")).get(url(cast, "xem/")).text
    assert owner.get(url(cast, "?phien-ban=7")).status_code == 404
    assert owner.get(url(cast, "xem/?phien-ban=7")).status_code == 404
    assert owner.get(url(cast, "excel/")).status_code == 404
    assert "Chương trình chưa có đề cương" in owner.get(url(cast, "phien-ban/")).text
    assert "Đề cương chưa có mục nào" in owner.post(url(cast, "phien-ban/moi/"), follow=True).text
    assert owner.post(url(cast, "phien-ban/moi/")).status_code == 409


def test_a_field_is_saved_or_refused_in_place(cast: Cast, owner: Any, draft: Outline) -> None:
    fields = {"revision": 0, "kind": "count", "text": "Số đã xong", "unit": "việc", "check_rule": "m3 <= m4"}
    saved = post(owner, url(cast, "muc/m3/"), fields)
    assert "Số đã xong" in saved.text
    assert "Đã lưu mục." in saved["HX-Trigger"].encode().decode("unicode_escape") or saved["HX-Trigger"]
    wrong = post(owner, url(cast, "muc/m3/"), {**fields, "revision": 1, "check_rule": "m3 <"})
    assert wrong.status_code == 200
    assert "Ký tự 5" in wrong.text
    assert "Chưa lưu được" in post(owner, url(cast, "muc/m3/"), {"revision": 1}).text
    late = post(owner, url(cast, "muc/m3/"), fields)
    assert late.status_code == 409
    assert "đã sửa" in late.text
    moved = owner.post(url(cast, "muc/m3/chuyen/"), {"direction": "down", "revision": 1}, follow=True)
    assert moved.redirect_chain[0][0].endswith("?muc=m3")
    plain = owner.post(url(cast, "muc/m3/"), {**fields, "revision": 2, "text": "Khác"}, follow=True)
    assert "Đã lưu mục." in plain.text


def test_each_kind_has_its_fields(cast: Cast, owner: Any, draft: Outline) -> None:
    ratio = owner.get(url(cast, "?muc=m5")).text
    assert ratio.index("m4 · Tổng số") < ratio.index("m3 · Số nhiệm vụ")  # the nearest count first
    table = {"revision": 0, "kind": "table", "text": "Bảng"}
    assert 'name="columns"' in post(owner, url(cast, "muc/m2/"), table).text
    post(owner, url(cast, "muc/m2/"), {**table, "revision": 1, "columns": "Số\r\nNgày"})
    assert node(draft, "m2").columns == ["Số", "Ngày"]
    swapped = {"numerator": node(draft, "m4").pk, "denominator": node(draft, "m3").pk}
    post(owner, url(cast, "muc/m5/"), {"revision": 0, "kind": "ratio", "text": "Tỷ lệ", **swapped})
    assert node(draft, "m5").numerator_id == swapped["numerator"]
    section = {"revision": 0, "number": "A", "text": "Mục", "audience": ["commune"]}
    post(owner, url(cast, "muc/m6/"), section)
    assert (node(draft, "m6").number, node(draft, "m6").audience) == ("A", ["commune"])


def test_nodes_are_added(cast: Cast, owner: Any, draft: Outline) -> None:
    new = {"kind": "list", "text": "Danh sách"}
    assert "Danh sách" in post(owner, url(cast, "muc/them/"), {**new, "node": "m2", "place": "after"}).text
    post(owner, url(cast, "muc/them/"), {**new, "node": "m6", "place": "inside"})
    post(owner, url(cast, "muc/them/"), {"kind": "section", "text": "Cuối", "place": "top"})
    assert shape(draft)[2] == "1:m9"
    assert shape(draft)[-2:] == ["1:m10", "0III:m11"]
    assert "data-outline-open" in post(owner, url(cast, "muc/them/"), {**new, "place": "top"}).text
    assert "data-outline-open" in post(owner, url(cast, "muc/them/"), {"node": "m2"}).text
    assert post(owner, url(cast, "muc/them/"), {**new, "node": "m77", "place": "after"}).status_code == 409


def test_a_parent_that_went_away_while_adding(
    cast: Cast, owner: Any, draft: Outline, monkeypatch: Any
) -> None:
    from soat.common.errors import Conflict
    from soat.programmes.services import outline_nodes

    def gone(*args: Any, **more: Any) -> None:
        raise Conflict("Đã bỏ.")

    monkeypatch.setattr(outline_nodes, "add", gone)
    data = {"kind": "list", "text": "x", "node": "m2", "place": "after"}
    assert post(owner, url(cast, "muc/them/"), data).status_code == 409


def test_nodes_are_moved(cast: Cast, owner: Any, draft: Outline) -> None:
    post(owner, url(cast, "muc/m6/chuyen/"), {"direction": "up", "revision": 0})
    assert shape(draft)[0] == "0I:m6"
    assert post(owner, url(cast, "muc/m6/chuyen/"), {"direction": "up", "revision": "x"}).status_code == 409
    assert post(owner, url(cast, "muc/m6/chuyen/"), {"direction": "up", "revision": 1}).status_code == 400
    for revision, (side, target) in enumerate(
        [("before", "m8"), ("after", "m7"), ("inside", "m4"), ("after", "m5")]
    ):
        post(owner, url(cast, "muc/m2/dat/"), {"target": target, "side": side, "revision": revision})
    assert shape(draft)[-1] == "1:m2"
    assert post(owner, url(cast, "muc/m2/dat/"), {"target": "m66", "revision": 4}).status_code == 409
    assert post(owner, url(cast, "muc/m66/dat/"), {"target": "m2"}).status_code == 409


def test_a_used_node_goes_when_confirmed(cast: Cast, owner: Any, draft: Outline) -> None:
    assert "sẽ phải hoàn thiện lại" in owner.get(url(cast, "?muc=m3")).text
    refused = post(owner, url(cast, "muc/m3/bo/"), {"revision": 0})
    assert refused.status_code == 409
    assert "Tỷ lệ hoàn thành" in refused.text
    done = post(owner, url(cast, "muc/m3/bo/"), {"revision": 0, "confirmed": "1"})
    assert "Cần xem (2)" in done.text
    assert "treeitem" in post(owner, url(cast, "muc/m6/bo/"), {"revision": 0}).text
    assert shape(draft) == ["0I:m1", "1:m2", "1:m4", "1:m5"]


def test_doubts_counts_and_checks(cast: Cast, owner: Any, draft: Outline) -> None:
    assert "Cần xem (0)" in post(owner, url(cast, "muc/m8/xac-nhan/"), {"revision": 0}).text
    with acting_as(SYSTEM):
        put(draft, node(draft, "m6"), "ratio", "Tỷ lệ hồ sơ đã số hóa", "m9", unit="%")
        put(draft, node(draft, "m6"), "count", "Tổng số việc", "m10")
        put(draft, node(draft, "m6"), "count", "Số việc xong", "m11")
    made = post(owner, url(cast, "muc/m9/hai-so-dem/"), {"revision": 0}).text
    assert "Số hồ sơ đã số hóa" in made
    assert "m11 &lt;= m10" in made
    assert "Đã đặt 1 kiểm tra" in owner.post(url(cast, "kiem-tra/"), {"rule": "m11 <= m10"}, follow=True).text
    assert node(draft, "m11").check_rule == "m11 <= m10"
    assert "Đề xuất kiểm tra" not in owner.get(url(cast, "?muc=m11")).text


def test_versions_are_issued_compared_and_discarded(cast: Cast, owner: Any, draft: Outline) -> None:
    assert owner.post(url(cast, "phien-ban/ban-hanh/")).status_code == 422
    owner.post(url(cast, "muc/m8/xac-nhan/"), {"revision": 0})
    assert 'data-dialog="outline-issue"' in owner.get(url(cast)).text
    assert "Đã ban hành phiên bản 1" in owner.post(url(cast, "phien-ban/ban-hanh/"), follow=True).text
    assert "Tạo phiên bản mới" in owner.get(url(cast)).text
    assert owner.post(url(cast, "phien-ban/bo/")).status_code == 409
    assert owner.post(url(cast, "muc/m2/"), {"revision": 0}).status_code == 409
    owner.post(url(cast, "phien-ban/moi/"))
    owner.post(url(cast, "muc/m2/bo/"), {"revision": 0})
    history = owner.get(url(cast, "phien-ban/")).text
    assert "thêm 0, bỏ 1, sửa 0, chuyển chỗ 0 mục" in " ".join(history.split())
    assert "Đến bản dự thảo" in owner.get(url(cast, "?phien-ban=1")).text
    assert "Đã bỏ bản dự thảo" in owner.post(url(cast, "phien-ban/bo/"), follow=True).text


def test_who_compares_versions(cast: Cast, client_for: Any, draft: Outline) -> None:
    for name, status in (("head", 200), ("unit_head", 403), ("stranger", 404)):
        assert client_for(cast.user(name)).get(url(cast, "phien-ban/")).status_code == status


def test_the_head_of_the_outline(cast: Cast, owner: Any, draft: Outline, monkeypatch: Any) -> None:
    assert "Tên đề cương" in owner.get(url(cast, "thong-tin/")).text
    assert "bắt buộc" in owner.post(url(cast, "thong-tin/"), {"title": ""}).text
    saved = owner.post(
        url(cast, "thong-tin/"), {"title": "Mới", "data_period_start": "1/1/2026"}, follow=True
    )
    assert "Mới" in saved.text


def test_only_who_may_starts_a_version(cast: Cast, owner: Any, client_for: Any, draft: Outline) -> None:
    settle(draft, "in_use")
    assert "Tạo phiên bản mới" in owner.get(url(cast)).text
    page = client_for(cast.user("head")).get(url(cast)).text
    assert f'action="{url(cast, "phien-ban/moi/")}"' not in page


def exported(client: Any, cast: Cast) -> bytes:
    response = client.get(url(cast, "excel/"))
    assert response["Content-Disposition"].endswith('phien-ban-1.xlsx"')
    return bytes(response.content)


def upload(client: Any, cast: Cast, data: bytes) -> Any:
    return client.post(url(cast, "excel/nhap/"), {"file": SimpleUploadedFile("a.xlsx", data)})


def with_cell(data: bytes, text: str, new: str) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for row in book["survey"].iter_rows():
        for cell in row:
            if cell.value == text:
                cell.value = new
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def seal_of(page: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', page)
    assert found
    return found[1]


def test_excel_there_and_back(cast: Cast, owner: Any, draft: Outline) -> None:
    data = exported(owner, cast)
    assert "Xem khác biệt" in owner.get(url(cast, "excel/nhap/")).text
    assert "giống hệt bản dự thảo" in upload(owner, cast, data).text
    page = upload(owner, cast, with_cell(data, "Nêu kiến nghị.", "Nêu đề xuất.")).text
    assert "sửa 1, chuyển chỗ 0" in " ".join(page.split())
    assert node(draft, "m8").text == "Nêu kiến nghị."
    done = owner.post(url(cast, "excel/ap-dung/"), {"seal": seal_of(page)}, follow=True)
    assert "Đã áp dụng 1 thay đổi" in done.text
    assert node(draft, "m8").text == "Nêu đề xuất."
    assert owner.post(url(cast, "excel/ap-dung/"), {"seal": seal_of(page)}).status_code == 409
    assert "đã được sửa trên hệ thống" in upload(owner, cast, data).text


def test_a_file_with_errors_changes_nothing(cast: Cast, owner: Any, draft: Outline) -> None:
    page = upload(owner, cast, with_cell(exported(owner, cast), "Có/Không", "Câu đố")).text
    assert "Tệp có 1 chỗ cần sửa" in page
    assert "Câu đố" in page
    assert "Áp dụng" not in page
    assert "không phải Excel" in upload(owner, cast, b"x,y").text
    assert "quá lớn" in upload(owner, cast, b"x" * (10 * 1024 * 1024 + 1)).text


def test_a_seal_is_of_its_draft(cast: Cast, owner: Any, draft: Outline) -> None:
    page = upload(owner, cast, with_cell(exported(owner, cast), "Nêu kiến nghị.", "Khác")).text
    assert owner.post(url(cast, "excel/ap-dung/"), {"seal": "x"}).status_code == 400
    settle(draft, "in_use")
    owner.post(url(cast, "phien-ban/moi/"))
    assert owner.post(url(cast, "excel/ap-dung/"), {"seal": seal_of(page)}).status_code == 409


def test_who_downloads(cast: Cast, client_for: Any, draft: Outline) -> None:
    for name, status in (("head", 200), ("unit_head", 403), ("stranger", 404)):
        assert client_for(cast.user(name)).get(url(cast, "excel/")).status_code == status


def grow(draft: Outline, number: int) -> None:
    with acting_as(SYSTEM):
        parent = node(draft, "m6")
        Node.objects.bulk_create(
            Node(
                programme=draft.programme,
                outline=draft,
                parent_id=parent.pk,
                kind="count",
                text=f"Số văn bản loại {place}",
                code=f"x{place}",
                order=100 + place,
            )
            for place in range(number)
        )


@pytest.mark.parametrize("rest", ["", "?muc=m5", "xem/", "phien-ban/", "excel/"])
def test_a_long_outline_costs_no_more_queries(
    cast: Cast, owner: Any, draft: Outline, count_queries: Any, rest: str
) -> None:
    owner.get(url(cast, rest))
    few = count_queries(lambda: owner.get(url(cast, rest)))
    grow(draft, 60)
    assert count_queries(lambda: owner.get(url(cast, rest))) == few
