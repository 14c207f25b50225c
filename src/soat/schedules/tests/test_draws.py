"""Draws by lot (S8): sealed before, drawn after, applied; replayed; tampering refused; hidden ones (S7)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import acting_as
from soat.cli import main
from soat.common.errors import Conflict, DomainError, Refused
from soat.common.ids import new_id
from soat.programmes.models import Area, Subject
from soat.schedules.models import Draw, Visit
from soat.schedules.selectors import draws as read
from soat.schedules.services import draws, visits
from soat.schedules.services.visits import Shape
from soat.schedules.tests.test_visits import fresh, run, stage
from soat.trail.models import Event

__all__ = ["stage"]


def at(cast: Cast, name: str, *more: Any) -> str:
    return reverse(f"schedules:{name}", args=[cast.ours.pk, *more])


@pytest.fixture
def frame(cast: Cast) -> dict[str, Any]:
    """Twelve communes, three of the same name, and two departments; three communes and one department are drawn."""
    with acting_as(SYSTEM):
        for number in range(12):
            name, place = (
                (f"Xã {number}", "") if number > 2 else ("Xã Đông", ("", "Cát Hải", "An Lão")[number])
            )
            make_agency(name, "commune", "commune", place=place)
        make_agency("Sở Y tế", "department")
        strata = read.strata(cast.ours, read.OUTSIDE, NOW.date())
    return read.frame_of(strata, {"commune": 3, "department": 1, "press": 5})


def sealed(cast: Cast, frame: dict[str, Any], kind: str = "added", **more: Any) -> Draw:
    more = {"title": "Chọn xã đợt 2", "document": "Công văn số 12", **more}
    made: Draw = run(cast, "coordinator", draws.seal, cast.ours, frame, kind=kind, **more)
    return made


def test_the_frame_names_each_unit_once(cast: Cast, frame: dict[str, Any]) -> None:
    names = [one["id"] for one in frame["units"]]
    assert {"Xã Đông", "Xã Đông, Cát Hải", "Xã Đông, An Lão", "Sở Y tế", "Sở Nội vụ"} <= set(names)
    assert len(set(names)) == len(names) == 14
    assert frame["sizes"] == {"Ủy ban nhân dân cấp xã": 3, "Sở, ban, ngành": 1}
    with acting_as(SYSTEM):
        subjects = read.strata(cast.ours, read.SUBJECTS, NOW.date())
    assert {one.name for stratum in subjects for one in stratum.agencies} == {
        cast.unit.name,
        cast.other_unit.name,
    }


def test_sealed_drawn_and_replayed_by_the_command(
    cast: Cast, frame: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = sealed(cast, frame)
    assert len(draw.commitment) == 64
    assert draw.protocol == {}
    done = run(cast, "coordinator", draws.hold, draw)
    assert len(done.protocol["drawn"]) == 4
    file = tmp_path / "bien-ban.json"
    file.write_text(json.dumps(done.protocol, ensure_ascii=False), encoding="utf-8")
    assert main(["sample", "replay", str(file)]) == 0
    assert "ra đúng các đơn vị đã công bố" in capsys.readouterr().out
    tampered = [
        {"drawn": [*done.protocol["drawn"][1:], "Xã 5" if "Xã 5" not in done.protocol["drawn"] else "Xã 6"]},
        {
            "population": [
                one for one in done.protocol["population"] if one["id"] != done.protocol["drawn"][0]
            ]
        },
        {"seed": "0" * 64},
    ]
    for change in tampered:
        file.write_text(json.dumps({**done.protocol, **change}, ensure_ascii=False), encoding="utf-8")
        assert main(["sample", "replay", str(file)]) != 0, change
    with pytest.raises(Conflict, match="đã có kết quả"):
        run(cast, "coordinator", draws.hold, draw)


def test_what_was_sealed_cannot_be_changed_even_by_sql(cast: Cast, frame: dict[str, Any]) -> None:
    draw = sealed(cast, frame)
    other = {**frame, "sizes": {"Ủy ban nhân dân cấp xã": 1}}
    with acting_as(SYSTEM):
        for change in ({"frame": other}, {"commitment": "0" * 64}, {"nonce": "x"}, {"kind": "surprise"}):
            with pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
                Draw.objects.filter(pk=draw.pk).update(**change)
    run(cast, "coordinator", draws.hold, draw)
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(protocol={})
    with acting_as(cast.actor("coordinator")):
        assert Draw.objects.filter(pk=draw.pk).delete()[0] == 0


def test_the_seed_outlives_a_new_secret_key_and_its_loss_is_told(
    cast: Cast, frame: dict[str, Any], settings: Any
) -> None:
    first, second = sealed(cast, frame), sealed(cast, frame, title="Đợt 3")
    former = site.SECRET_KEY
    settings.SECRET_KEY = "another-" + "y" * 40
    with pytest.raises(Conflict, match="khóa bí mật"):
        run(cast, "coordinator", draws.hold, first)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert run(cast, "coordinator", draws.hold, second).drawn_at


def test_given_up_with_its_reason(cast: Cast, frame: dict[str, Any]) -> None:
    draw = sealed(cast, frame)
    with pytest.raises(DomainError, match="lý do"):
        run(cast, "coordinator", draws.cancel, draw, reason=" ")
    assert run(cast, "coordinator", draws.cancel, draw, reason="Sai danh sách.").cancel_reason
    with pytest.raises(Conflict, match="đã hủy"):
        run(cast, "coordinator", draws.hold, draw)
    with pytest.raises(Conflict, match="đã có kết quả hoặc đã hủy"):
        run(cast, "coordinator", draws.cancel, draw, reason="Sai danh sách.")


def test_what_cannot_be_sealed(cast: Cast, frame: dict[str, Any]) -> None:
    with pytest.raises(DomainError, match="số đơn vị"):
        sealed(cast, {"units": [], "sizes": {}})
    with pytest.raises(DomainError, match="không bốc được"):
        sealed(cast, {**frame, "sizes": {"Sở, ban, ngành": 50}})
    with pytest.raises(DomainError, match="tên lần"):
        sealed(cast, frame, title=" ")
    with pytest.raises(Refused):
        run(cast, "head", draws.seal, cast.ours, frame, kind="added", title="x", document="")
    key = new_id()
    assert sealed(cast, frame, key=key) == sealed(cast, frame, key=key)


def test_the_units_drawn_become_subjects_with_reason_and_document(
    cast: Cast, stage: Any, frame: dict[str, Any]
) -> None:
    draw = sealed(cast, frame)
    with pytest.raises(Conflict, match="chưa có kết quả"):
        run(cast, "coordinator", draws.add_subjects, draw, month=None)
    done = run(cast, "coordinator", draws.hold, draw)
    with acting_as(SYSTEM):
        first = read.drawn_agencies(done)[0]
        Subject.objects.create(programme=cast.ours, name=first.name, kind=first.kind, agency=first)
    made = run(cast, "coordinator", draws.add_subjects, done, month=None)
    assert len(made) == 3
    assert "Căn cứ Công văn số 12." in made[0].added_reason
    assert done.commitment[:12] in made[0].added_reason
    with pytest.raises(Conflict, match="đã được áp dụng"):
        run(cast, "coordinator", draws.add_subjects, done, month=None)
    planned = run(cast, "coordinator", visits.plan, cast.ours, made, stage["shape"])
    assert {(one.kind, one.reason) for one in planned} == {("added", made[0].added_reason)}


def test_a_draw_for_surprises_stays_with_those_who_decide(
    cast: Cast, stage: Any, frame: dict[str, Any], client_for: Any
) -> None:
    draw = sealed(cast, frame, kind="surprise", document="")
    run(cast, "coordinator", draws.hold, draw)
    with pytest.raises(Conflict):
        run(cast, "coordinator", draws.add_subjects, draw, month=None)
    assert run(cast, "coordinator", draws.propose, draw, Shape([stage["areas"][0]])) == 4
    with acting_as(SYSTEM):
        assert Visit.objects.filter(kind="surprise", state="proposed").count() == 4
        told = Event.objects.filter(subject_id=draw.pk)
        assert {(one.programme_id, one.subject_name) for one in told} == {(None, "Bốc thăm")}
    for who in ("member", "leadership", "unit_head", "press", "thematic_lead"):
        client = client_for(cast.user(who))
        assert "Chọn xã" not in client.get(at(cast, "draws")).content.decode()
        for name in ("draw", "draw_protocol"):
            assert client.get(at(cast, name, draw.pk)).status_code == 404
    head = client_for(cast.user("head"))
    assert "Kiểm tra đột xuất" in head.get(at(cast, "draws")).content.decode()
    assert head.get(at(cast, "draw", draw.pk)).status_code == 200


def test_the_pages_from_seal_to_subjects(cast: Cast, frame: dict[str, Any], client_for: Any) -> None:
    client, unit = client_for(cast.user("coordinator")), client_for(cast.user("unit_head"))
    url = at(cast, "draw_seal")
    assert "bốc mấy trong 12 đơn vị" in client.get(url).content.decode()
    assert "bốc mấy trong 1 đơn vị" in client.get(f"{url}?loai=surprise&trong=subjects").content.decode()
    assert "ít nhất một nhóm" in client.post(url, {"title": "Chọn xã"}).content.decode()
    made = client.post(url, {"title": "Chọn xã", "document": "CV 12", "size-commune": "2"})
    assert made.status_code == 302
    assert client_for(cast.user("head")).get(url).status_code == 403
    page = unit.get(made.url).content.decode()
    with acting_as(SYSTEM):
        draw = Draw.objects.get()
    assert draw.commitment in page
    assert "Bốc thăm, công bố mầm" not in page
    assert "Đã niêm phong" in unit.get(at(cast, "draws")).content.decode()
    before = unit.get(at(cast, "draw_protocol", draw.pk)).json()
    assert "seed" not in before
    assert before["commitment"] == draw.commitment
    hold, apply, cancel = (at(cast, f"draw_{step}", draw.pk) for step in ("hold", "apply", "cancel"))
    assert "bắt buộc" in client.post(cancel, {}).content.decode()
    assert unit.post(hold).status_code == 403
    assert client.post(hold).status_code == 302
    after = unit.get(at(cast, "draw_protocol", draw.pk)).json()
    assert (len(after["drawn"]), len(after["seed"])) == (2, 64)
    assert after["seed"] in unit.get(made.url).content.decode()
    assert "tháng/năm" in client.post(apply, {"month": "x"}).content.decode()
    assert client.post(apply, {"month": "6/2026"}).status_code == 302
    assert "Đã áp dụng" in client.get(made.url).content.decode()
    assert client.post(cancel, {"reason": "Thôi"}).status_code == 409
    with acting_as(SYSTEM):
        assert Subject.objects.filter(programme=cast.ours, added_reason__contains="Bốc thăm").count() == 2


def test_a_draw_given_up_on_its_page(cast: Cast, stage: Any, frame: dict[str, Any], client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    draw = sealed(cast, frame)
    assert client.post(at(cast, "draw_cancel", draw.pk), {"reason": "Sai."}).status_code == 302
    assert "Đã hủy" in client.get(at(cast, "draw", draw.pk)).content.decode()
    assert client.get(at(cast, "draw_protocol", draw.pk)).status_code == 409
    secret = run(cast, "coordinator", draws.hold, sealed(cast, frame, kind="surprise"))
    apply = at(cast, "draw_apply", secret.pk)
    assert "ít nhất một nội dung" in client.post(apply, {}).content.decode()
    given = {"areas": [one.pk for one in stage["areas"]], "half_days": "1", "mode": "on_site"}
    assert client.post(apply, given).status_code == 302
    assert client.get(at(cast, "draw", cast.ours.pk)).status_code == 404


def test_a_visit_added_by_hand(cast: Cast, stage: Any, client_for: Any) -> None:
    client, url = client_for(cast.user("coordinator")), at(cast, "add")
    assert "Bốc thăm thay vì chọn" in client.get(url).content.decode()
    given = {
        "agency": cast.standing.pk, "document": "Công văn số 12", "reason": "Dân phản ánh.",
        "areas": [one.pk for one in stage["areas"]], "half_days": "1", "mode": "on_site",
    }  # fmt: skip
    assert "bắt buộc" in client.post(url, {**given, "document": ""}).content.decode()
    made = client.post(url, given)
    assert made.status_code == 302
    with acting_as(SYSTEM):
        visit = Visit.objects.select_related("subject").get(agency=cast.standing)
        assert visit.subject and visit.subject.added_reason == visit.reason  # noqa: PT018
    assert visit.reason == "Dân phản ánh. Căn cứ: Công văn số 12."
    assert "một lần trong năm" in client.post(url, given).content.decode()
    assert client_for(cast.user("head")).get(url).status_code == 403


def test_added_once_however_often_it_is_sent(cast: Cast, stage: Any) -> None:
    key = new_id()
    made = [
        run(cast, "coordinator", visits.add, cast.ours, cast.standing, stage["shape"], reason="Cần.", key=key)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    with acting_as(SYSTEM):
        more = Area.objects.create(programme=cast.ours, title="Số hóa")
    second = run(cast, "coordinator", visits.add, cast.ours, cast.standing, Shape([more]), reason="Thêm.")
    assert fresh(second).subject_id is None


def test_queries_do_not_grow_with_rows(cast: Cast, frame: dict[str, Any], client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    draw = sealed(cast, frame)

    def count() -> list[int]:
        told = []
        for url in (at(cast, "draws"), at(cast, "draw", draw.pk), at(cast, "draw_seal")):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            told.append(len(captured))
        return told

    count()
    few = count()
    for number in range(5):
        sealed(cast, frame, title=f"Đợt {number}")
        with acting_as(SYSTEM):
            make_agency(f"Xã mới {number}", "commune", "commune")
    assert count() == few
