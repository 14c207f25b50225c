"""The catalogue of every address of the site: which right each method needs, and how to make one from the cast.

`tests/test_access.py` holds each against the permission table, `tests/bench` times those that open by GET,
`tests/browser` looks at them with axe. An address that is missing here fails the access test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import reverse
from tests import records
from tests.cast import Cast

from soat.access.actor import Actor
from soat.people.models import Agency
from soat.programmes.models import Programme

# open: guests too · signed_in: everybody with an account · everywhere: the action, bound to no programme
# anywhere: the action in any programme · programme: on some of its rows · whole: on all of them
# record: whoever may see the record, whose agency or programme says so
Kind = Literal["open", "signed_in", "everywhere", "anywhere", "programme", "whole", "record"]
Body = dict[str, Any]
Seen = Callable[[Actor, Programme, Agency], bool]
NO = "-"  # this method is not answered


@dataclass(frozen=True)
class Address:
    """`get`, `post`: the action that the method needs; "" none, NO not answered.

    `seen`: who knows the record; everybody else gets 404. `state`: the right is that of this state of the
    programme, whatever state it is in: what she finds then is told by the page, or is a conflict.
    """

    name: str
    kind: Kind
    get: str = NO
    post: str = NO
    body: Body | Callable[[Cast, Programme], Body] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    fixed: Body = field(default_factory=dict)
    seen: Seen | None = None
    state: str = ""
    is_page: bool = True
    of_draft: bool = False
    of_sysadmin: bool = False

    @property
    def of_programme(self) -> bool:
        """The address begins with the programme, whoever does not know it gets 404."""
        room = self.name.partition(":")[0]
        return room in ("programmes", "teams", "papers", "schedules") and self.kind in (
            "programme",
            "whole",
            "record",
        )

    @property
    def methods(self) -> dict[str, str]:
        return {m: action for m, action in (("get", self.get), ("post", self.post)) if action != NO}


def of_the_coordinator(actor: Actor, programme: Programme, agency: Agency) -> bool:
    """The record is hers alone."""
    return actor.name == "Đỗ Thị Hòa"


def on_agency(action: str) -> Seen:
    """The record is an agency's in a programme."""

    def seen(actor: Actor, programme: Programme, agency: Agency) -> bool:
        return actor.may(action, programme_id=programme.pk, state=programme.state, agency_id=agency.pk)

    return seen


def in_trail(actor: Actor, programme: Programme, agency: Agency) -> bool:
    """An event of the agency in a programme: for who has a part in the programme, not for the administrator."""
    own = any(held.programme_id == programme.pk for held in actor.holdings)
    return own and on_agency("trail.view")(actor, programme, agency)


def in_directory(actor: Actor, programme: Programme, agency: Agency) -> bool:
    """An officer of the agency, without an account."""
    return actor.may("person.view") or any(
        actor.may("person.view", programme_id=held.programme_id, agency_id=held.agency_id)
        for held in actor.holdings
        if agency.pk in held.agencies
    )


def _team(name: str, get: str = NO, post: str = NO, body: Any = None, *needs: str, **more: Any) -> Address:
    """A page or a step of the team; what an agency was asked for is a record of the agency."""
    kind: Kind = "record" if "seen" in more else "programme"
    return Address(f"teams:{name}", kind, get, post, body or {}, needs, is_page=get != NO, **more)


def _page(name: str, get: str, post: str = NO, **more: Any) -> Address:
    return Address(f"programmes:{name}", "programme", get, post, **more)


def _step(name: str, action: str, body: Any = None, *needs: str, **more: Any) -> Address:
    return Address(
        f"programmes:{name}", "programme", post=action, body=body or {}, needs=needs, is_page=False, **more
    )


def _all(name: str, get: str, post: str = NO, *needs: str, **more: Any) -> Address:
    return Address(name, "everywhere", get, post, needs=needs, is_page=get != NO, **more)


def _visit(name: str, get: str, post: str, body: Any = None) -> Address:
    """An address of a visit that its unit was told of."""
    return Address(f"schedules:{name}", "record", get, post, body or {}, ("visit_id",),
                   seen=on_agency("visit.view"), is_page=get != NO)  # fmt: skip


