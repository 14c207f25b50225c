"""The review page and its steps (requirement G2): owner, member, unit, stranger; with htmx and without."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import acting_as
from soat.demo import PLAN
from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Method,
    PlanSource,
    Programme,
    Seat,
    Sourced,
    Statement,
    Subject,
    Unplaced,
)
from soat.programmes.parts import part_of
from soat.programmes.services import review
from soat.programmes.services.import_plan import import_plan

HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(cast: Cast) -> Programme:
    with acting_as(cast.actor("starter")) as actor:
        return import_plan(PLAN.read_bytes(), "kh.txt", by=actor, now=NOW)


@pytest.fixture
def owner(cast: Cast, client_for):  # type: ignore[no-untyped-def]
    return client_for(cast.user("starter"))


def first(model: type[Sourced], programme: Programme, **where: object) -> Sourced:
    with acting_as(SYSTEM):
        found = (
            model._default_manager.filter(programme=programme, **where).select_related("programme").first()
        )
        assert found is not None
        return found


def row_url(row: Sourced) -> str:
    return reverse("programmes:review_row", args=[row.programme.pk, part_of(row).slug, row.pk])


def page_url(programme: Programme) -> str:
    return reverse("programmes:review", args=[programme.pk])


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("member", 200), ("leadership", 200), ("unit_officer", 403), ("press", 403),
     ("other_coordinator", 404), ("stranger", 404)],
)  # fmt: skip
def test_page_by_role(cast: Cast, client_for, who: str, status: int) -> None:  # type: ignore[no-untyped-def]
    assert client_for(cast.user(who)).get(page_url(cast.ours)).status_code == status


def test_a_member_reads_only(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        row = Statement.objects.create(programme=cast.draft, kind="purpose", text="Rà soát.")
    client = client_for(cast.user("member"))
    page = client.get(page_url(cast.draft)).content.decode()
    assert "Rà soát." in page
    assert 'name="step"' not in page
    assert "Bạn đang xem, không sửa" in page
    assert client.post(row_url(row), {"step": "confirm"}).status_code == 403
    assert client.get(row_url(row) + "?sua=1", headers=HTMX).status_code == 200
    assert client.get(reverse("programmes:review_add", args=[cast.draft.pk, "muc-dich"])).status_code == 403


def test_page_shows_fields_beside_the_text(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    page = owner.get(page_url(plan)).content.decode()
    number = first(FieldSource, plan, name="number")
    assert f'data-source="{number.pk}"' in page
    assert re.search(rf'data-from="[^"]*{number.pk}', page)
    for words in (
        "Đầu văn bản",
        "97/KH-UBND",
        "Nhiệm vụ của các bên",
        "Mục của đề cương cần xem",
        "is-doubtful",
    ):
        assert words in page
    only = owner.get(page_url(plan), {"xem": "can-xem"}).content.decode()
    assert "Công tác chỉ đạo điều hành" not in only.split('class="source-pane"')[0]


def test_confirm_with_and_without_htmx(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    number, kind = first(FieldSource, plan, name="number"), first(FieldSource, plan, name="type")
    answer = owner.post(row_url(number), {"step": "confirm", "seen": review.token(number)}, headers=HTMX)
    assert "Đã xác nhận" in answer.content.decode()
    assert 'hx-swap-oob="true"' in answer.content.decode()
    answer = owner.post(row_url(kind), {"step": "confirm", "seen": review.token(kind)})
    assert answer.url == f"{page_url(plan)}?mo=dau-van-ban#r-{kind.pk}"


def test_correct_by_form(cast: Cast, plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    start = first(FieldSource, plan, name="period_start")
    opened = owner.get(row_url(start) + "?sua=1", headers=HTMX).content.decode()
    assert 'value="01/06/2024"' in opened
    here = f"mo=thoi-gian#r-{start.pk}"
    assert owner.get(row_url(start)).url == f"{page_url(plan)}?{here}"
    assert owner.get(row_url(start), {"sua": "1"}).url == f"{page_url(plan)}?sua={start.pk}&{here}"
    assert 'value="01/06/2024"' in owner.get(page_url(plan), {"sua": start.pk}).content.decode()
    data = {"step": "correct", "seen": review.token(start), "period_start": "15/6/2024"}
    assert "Đã sửa" in owner.post(row_url(start), data, headers=HTMX).content.decode()
    with acting_as(SYSTEM):
        assert Programme.objects.get(pk=plan.pk).period_start == date(2024, 6, 15)
    wrong = owner.post(row_url(start), {**data, "period_start": "hôm qua"}, headers=HTMX)
    assert (wrong.status_code, "Hãy viết ngày" in wrong.content.decode()) == (200, True)
    late = {
        **data,
        "seen": review.token(first(FieldSource, plan, name="period_start")),
        "period_start": "1/1/2025",
    }
    assert "Ngày kết thúc không thể trước" in owner.post(row_url(start), late).content.decode()


def test_conflict_keeps_her_words_and_says_the_other_s(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    row = first(Statement, plan, kind="purpose")
    old = review.token(row)
    owner.post(row_url(row), {"step": "correct", "seen": old, "text": "Của người trước."})
    answer = owner.post(row_url(row), {"step": "correct", "seen": old, "text": "Của tôi."}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "vừa sửa mục này thành “Của người trước.”" in page
    assert "Của tôi." in page
    fresh = review.token(first(Statement, plan, pk=row.pk))
    assert f'value="{fresh}"' in page
    owner.post(row_url(row), {"step": "correct", "seen": fresh, "text": "Của tôi."})
    assert str(first(Statement, plan, pk=row.pk)) == "Của tôi."
    assert owner.post(row_url(row), {"step": "confirm", "seen": old}).status_code == 409


def test_link_a_subject_to_an_agency(cast: Cast, plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        agency = make_agency(
            "Ủy ban nhân dân huyện Cát Hải", "district", "district", valid_to=date(2025, 7, 1)
        )
    found = owner.get(reverse("programmes:agencies"), {"q": "cat hai"}).content.decode()
    assert str(agency.pk) in found
    assert "đến trước 01/07/2025" in found
    assert (
        'name="standing_agency"'
        in owner.get(
            reverse("programmes:agencies"), {"q": "cat hai", "name": "standing_agency"}
        ).content.decode()
    )
    assert "không có cơ quan nào" in owner.get(reverse("programmes:agencies"), {"q": "zzz"}).content.decode()
    assert "không có" not in owner.get(reverse("programmes:agencies")).content.decode()
    subject = first(Subject, plan, name__endswith="Cát Hải")
    data = {
        "step": "correct", "seen": review.token(subject), "name": subject.name, "kind": "district",  # type: ignore[attr-defined]
        "agency": agency.pk, "month": "8/2024",
    }  # fmt: skip
    owner.post(row_url(subject), data)
    linked = first(Subject, plan, pk=subject.pk)
    assert (linked.agency_id, linked.month) == (agency.pk, date(2024, 8, 1))  # type: ignore[attr-defined]
    assert "08/2024" in owner.get(row_url(subject) + "?sua=1", headers=HTMX).content.decode()
    other = first(Subject, plan, name="Sở Ngoại vụ")
    twice = {**data, "seen": review.token(other), "name": "Sở Ngoại vụ"}
    assert "đã là đối tượng kiểm tra" in owner.post(row_url(other), twice, headers=HTMX).content.decode()
    strange = {**twice, "agency": plan.pk}
    assert "Không có cơ quan này" in owner.post(row_url(other), strange, headers=HTMX).content.decode()


def test_rules_of_a_method_keep_their_place(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    method = first(Method, plan, kind="announced")
    before = method.rules  # type: ignore[attr-defined]
    text = before[0]["text"] + "\n\n Quy định mới \n"
    opened = owner.get(row_url(method) + "?sua=1", headers=HTMX).content.decode()
    assert before[1]["text"] in opened
    data = {"step": "correct", "seen": review.token(method), "kind": "announced", "title": "T", "rules": text}
    owner.post(row_url(method), data)
    after = first(Method, plan, pk=method.pk)
    assert after.rules == [before[0], {"text": "Quy định mới", "span": None}]  # type: ignore[attr-defined]
    assert after.notice_working_days is None  # type: ignore[attr-defined]
    assert owner.get(page_url(plan)).status_code == 200


def test_remove_and_take_up_again(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    row = first(Statement, plan, kind="purpose")
    data = {"step": "remove", "seen": review.token(row)}
    assert owner.post(row_url(row), data).status_code == 400
    assert (
        str(row.pk) not in owner.post(row_url(row), {**data, "reason": "Thừa"}, headers=HTMX).content.decode()
    )
    assert owner.post(row_url(row), {**data, "reason": "Thừa"}).status_code == 404
    second = first(Statement, plan, kind="purpose")
    owner.post(row_url(second), {"step": "remove", "seen": review.token(second), "reason": "Thừa"})
    with acting_as(SYSTEM):
        left = Unplaced.objects.filter(programme=plan, settled_as="removed").first()
        assert left is not None
        assert left.text == PlanSource.objects.get(programme=plan).text[left.span_start : left.span_end]
    url = reverse("programmes:unplaced", args=[plan.pk, left.pk])
    assert "Đã bỏ" in owner.get(page_url(plan)).content.decode()
    owner.post(url, {"step": "reopen"})
    assert "Cần xếp" in owner.get(page_url(plan), {"xem": "can-xem"}).content.decode()
    assert owner.post(url, {"step": "place"}).status_code == 400
    to = owner.post(url, {"step": "place", "part": "yeu-cau"})
    assert left.text in owner.get(to.url).content.decode()
    owner.post(to.url, {"text": left.text})
    assert first(Statement, plan, kind="requirement", span_start=left.span_start).review == "confirmed"
    assert "Đã xếp" in owner.get(page_url(plan)).content.decode()


def test_keep_as_note(cast: Cast, plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        left = Unplaced.objects.create(programme=plan, text="x", span_start=0, span_end=1, reason="?")
    owner.post(reverse("programmes:unplaced", args=[plan.pk, left.pk]), {"step": "note"})
    assert "Giữ làm ghi chú" in owner.get(page_url(plan)).content.decode()
    assert owner.post(reverse("programmes:unplaced", args=[plan.pk, plan.pk])).status_code == 404
    assert (
        owner.get(reverse("programmes:review_add", args=[plan.pk, "yeu-cau"]), {"doan": "x"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("part", "data", "model"),
    [
        ("muc-dich", {"text": "Thêm"}, Statement),
        ("noi-dung", {"number": "7", "title": "Lĩnh vực mới"}, Area),
        ("doi-tuong", {"name": "Sở Y tế", "kind": "department"}, Subject),
        ("doan", {"kind": "head", "text": "Chủ tịch", "person_name": "Trần A"}, Seat),
        ("nhiem-vu", {"party": "Sở Y tế", "owner": "other", "text": "Làm"}, Duty),
        ("cach-kiem-tra", {"kind": "remote", "title": "Qua mạng", "rules": "Một\nHai"}, Method),
    ],
)
def test_add_by_hand(plan: Programme, owner, part: str, data: dict[str, str], model: type[Sourced]) -> None:  # type: ignore[no-untyped-def]
    url = reverse("programmes:review_add", args=[plan.pk, part])
    assert owner.get(url).status_code == 200
    assert "bắt buộc" in owner.post(url, {"kind": "bogus"}).content.decode()
    answer = owner.post(url, data)
    assert answer.status_code == 302
    with acting_as(SYSTEM):
        made = model._default_manager.filter(programme=plan).order_by("-order").first()
    assert made is not None
    assert answer.url.endswith(f"#r-{made.pk}")
    assert owner.get(page_url(plan)).status_code == 200


def test_add_an_item_to_an_area_and_refusals(cast: Cast, plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    area = first(Area, plan)
    url = reverse("programmes:review_add", args=[plan.pk, "muc"])
    assert owner.post(url, {"text": "Nội dung mới", "area": area.pk}).status_code == 302
    assert first(Item, plan, text="Nội dung mới").area_id == area.pk  # type: ignore[attr-defined]
    assert owner.get(reverse("programmes:review_add", args=[plan.pk, "khong-co"])).status_code == 404
    head = reverse("programmes:review_add", args=[plan.pk, "dau-van-ban"])
    assert owner.post(head, {"x": "1"}).status_code == 400
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=plan, name="Sở Du lịch").update(agency=cast.unit)
    twice = {"name": "x", "kind": "department", "agency": cast.unit.pk}
    answer = owner.post(reverse("programmes:review_add", args=[plan.pk, "doi-tuong"]), twice)
    assert "đã là đối tượng kiểm tra" in answer.content.decode()


def test_confirm_a_part_and_leave_subjects_for_later(plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    answer = owner.post(reverse("programmes:review_confirm", args=[plan.pk, "muc-dich"]))
    assert answer.url.endswith("#muc-dich")
    assert first(Statement, plan, kind="purpose").review == "confirmed"
    later = reverse("programmes:subjects_later", args=[plan.pk])
    owner.post(later, {"later": "1"})
    assert "Bỏ dấu “xác định sau”" in owner.get(page_url(plan)).content.decode()
    owner.post(later, {"later": "0"})
    with acting_as(SYSTEM):
        assert not Programme.objects.get(pk=plan.pk).subjects_later


def test_a_doubt_about_a_whole_part(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    with acting_as(SYSTEM):
        remark = FieldSource.objects.create(
            programme=cast.draft, name="methods", doubt="Không thấy cách kiểm tra."
        )
    client = client_for(cast.user("coordinator"))
    page = client.get(page_url(cast.draft), {"xem": "can-xem"}).content.decode()
    assert "Nhận xét chung" in page
    assert f"{row_url(remark)}?sua=1" not in page  # nothing to correct in it
    with acting_as(SYSTEM):
        row = Statement.objects.create(programme=cast.draft, kind="purpose", text="Rà soát.")
        seen = review.token(row)
        state = {"state": "running", "started_at": NOW, "started_by": SYSTEM.id}
        Programme.objects.filter(pk=cast.draft.pk).update(**state)
    answer = client.post(row_url(row), {"step": "correct", "seen": seen, "text": "Khác"})
    assert (answer.status_code, "dự thảo" in answer.content.decode()) == (409, True)


def test_nothing_left_to_look_at(cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    page = client_for(cast.user("coordinator")).get(page_url(cast.draft), {"xem": "can-xem"}).content.decode()
    assert "Không còn mục nào cần xem" in page
    with acting_as(SYSTEM):
        assert not PlanSource.objects.filter(programme=cast.draft).exists()


def test_from_import_to_start(cast: Cast, plan: Programme, owner) -> None:  # type: ignore[no-untyped-def]
    """Start, close, discard and restore by their pages."""
    start = reverse("programmes:start", args=[plan.pk])
    page = owner.get(start).content.decode()
    assert "Chương trình chưa bắt đầu được" in page
    assert f"{page_url(plan)}#doi-tuong" in page
    assert owner.post(start).status_code == 422
    discard = reverse("programmes:discard", args=[plan.pk])
    assert owner.post(discard).status_code == 400
    assert owner.post(discard, {"reason": "Nhầm"}).status_code == 302
    overview = reverse("programmes:overview", args=[plan.pk])
    assert "Đã bỏ" in owner.get(overview).content.decode()
    assert owner.get(start).status_code == 200
    owner.post(reverse("programmes:restore", args=[plan.pk]))
    with acting_as(SYSTEM):
        for model in (FieldSource, Subject, Seat, Duty, Statement, Item, Area):
            model.objects.filter(programme=plan).update(doubt="")
        for n, subject in enumerate(Subject.objects.filter(programme=plan, agency=None)):
            subject.agency = make_agency(f"Cơ quan {n}", "other")
            subject.save()
        from soat.programmes.models import Node

        Node.objects.filter(programme=plan).exclude(kind="section").delete()
        Node.objects.filter(programme=plan).update(doubt="", audience=[])
        for n, node in enumerate(Node.objects.filter(programme=plan, children=None)):
            node.kind, node.text = "narrative", f"Mục {n}"
            node.save()
        for n, node in enumerate(Node.objects.filter(programme=plan, kind="section")):
            node.text = f"Phần {n}"
            node.save()
    assert "Chương trình đã đủ điều kiện" in owner.get(start).content.decode()
    unlooked = owner.post(start).content.decode()
    assert "chưa ai soát. Hãy soát tiếp" in unlooked
    assert "giá trị</strong> đọc từ kế hoạch chưa ai xác nhận" in unlooked
    assert owner.post(start, {"accept_unlooked": "on"}).url == overview
    assert "Đang thực hiện" in owner.get(overview).content.decode()
    assert owner.get(start).status_code == 200
    assert owner.post(start, {"accept_unlooked": "on"}).status_code == 409
    owner.post(reverse("programmes:close", args=[plan.pk]))
    assert "Đã kết thúc" in owner.get(overview).content.decode()
    assert owner.get(reverse("programmes:list")).status_code == 200
