"""Importing a plan (requirements G1, G2): the sample's figures, twice the same file, nothing dropped."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import NOW, SYSTEM, Cast, give, make_agency

from soat.access.actor import acting_as
from soat.access.models import Grant
from soat.common.errors import DomainError, Refused
from soat.core.errors import NotAPlan, UnreadableFile
from soat.demo import PLAN
from soat.programmes.models import (
    Area,
    Duty,
    DutyOwner,
    FieldSource,
    Item,
    Method,
    Node,
    NodeKind,
    Outline,
    Programme,
    Seat,
    SeatKind,
    Statement,
    Subject,
    Unplaced,
)
from soat.programmes.services.import_plan import AlreadyImported, SamePlan, import_plan
from soat.trail.models import Event

DATA = PLAN.read_bytes()


def run(cast: Cast, who: str = "starter", data: bytes = DATA, **more: bool) -> Programme:
    with acting_as(cast.actor(who)) as actor:
        return import_plan(data, "kế hoạch 97.txt", by=actor, now=NOW, **more)


@pytest.fixture
def register(cast: Cast) -> Cast:
    with acting_as(SYSTEM):
        for name in ("Sở Tư pháp", "Sở Giao thông vận tải", "Văn phòng Ủy ban nhân dân thành phố Hải Phòng"):
            make_agency(name, "department", place="Hải Phòng")
        district = {"kind": "district", "level": "district", "valid_to": date(2025, 7, 1)}
        make_agency("Ủy ban nhân dân quận Hồng Bàng", place="Hải Phòng", **district)
        ward = {"kind": "commune", "level": "commune", "valid_from": date(2025, 7, 1)}
        make_agency("Ủy ban nhân dân phường Hồng Bàng", place="Hải Phòng", **ward)
        make_agency("Sở Ngoại vụ", "department", place="Nơi khác")
    return cast


def test_sample_figures(register: Cast) -> None:
    programme = run(register)
    with acting_as(SYSTEM):
        assert programme.title.startswith("Kế hoạch kiểm tra công tác cải cách hành chính nhà nước năm 2024")
        assert programme.title.endswith("thành phố Hải Phòng")
        assert (programme.number, programme.year, programme.state) == ("97/KH-UBND", 2024, "draft")
        assert (programme.period_start, programme.period_end) == (date(2024, 6, 1), date(2024, 12, 31))
        assert programme.notice_working_days == 3
        of = {"programme": programme}
        assert Area.objects.filter(**of).count() == 6
        assert Subject.objects.filter(**of, kind="department").count() == 6
        assert Subject.objects.filter(**of, kind="district").count() == 6
        assert Method.objects.filter(**of).count() == 2
        seats = [Seat.objects.filter(**of, kind=kind).count() for kind in SeatKind]
        assert seats == [1, 1, 6, 7]
        owners = {owner: Duty.objects.filter(**of, owner=owner).count() for owner in DutyOwner}
        assert owners == {"standing": 4, "members": 3, "units": 4, "press": 1, "other": 0}


def test_spans_point_to_their_words(register: Cast) -> None:
    programme = run(register)
    with acting_as(SYSTEM):
        text = programme.source.text
        for model, field in ((Item, "text"), (Statement, "text"), (Duty, "text"), (Area, "title")):
            for row in model.objects.filter(programme=programme):
                assert getattr(row, field) in " ".join(text[row.span_start : row.span_end].split())
        number = FieldSource.objects.get(programme=programme, name="number")
        assert "97" in text[number.span_start : number.span_end]


def test_nothing_is_dropped(register: Cast) -> None:
    programme = run(register)
    with acting_as(SYSTEM):
        source = programme.source
        spans = [*source.reading["placed"]]
        spans += [[row.span_start, row.span_end] for row in Unplaced.objects.filter(programme=programme)]
        left = list(source.text)
        for start, end in spans:
            left[start:end] = " " * (end - start)
        assert "".join(left).strip() == ""
        assert bytes(source.content) == DATA


def test_agencies_are_linked_by_name_place_level_and_day(register: Cast) -> None:
    programme = run(register)
    with acting_as(SYSTEM):
        subjects = {s.name: s for s in Subject.objects.filter(programme=programme).select_related("agency")}
        assert str(subjects["Sở Tư pháp"].agency) == "Sở Tư pháp"
        assert subjects["Sở Tư pháp"].doubt == ""
        district = subjects["Ủy ban nhân dân Hồng Bàng"]
        assert str(district.agency) == "Ủy ban nhân dân quận Hồng Bàng"
        assert "Hãy xác nhận" in district.doubt
        assert subjects["Sở Ngoại vụ"].agency is None  # that of another place
        assert "Danh mục cơ quan không có “Sở Ngoại vụ”" in subjects["Sở Ngoại vụ"].doubt
        assert programme.standing_agency == register.standing
        office = Seat.objects.get(programme=programme, kind="support", agency_name__startswith="Văn phòng")
        assert str(office.agency) == "Văn phòng Ủy ban nhân dân thành phố Hải Phòng"


def test_outline_ties_ratios_to_counts(register: Cast) -> None:
    programme = run(register)
    with acting_as(SYSTEM):
        outline = Outline.objects.get(programme=programme)
        assert (outline.version, outline.state, outline.data_period_start) == (1, "draft", date(2024, 1, 1))
        nodes = list(Node.objects.filter(outline=outline).select_related("numerator", "denominator", "area"))
        tied = [n for n in nodes if n.kind == NodeKind.RATIO and n.numerator]
        untied = [n for n in nodes if n.kind == NodeKind.RATIO and not n.numerator]
        assert (len(tied), len(untied)) == (5, 7)
        assert all(n.denominator and n.numerator.text != n.denominator.text for n in tied)
        assert all("hãy chọn hoặc thêm tử số" in n.doubt for n in untied)
        areas = {n.text: n.area and n.area.number for n in nodes if n.kind == NodeKind.SECTION}
        assert areas["Cải cách thể chế"] == "1.2"
        assert areas["Cải cách tài chính công"] is None
        assert areas["Nâng cao chỉ số năng lực cạnh tranh (PCI)"] is None
        assert areas["Cải cách chế độ công vụ"] == "1.5"
        assert areas["CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH"] == "1.1"
        assert {tuple(n.audience) for n in nodes} == {()}  # the one audience of the sample is doubtful


def test_doubts_reach_their_rows(register: Cast) -> None:
    programme = run(register)
    with acting_as(SYSTEM):
        read = programme.source.reading["doubts"]
        rows = [
            row
            for model in (FieldSource, Subject, Seat, Node, Duty)
            for row in model.objects.filter(programme=programme)
        ]
        for doubt in read:
            here = [row for row in rows if row.span_start == doubt["span"][0]]
            in_another_words = bool(here) and all(isinstance(row, Subject) and row.doubt for row in here)
            assert any(doubt["reason"] in row.doubt for row in rows) or in_another_words, doubt


def test_importer_becomes_coordinator_and_trail_tells(register: Cast) -> None:
    programme = run(register)
    with acting_as(SYSTEM):
        grant = Grant.objects.get(programme_id=programme.pk)
        assert (grant.user_id, grant.role) == (register.user("starter").pk, "coordinator")
        actions = set(Event.objects.filter(programme_id=programme.pk).values_list("action", flat=True))
        assert {"programme.import", "role.give"} <= actions


def test_system_imports_without_a_role(register: Cast) -> None:
    with acting_as(SYSTEM) as actor:
        programme = import_plan(DATA, "a.txt", by=actor, now=NOW)
        assert not Grant.objects.filter(programme_id=programme.pk).exists()


def test_same_file_twice(register: Cast) -> None:
    programme = run(register)
    with pytest.raises(AlreadyImported) as error:
        run(register)
    assert error.value.programme_id == programme.pk
    with acting_as(SYSTEM):
        give(register.user("stranger"), "coordinator")
    with pytest.raises(AlreadyImported) as error:
        run(register, "stranger")
    assert error.value.programme_id is None


def test_same_plan_in_another_file_needs_a_word(register: Cast) -> None:
    first = run(register)
    with pytest.raises(SamePlan) as error:
        run(register, data=DATA + b"\n")
    assert error.value.programme_id == first.pk
    assert run(register, data=DATA + b"\n", allow_same=True).pk != first.pk


def test_refusals(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused):
        run(cast, "member")
    with pytest.raises(UnreadableFile):
        run(cast, data=b"")
    with pytest.raises(NotAPlan):
        run(cast, data="Công thức nấu phở bò gia truyền của bà ngoại. ".encode() * 20)
    settings.CONFIG = settings.CONFIG.model_copy(update={"plan_max_bytes": 1024**2})
    with pytest.raises(DomainError, match="lớn hơn 1 MB"):
        run(cast, data=b"a" * (1024**2 + 1))
    with acting_as(SYSTEM):
        assert Programme.objects.count() == 3


def test_import_takes_few_queries(register: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with acting_as(register.actor("starter")) as actor, django_assert_max_num_queries(160):
        import_plan(DATA, "a.txt", by=actor, now=NOW)
    with acting_as(register.actor("starter")) as actor, django_assert_max_num_queries(60):
        import_plan(DATA + b"\n", "b.txt", by=actor, now=NOW, allow_same=True)  # its documents are known