def _run(name: str, get: str, post: str = NO, body: Any = None) -> Address:
    """A run of the solver, which is not there for who does not decide on surprises."""
    return Address(f"schedules:{name}", "whole", get, post, body or {}, ("run_id",), is_page=name == "run")


def _paper(name: str, get: str = NO, post: str = NO, body: Any = None, **more: Any) -> Address:
    """An address of an issued paper for the unit; with `draft`, of a draft."""
    need, action = ("draft_id", "paper.drafts") if more.pop("draft", False) else ("paper_id", "paper.view")
    page = more.pop("is_page", get != NO)
    return Address(f"papers:{name}", "record", get, post, body or {}, (need,), seen=on_agency(action),
                   is_page=page, **more)  # fmt: skip


def _secret(name: str, body: Any = None) -> Address:
    """A decision on a surprise, which is not there for who does not decide."""
    action = "surprise.open" if name == "open" else "surprise.approve"
    return Address(f"schedules:surprise_{name}", "whole", NO, action, body or {}, ("surprise_id",),
                   seen=_SECRET, is_page=False)  # fmt: skip


def on_part(action: str) -> Seen:
    """The record is seen by whoever may do `action` on some rows of the programme."""

    def seen(actor: Actor, programme: Programme, _agency: Agency) -> bool:
        return any(
            actor.may(action, programme_id=programme.pk, state=programme.state, agency_id=held.agency_id)
            for held in actor.holdings
            if held.programme_id == programme.pk
        )

    return seen


def _part(name: str, seen: str, get: str, post: str, needs: tuple[str, ...], body: Any = None) -> Address:
    """A page or step of a theme, a draw or a vehicle."""
    return Address(f"schedules:{name}", "programme", get, post, body or {}, needs, seen=on_part(seen),
                   is_page=get != NO)  # fmt: skip


_SECRET = on_agency("surprise.view")
_DRAFTS = on_agency("paper.drafts")
_THEME, _OVERLAP, _DRAW = ("theme_id",), ("theme_id", "overlap_id"), ("draw_id",)
_FIRST = {"part": "muc-dich"}
_EXTENDED: Body = {"until": "31/12/2030", "document": "1/QĐ-UBND", "reason": "Kéo dài."}
_NODE: Body = {"revision": "0"}
_INVITED = {"full_name": "Phạm Thị Mới", "email": "moi@soat.example", "role": "member"}
_DUTY = {"text": "Gửi báo cáo.", "party": "Các đơn vị", "owner": "units"}
_OWN = on_agency("question.view")
_ASKED = on_agency("nomination.view")
_WISHES: Body = {"preset": "balanced", "subteams": "2", "seconds": "10"}
_REASON = {"reason": "Đổi người."}

