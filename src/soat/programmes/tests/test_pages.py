"""Pages of list, import, overview, start (requirements G1, L3): owner, member, unit, stranger; queries; the steps."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast, give, make_agency

from soat.access.actor import acting_as
from soat.demo import PLAN
from soat.legal.models import Citation, Document, Relation
from soat.programmes.models import Area, Item, Programme, Statement, Subject
from soat.programmes.services.import_plan import import_plan

LIST, IMPORT = reverse("programmes:list"), reverse("programmes:import")


@pytest.fixture
def plan(cast: Cast) -> Programme:
    with acting_as(cast.actor("starter")) as actor:
        return import_plan(PLAN.read_bytes(), "kh.txt", by=actor, now=NOW)


def url(name: str, programme: Programme) -> str:
    return reverse(f"programmes:{name}", args=[programme.pk])


def test_guest_is_sent_to_sign_in(client, db) -> None:  # type: ignore[no-untyped-def]
    for address in (LIST, IMPORT):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("coordinator", {"ours", "draft"}),
        ("unit_officer", {"ours"}),
        ("press", {"ours"}),
        ("stranger", set()),
    ],
)
def test_list_shows_what_she_may_see(cast: Cast, client_for, who: str, sees: set[str]) -> None:  # type: ignore[no-untyped-def]
    page = client_for(cast.user(who)).get(LIST).content.decode()
    for name in ("ours", "theirs", "draft"):
        assert (getattr(cast, name).title in page) == (name in sees)


def test_list_filters_and_says_what_is_next(cast: Cast, client_for, plan: Programme) -> None:  # type: ignore[no-untyped-def]
    client = client_for(cast.user("starter"))
    assert "97/KH-UBND" in client.get(LIST).content.decode()
    assert "97/KH-UBND" in client.get(LIST, {"q": "97/KH", "state": "draft"}).content.decode()
    page = client.get(LIST, {"state": "discarded"}).content.decode()
    assert "97/KH-UBND" not in page
    assert "bỏ bớt điều kiện lọc" in page
    assert "chưa tham gia" in client_for(cast.user("stranger")).get(LIST).content.decode()
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=plan.pk).update(
            state="discarded", discarded_at=NOW, discarded_by=SYSTEM.id
        )
    page = client.get(LIST).content.decode()
    assert "Chưa có chương trình nào" in page
    assert IMPORT in page


def _send(client, data: bytes, query: str = "", **headers: str):  # type: ignore[no-untyped-def]
    return client.post(IMPORT + query, {"file": SimpleUploadedFile("kế hoạch.txt", data)}, headers=headers)


def test_import_page(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    assert client_for(cast.user("member")).get(IMPORT).status_code == 403
    client = client_for(cast.user("starter"))
    assert "Kéo tệp kế hoạch" in client.get(IMPORT).content.decode()
    assert client.get(IMPORT, {"da-co": "x"}).status_code == 200


def test_import_opens_the_review_and_a_second_is_led_to_it(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    client = client_for(cast.user("starter"))
    answer = _send(client, PLAN.read_bytes(), **{"HX-Request": "true"})
    with acting_as(SYSTEM):
        made = Programme.objects.get(number="97/KH-UBND")
    assert answer.headers["HX-Redirect"] == url("review", made)
    again = _send(client, PLAN.read_bytes())
    assert again.status_code == 302
    assert url("overview", made) in client.get(again.url).content.decode()
    copy = PLAN.read_bytes() + b"\n"
    asked = client.get(_send(client, copy).url).content.decode()
    assert "xac-nhan=1" in asked
    with acting_as(SYSTEM):
        give(cast.user("stranger"), "coordinator")
    other = client_for(cast.user("stranger"))
    blind = other.get(_send(other, copy).url).content.decode()
    assert "xac-nhan=1" in blind  # asked too, but not told which programme
    assert made.title not in blind
    assert _send(client, copy, "?xac-nhan=1").status_code == 302
    with acting_as(SYSTEM):
        assert Programme.objects.filter(number="97/KH-UBND").count() == 2


def test_import_says_what_is_wrong(cast: Cast, client_for, settings, plan: Programme) -> None:  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        give(cast.user("stranger"), "coordinator")
    client = client_for(cast.user("stranger"))
    assert client.post(IMPORT).status_code == 400
    assert "Tệp rỗng" in _send(client, b"").content.decode()
    hidden = _send(client, PLAN.read_bytes())
    assert hidden.status_code == 409
    assert str(plan.pk) not in hidden.content.decode()
    settings.CONFIG = settings.CONFIG.model_copy(update={"plan_max_bytes": 10})
    assert "Tệp lớn hơn" in _send(client, b"x" * 11).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("member", 200), ("unit_officer", 200), ("press", 200), ("other_coordinator", 404),
     ("stranger", 404)],
)  # fmt: skip
def test_overview_by_role(cast: Cast, client_for, who: str, status: int) -> None:  # type: ignore[no-untyped-def]
    assert client_for(cast.user(who)).get(url("overview", cast.ours)).status_code == status


def test_a_unit_sees_itself_only(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    page = client_for(cast.user("unit_officer")).get(url("overview", cast.ours)).content.decode()
    assert cast.unit.name in page
    assert cast.other_unit.name not in page
    assert url("review", cast.ours) not in page
    assert (
        cast.unit.name not in client_for(cast.user("press")).get(url("overview", cast.ours)).content.decode()
    )


def test_overview_of_the_sample(cast: Cast, client_for, plan: Programme) -> None:  # type: ignore[no-untyped-def]
    page = client_for(cast.user("starter")).get(url("overview", plan)).content.decode()
    for words in (
        "97/KH-UBND", "Cải cách thủ tục hành chính", "01/06/2024 – 31/12/2024", "3 ngày làm việc",
        "Kiểm tra đột xuất", "Lãnh đạo Sở Nội vụ", "Nhập kế hoạch", "Bắt đầu chương trình",
    ):  # fmt: skip
        assert words in page


def test_documents_changed_later_are_marked(cast: Cast, client_for, plan: Programme) -> None:  # type: ignore[no-untyped-def]
    from datetime import date

    with acting_as(SYSTEM):
        made = {"created_at": NOW, "created_by": SYSTEM.id, "folded": ""}
        old = Document.objects.create(type="Nghị định", number="61/2018/NĐ-CP", number_key="61", **made)
        new = Document.objects.create(
            type="Nghị định", number="118/2025/NĐ-CP", number_key="118", effective_on=date(2025, 7, 1), **made
        )
        undated = Document.objects.create(type="Nghị định", number="9/NĐ-CP", number_key="9", **made)
        early = Document.objects.create(
            type="Nghị định", number="99/2019/NĐ-CP", number_key="99", issued_on=date(2019, 12, 6), **made
        )
        for source, kind in ((new, "replaces"), (early, "amends"), (undated, "amends")):
            Relation.objects.create(
                source=source, target=old, kind=kind, created_at=NOW, created_by=SYSTEM.id
            )
        item = Item.objects.filter(programme=plan).first()
        for start in (1, 2):  # cited twice, shown once
            Citation.objects.create(
                document=old, programme_id=plan.pk, subject_type="programmes.item", subject_id=item.pk,
                label="Nội dung", span_start=start,
            )  # fmt: skip
    page = client_for(cast.user("starter")).get(url("overview", plan)).content.decode()
    assert "Đã được thay thế bởi Nghị định 118/2025/NĐ-CP" in page
    assert f"/van-ban/{old.pk}/" in page
    assert "99/2019" not in page


def _queries(client, address: str) -> int:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["overview", "review", "start"])
def test_queries_do_not_grow(cast: Cast, client_for, plan: Programme, name: str) -> None:  # type: ignore[no-untyped-def]
    client = client_for(cast.user("starter"))
    few = _queries(client, url(name, plan))
    with acting_as(SYSTEM):
        agencies = [make_agency(f"Ủy ban nhân dân xã {n}", "commune", "commune") for n in range(30)]
        Subject.objects.bulk_create(
            Subject(programme=plan, name=a.name, kind="commune", agency=a, doubt="?") for a in agencies
        )
        area = Area.objects.filter(programme=plan).first()
        Item.objects.bulk_create(Item(programme=plan, area=area, text=f"Nội dung {n}") for n in range(30))
        Statement.objects.bulk_create(
            Statement(programme=plan, kind="purpose", text=f"Mục đích {n}") for n in range(30)
        )
    assert _queries(client, url(name, plan)) == few


def test_list_queries_do_not_grow(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    from tests.cast import make_programme

    client = client_for(cast.user("coordinator"))
    few = _queries(client, LIST)
    with acting_as(SYSTEM):
        for n in range(20):
            give(
                cast.user("coordinator"),
                "coordinator",
                make_programme(f"Chương trình {n}", "draft", SYSTEM.id),
            )
    assert _queries(client, LIST) == few
