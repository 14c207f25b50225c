"""The form as a unit will fill it, for the coordinator and the units (G3): kinds, versions, how it is sent."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.legal.models import Document
from soat.programmes.models import Duty, Node, Outline, Programme, Subject
from soat.programmes.tests.outline_help import make_outline, node, put, settle


@pytest.fixture
def draft(cast: Cast) -> Outline:
    return make_outline(cast.ours)


@pytest.fixture
def owner(cast: Cast, client_for: Any) -> Any:
    return client_for(cast.user("coordinator"))


def url(cast: Cast, rest: str = "") -> str:
    return f"/chuong-trinh/{cast.ours.pk}/de-cuong/{rest}"


def test_the_preview_for_each_kind(cast: Cast, owner: Any, draft: Outline) -> None:
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=cast.ours).update(kind="department")
        Node.objects.filter(outline=draft, code="m2").update(
            text="Thực hiện Nghị định số 30/2020/NĐ-CP", required=True, help="Nêu số văn bản."
        )
        Document.objects.create(
            number="30/2020/NĐ-CP", number_key="30/2020/ndcp", type="Nghị định", folded="", created_at=NOW,
            created_by=SYSTEM.id,
        )  # fmt: skip
        two = node(draft, "m6")
        put(draft, two, "table", "Bảng", "m20", columns=["Số", "Ngày"])
        put(draft, two, "table", "Bảng chưa có cột", "m21")
        put(draft, two, "list", "Danh sách", "m22")
        put(draft, two, "attachment", "Tệp", "m23")
        put(draft, two, "ratio", "Tỷ lệ thiếu", "m24")
    page = owner.get(url(cast, "xem/")).text
    assert "chỉ để đọc, không nhập và không nộp được" in page
    assert "Có áp dụng ISO?" in page
    form = page[page.index('<fieldset class="preview-form" disabled>') :]
    assert "Soát tự tính từ" in form
    assert "<form" not in form
    assert "<button" not in form.split("</main>")[0]
    assert "chưa có đủ tử số và mẫu số" in page
    assert "/van-ban/" in page
    assert re.search(r'name="m5"|id="field-m5"[^>]*type', page) is None
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=cast.ours, agency=cast.other_unit).update(kind="commune")
    other = owner.get(url(cast, "xem/?doi-tuong=commune")).text
    assert "Có áp dụng ISO?" not in other
    assert "Xem với vai" in other


def test_a_unit_sees_the_version_in_use_for_its_kind(cast: Cast, client_for: Any, draft: Outline) -> None:
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=cast.ours, agency=cast.unit).update(kind="department")
        Subject.objects.filter(programme=cast.ours, agency=cast.other_unit).update(kind="commune")
    unit, other = (client_for(cast.user(name)) for name in ("unit_officer", "other_unit_officer"))
    assert "chưa được ban hành" in unit.get(url(cast, "xem/")).text
    settle(draft, "in_use")
    make_outline(cast.ours, version=2)
    assert "Có áp dụng ISO?" in unit.get(url(cast, "xem/")).text
    assert "Có áp dụng ISO?" not in other.get(url(cast, "xem/?doi-tuong=department")).text
    assert unit.get(url(cast, "xem/?phien-ban=2")).status_code == 404
    for name, status in (("press", 403), ("stranger", 404)):
        assert client_for(cast.user(name)).get(url(cast, "xem/")).status_code == status
    with acting_as(SYSTEM):
        Node.objects.filter(outline__version=2).delete()
        Subject.objects.filter(programme=cast.ours).delete()
    assert "Loại đơn vị" not in unit.get(url(cast, "xem/")).text


def test_a_unit_is_told_how_its_report_is_handed_in(cast: Cast, client_for: Any, draft: Outline) -> None:
    settle(draft, "in_use")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(notice_working_days=3)
        Subject.objects.filter(programme=cast.ours, agency=cast.unit).update(kind="department")
        of = {"programme": cast.ours, "owner": "units", "party": "x", "agency": cast.unit}
        Duty.objects.create(**of, text="Gửi báo cáo theo đề cương.", due_on=date(2026, 5, 4))
        Duty.objects.create(**of, text="Báo cáo đột xuất khi cần.")
        Duty.objects.create(
            **{**of, "agency": cast.other_unit}, text="Báo cáo khác.", due_on=date(2026, 5, 5)
        )
    page = client_for(cast.user("unit_officer")).get(url(cast, "xem/")).text
    assert "chỉ để đọc, không nhập và không nộp được" in page
    assert "04/05/2026" in page
    assert "ít nhất 3 ngày làm việc" in page
    assert "đột xuất" not in page
    assert "Báo cáo khác" not in page
    words = re.sub(r"<[^>]*>", " ", page)
    assert re.search(r"\bm\d+\b", words) is None
    assert re.search(r"\d\. Có áp dụng ISO", words)


def test_all_kinds_while_the_subjects_are_open(cast: Cast, owner: Any, draft: Outline) -> None:
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=cast.ours).delete()
    assert "Đơn vị thuộc bộ" in owner.get(url(cast, "xem/")).text