PROGRAMME = (
    _page("overview", "programme.view"),
    _page("start", "programme.start", "programme.start", state="draft", of_draft=True),
    _step("close", "programme.close", state="running"),
    _page("extend", "programme.extend", "programme.extend", body=_EXTENDED, of_draft=False),
    _step("discard", "programme.discard", {"reason": "Nhập nhầm."}, state="draft"),
    _step("restore", "programme.restore", state="discarded"),
    _page("review", "programme.source", of_draft=True),
    _step("subjects_later", "programme.review", {"later": "1"}, state="draft"),
    _step("unplaced", "programme.review", {"step": "note"}, "left_id", state="draft"),
    _page("review_add", "programme.review", "programme.review", body={"text": "Rà soát."}, fixed=_FIRST, of_draft=True),
    _step("review_confirm", "programme.review", fixed=_FIRST, state="draft"),
    Address(
        "programmes:review_row", "programme", "programme.source", "programme.review", records.seen_row,
        ("row_id",), _FIRST, state="draft", is_page=False,
    ),
    _page("outline", "outline.view", of_draft=True),
    _page("outline_preview", "outline.view"),
    Address("programmes:outline_versions", "whole", "outline.view"),
    _step("outline_start", "outline.edit"),
    _step("outline_issue", "outline.edit"),
    _step("outline_discard", "outline.edit"),
    _page("outline_head", "outline.edit", "outline.edit", body={"title": "Đề cương"}, of_draft=True),
    _step("outline_add", "outline.edit", {"kind": "section", "text": "Mục mới", "place": "top"}),
    _step("outline_checks", "outline.edit"),
    _step("outline_node", "outline.edit", {**_NODE, "kind": "narrative", "text": "Chỉ đạo"}, "code"),
    _step("outline_move", "outline.edit", {**_NODE, "direction": "up"}, "code"),
    _step("outline_put", "outline.edit", records.target, "code"),
    _step("outline_remove", "outline.edit", {**_NODE, "confirmed": "1"}, "code"),
    _step("outline_confirm", "outline.edit", _NODE, "code"),
    _step("outline_counts", "outline.edit", _NODE, "code"),
    Address("programmes:outline_export", "whole", "outline.view", is_page=False),
    _page("outline_import", "outline.edit", "outline.edit", of_draft=True),
    _step("outline_apply", "outline.edit"),
    Address("programmes:people", "whole", "role.view", "role.give", _INVITED),
    _step("invitation_step", "role.give", {"step": "resend"}, "invitation_id"),
    _step("grant_end", "role.give", {}, "grant_id"),
    _page("subjects", "subject.view"),
    _page("subject_add", "subject.manage", "subject.manage", body=records.added_subject),
    Address("programmes:subject_end", "record", "subject.manage", "subject.manage", {"reason": "Điều chỉnh."},
            ("subject_row",), seen=on_agency("subject.view")),
    _page("duties", "duty.view", "duty.manage", body={"step": "set", "due_on": "1/12/2026"}),
    _page("duty_add", "duty.manage", "duty.manage", body=_DUTY),
    Address("programmes:duty", "record", "", "duty.report", {"step": "report", "evidence": "Báo cáo số 1."},
            ("duty_id",), seen=on_agency("duty.view")),
    Address("programmes:duty_file", "record", "", needs=("duty_id", "file_id"), seen=on_agency("duty.view"),
            is_page=False),
    Address("programmes:duty_file_remove", "record", NO, "duty.report", needs=("duty_id", "file_id"),
            seen=on_agency("duty.view"), is_page=False),
    _page("questions", "question.view"),
    _step("question_ask", "question.ask", {"text": "Vướng mắc."}),
    _step("question_answer", "question.answer", {"answer": "Trả lời."}, "question_id", seen=_OWN),
    _team("team", "nomination.view"),
    _team("ask", "nomination.request", "nomination.request", {"due_on": "1/3/2027"}),
    _team("request", "", "nomination.propose", {"full_name": "Lê Thị Mới"}, "request_id", seen=_ASKED),
    _team("request_close", NO, "nomination.request", None, "request_id", seen=_ASKED),
    _team("nomination_decide", NO, "nomination.decide", {"step": "accept"}, "nomination_id", seen=_ASKED),
    _team("nomination_withdraw", NO, "nomination.propose", _REASON, "nomination_id", seen=_ASKED),
    Address("schedules:calendar", "programme", "visit.view"),
    Address("schedules:announced", "whole", "schedule.public"),
    Address("schedules:visits", "whole", "schedule.view"),
    Address("schedules:plan", "whole", "schedule.plan", "schedule.plan"),
    Address("schedules:runs", "whole", "schedule.runs", "schedule.plan", _WISHES),
    _run("run", "schedule.runs"),
    _run("run_progress", "schedule.runs"),
    _run("run_step", NO, "schedule.plan", {"step": "discard"}),
    _visit("visit_mend", NO, "schedule.plan"),
    Address("schedules:add", "whole", "schedule.plan", "schedule.plan"),
    Address("schedules:themes", "programme", "theme.view"),
    Address("schedules:theme_register", "programme", "schedule.theme", "schedule.theme"),
    _part("theme", "theme.view", "", NO, _THEME),
    _part("theme_withdraw", "theme.view", NO, "schedule.theme", _THEME, _REASON),
    _part("theme_drop", "theme.view", NO, "schedule.theme", _OVERLAP),
    _part("theme_merge", "theme.view", NO, "schedule.plan", _OVERLAP),
    _part("theme_allow", "theme.view", NO, "schedule.override", _OVERLAP, _REASON),
    Address("schedules:draws", "programme", "draw.view"),
    Address("schedules:draw_seal", "whole", "draw.hold", "draw.hold"),
    _part("draw", "draw.view", "", NO, _DRAW),
    _part("draw_hold", "draw.view", NO, "draw.hold", _DRAW),
    _part("draw_cancel", "draw.view", NO, "draw.hold", _DRAW, _REASON),
    _part("draw_apply", "draw.view", NO, "draw.hold", _DRAW),
    Address("schedules:draw_protocol", "programme", "", needs=_DRAW, seen=on_part("draw.view"), is_page=False),
    Address("schedules:vehicles", "whole", "schedule.view", "schedule.plan"),
    Address("schedules:vehicle_week", "whole", "schedule.view"),
    _part("vehicle", "schedule.view", "schedule.plan", "schedule.plan", ("vehicle_id",)),
    _part("vehicle_use", "schedule.view", NO, "schedule.plan", ("vehicle_id",), {"step": "retire"}),
    Address("schedules:absences", "whole", "schedule.view", "absence.declare"),
    Address("schedules:absence_remove", "whole", NO, "absence.declare", needs=("absence_id",), is_page=False),
    Address("schedules:blackouts", "programme", "blackout.view", "blackout.ask"),
    Address("schedules:blackout_remove", "whole", NO, "schedule.plan", needs=("blackout_id",), is_page=False),
    Address("schedules:blackout_answer", "record", NO, "schedule.plan", {"step": "accept"}, ("request_asked",),
            seen=on_agency("blackout.view"), is_page=False),
    Address("schedules:merges", "whole", "schedule.view", "schedule.plan"),
    Address("schedules:surprises", "whole", "surprise.view", seen=_SECRET),
    Address("schedules:propose", "whole", "surprise.propose", "surprise.propose", seen=_SECRET),
    _secret("approve"),
    _secret("refuse", {"reason": "Chưa cần."}),
    _secret("open", {"place": "Trụ sở"}),
    _visit("visit", "", NO),
    _visit("visit_move", NO, "schedule.plan", {"day": "6/11/2026", "half": "am"}),
    _visit("visit_change", NO, "schedule.plan", {"step": "detail", "vehicle": ""}),
    _visit("visit_crew", NO, "schedule.plan"),
    _visit("visit_notify", NO, "visit.notify"),
    _visit("notice_issue", NO, "visit.notify"),
    Address("schedules:notice_preview", "record", "visit.notify", needs=("visit_id",), fixed={"suffix": "pdf"},
            seen=on_agency("visit.view"), is_page=False),
    Address("schedules:notices_issue", "whole", NO, "visit.notify", is_page=False),
    _visit("visit_again", NO, "schedule.override"),
    _team("members", "team.view", "team.manage", {"document": "1/QĐ", "on": "1/3/2026"}),
    _team("member_add", "team.manage", "team.manage", {"kind": "member"}),
    _team("member_place", "team.manage", "team.manage", None, "member_id"),
    _team("member", "team.view", "team.manage", {"act": "end"}, "member_id"),
    Address("teams:decision", "whole", NO, "paper.draft", fixed={"kind": "quyet-dinh-doan"}, is_page=False),
    Address("teams:letter", "record", NO, "paper.draft", needs=("request_id",), seen=_ASKED, is_page=False),
    Address("teams:decision_issue", "record", NO, "paper.issue", needs=("draft_id",), seen=_DRAFTS, is_page=False),
    Address("papers:papers", "programme", "paper.view"),
    Address("papers:compose", "whole", "paper.draft", "paper.draft"),
    _paper("paper", ""),
    _paper("file", "", fixed={"suffix": "pdf"}, is_page=False),
    _paper("edit", "paper.draft", "paper.draft", draft=True),
    _paper("preview", NO, "paper.draft", draft=True),
    _paper("issue", NO, "paper.issue", draft=True),
    _paper("discard", NO, "paper.draft", draft=True),
    _paper("revoke", NO, "paper.issue"),
    Address("papers:batch", "whole", "paper.drafts", needs=("batch_id",), is_page=False),
    Address("papers:register", "whole", "number.view"),
    Address("papers:export", "whole", "number.view", fixed={"suffix": "csv"}, is_page=False),
    Address("papers:take", "whole", "number.take", "number.take"),
    Address("papers:begin", "whole", NO, "number.take", is_page=False),
    Address("papers:number", "whole", "", "number.take", needs=("number_id",), seen=on_agency("number.view")),
    Address("papers:wordings", "whole", "paper.drafts"),
    Address("papers:wording", "whole", "paper.drafts", "paper.template", {"step": "save"},
            fixed={"key": "don-doc"}),
    Address("papers:wording_preview", "whole", NO, "paper.drafts", fixed={"key": "don-doc"}, is_page=False),
    _team("competences", "team.view", "team.manage"),
    _team("interests", "team.view", "interest.declare", {"reason": "Người thân."}),
    _team("years", NO, "team.manage", {"recusal_years": "2"}),
    _team("interest_withdraw", NO, "interest.declare", _REASON, "interest_id"),
    Address("portal:trail_of", "record", "", needs=("subject_id",), seen=in_trail),
    Address("portal:accept", "open", "", "", {"password": "Mua-thu-2026-nhe", "again": "Mua-thu-2026-nhe"},
            ("token",)),
)  # fmt: skip
OTHERS = (
    Address("portal:my_work", "signed_in", ""),
    Address("portal:permissions", "signed_in", ""),
    Address("portal:trail", "signed_in", ""),
    Address("portal:health", "open", "", is_page=False),
    Address("accounts:profile", "signed_in", "", "", {"full_name": "Phạm Thị Mới"}),
    Address("inbox:list", "signed_in", ""),
    Address("inbox:settings", "signed_in", "", ""),
    Address("inbox:all_read", "signed_in", NO, ""),
    Address("inbox:open", "record", "", needs=("message_id",), seen=of_the_coordinator, is_page=False),
    Address("accounts:language", "open", NO, "", {"language": "en"}, is_page=False),
    Address("accounts:address", "signed_in", "", "", is_page=False),
    Address("accounts:address_confirm", "signed_in", "", "", fixed={"token": "x"}, is_page=False),
    Address("programmes:list", "signed_in", ""),
    Address("papers:verify", "open", "", "", needs=("paper_id",)),
    Address("schedules:my_themes", "signed_in", ""),
    Address("schedules:feeds", "signed_in", "", "", body={"step": "make"}),
    Address("schedules:feed", "open", "", fixed={"token": "lich-coordinator"}, is_page=False),
    _all("schedules:days", "agency.view"),
    _all("schedules:day_add", NO, "calendar.edit",
         body={"day": "8/9/2026", "working": "0", "name": "Bão", "source": "Công điện"}),
    _all("schedules:day_remove", NO, "calendar.edit", "day_id"),
    _all("programmes:import", "programme.import", "programme.import"),
    Address("programmes:agencies", "everywhere", "agency.view", is_page=False),
    _all("accounts:list", "account.view", of_sysadmin=True),
    _all("accounts:invite", "role.give", "role.give", body={**_INVITED, "role": "coordinator"}, of_sysadmin=True),
    _all("accounts:account", "account.view", NO, "user", of_sysadmin=True),
    _all("accounts:lock", NO, "account.manage", "user", body={"reason": "Nghỉ việc."}),
    _all("accounts:second_step", NO, "account.manage", "user", body={"reason": "Mất điện thoại."}),
    _all("accounts:give_role", NO, "role.give", "user", body={"role": "coordinator"}),
    _all("accounts:invitation_step", NO, "role.give", "standing_invitation", body={"step": "resend"}),
    _all("accounts:end_grant", NO, "role.give", "standing_grant"),
    _all("background:list", "job.view", of_sysadmin=True),
    _all("background:step", NO, "job.manage", body={"step": "again"}, fixed={"number": 0}),
    _all("legal:list", "legal.view"),
    _all("legal:document", "legal.view", NO, "document"),
    Address("legal:file", "everywhere", "legal.view", needs=("document",), is_page=False),
    Address("legal:file_version", "everywhere", "legal.view", needs=("document",), fixed={"number": 1}, is_page=False),
    _all("legal:add", "legal.edit", "legal.edit", body={"number": "12/2026/NĐ-CP"}),
    _all("legal:edit", "legal.edit", "legal.edit", "document", body={"number": "30/2020/NĐ-CP", "title": "Văn thư"}),
    _all("legal:file_add", NO, "legal.edit", "document"),
    _all("legal:load", "legal.edit", "legal.edit"),
    Address("legal:template", "signed_in", "", is_page=False),
    _all("legal:relation_add", "legal.edit", "legal.edit", "document",
         body={"direction": "out", "kind": "amends", "other": "61/2018/NĐ-CP"}),
    _all("legal:relation_remove", NO, "legal.edit", "relation_source", "relation_id", body={"reason": "Nhầm."}),
    _all("people:list", "agency.view"),
    _all("people:agency", "agency.view", NO, "agency"),
    _all("people:add", "agency.edit", "agency.edit",
         body={"name": "Sở Mới", "kind": "department", "level": "province"}),
    _all("people:edit", "agency.edit", "agency.edit", "agency",
         body={"name": "Sở Du lịch", "kind": "department", "level": "province"}),
    _all("people:end", "agency.edit", "agency.edit", "agency", body={"on": "1/3/2027", "reason": "Giải thể."}),
    _all("people:succession", "agency.edit", "agency.edit", body=records.succession),
    _all("people:load", "agency.edit", "agency.edit"),
    Address("people:template", "signed_in", "", fixed={"name": "co-quan"}, is_page=False),
    Address("people:choices", "everywhere", "agency.view", is_page=False),
    Address("people:persons", "anywhere", "person.view"),
    Address("people:person", "record", "", needs=("person",), seen=in_directory),
    _all("people:person_add", "person.edit", "person.edit", body={"full_name": "Phạm Thị Mới"}),
    Address("people:person_edit", "record", "person.edit", "person.edit", {"full_name": "Phạm Thị Mới"},
            ("person",), seen=in_directory),
    Address("people:person_move", "record", "person.edit", "person.edit", {"on": "1/3/2026"}, ("person",),
            seen=in_directory),
)  # fmt: skip
# Sign-in pages of django-allauth: open to guests, or about the account of whoever is signed in.
SIGN_IN_OPEN: dict[str, Body] = {
    "account_login": {},
    "account_signup": {},
    "account_inactive": {},
    "account_reset_password": {},
    "account_reset_password_done": {},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
    "account_reset_password_from_key_done": {},
    "account_logout": {},
    "mfa_authenticate": {},
    "mfa_login_webauthn": {},
    "socialaccount_login_cancelled": {},
    "socialaccount_login_error": {},
    "socialaccount_signup": {},
    "openid_connect_login": {"provider_id": "khong-co"},
    "openid_connect_callback": {"provider_id": "khong-co"},
}
SIGN_IN_OWN: dict[str, Body] = {
    "account_reauthenticate": {},
    "account_change_password": {},
    "account_set_password": {},
    "mfa_index": {},
    "mfa_reauthenticate": {},
    "mfa_activate_totp": {},
    "mfa_deactivate_totp": {},
    "mfa_view_recovery_codes": {},
    "mfa_generate_recovery_codes": {},
    "mfa_download_recovery_codes": {},
    "mfa_list_webauthn": {},
    "mfa_add_webauthn": {},
    "mfa_reauthenticate_webauthn": {},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "usersessions_list": {},
    "socialaccount_connections": {},
}


def url_of(address: Address, cast: Cast, programme: Programme, unit: Any = None) -> str:
    """The address for a programme of the cast, its records taken from there; `unit`: whose record."""
    kwargs = dict(address.fixed)
    if address.of_programme:
        kwargs["pk"] = programme.pk
    for need in address.needs:
        find, name = records.FINDERS[need]
        kwargs[name or need] = find(cast, programme, unit or cast.unit)
    return reverse(address.name, kwargs=kwargs)


def body_of(address: Address, cast: Cast, programme: Programme) -> Body:
    return address.body(cast, programme) if callable(address.body) else address.body


PAGES = [address for address in (*OTHERS, *PROGRAMME) if address.is_page and address.get != NO]


def page_url(address: Address, cast: Cast) -> str:
    """A page as its coordinator (or the administrator) opens it."""
    return url_of(address, cast, cast.draft if address.of_draft else cast.ours, cast.unit)


def pages(cast: Cast) -> list[tuple[str, str]]:
    """Name and address of every page that opens by GET for the coordinator of the cast."""
    return [(address.name, page_url(address, cast)) for address in PAGES if not address.of_sysadmin]
