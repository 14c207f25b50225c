"""The team as it is made: requests for nominations, nominations, members, their acts and interests (T1–T3).

Plan 97, III.2a, IV.1, IV.2. The frame (which offices and agencies) is `programmes.Seat`; this room holds the persons.
Who covers which area at which visit is `schedules.Assignment`, since it needs the visit.
"""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel, pair
from soat.people.models import Agency, Person
from soat.programmes.models import Area, Programme, SeatKind


def kind_label(kind: str) -> str:
    """What somebody is in the team: the name of the seat, without the verb of the support group's."""
    return gettext("Tổ giúp việc") if kind == SeatKind.SUPPORT else SeatKind(kind).label


class Settings(BaseModel):
    """What a programme decides about its team. `recusal_years`: how long a former post bars (T3)."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="team_settings")
    recusal_years = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(recusal_years__lte=40), name="teams_settings_years")
        ]

    def __str__(self) -> str:
        return f"Đoàn kiểm tra, {self.programme}"


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, actor: Actor) -> RequestQuerySet:
        return cast(RequestQuerySet, visible(self, actor, "nomination.view", agency="agency_id"))


class Request(BaseModel):
    """An agency is asked to name `wanted` persons by the end of `due_on`."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="nomination_requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=SeatKind.choices)
    wanted = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()
    note = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            pair("teams_request", "closed"),
            models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=50), name="teams_request_wanted"),
            models.UniqueConstraint(
                fields=["programme", "agency", "kind"],
                condition=Q(closed_at__isnull=True),
                name="teams_request_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Đề nghị {self.agency} cử người: {kind_label(self.kind)}"


class NominationState(Choices):
    PROPOSED = "proposed", gettext_lazy("Chờ xem")
    ACCEPTED = "accepted", gettext_lazy("Đã nhận")
    DECLINED = "declined", gettext_lazy("Đề nghị cử người khác")
    WITHDRAWN = "withdrawn", gettext_lazy("Cơ quan đã rút")


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, actor: Actor) -> NominationQuerySet:
        return cast(NominationQuerySet, visible(self, actor, "nomination.view", agency="agency_id"))


class Nomination(BaseModel):
    """A person named by her agency in answer to a request. `reason`: why it was declined or withdrawn."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="nominations")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="nominations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=150)
    position = models.CharField(max_length=150)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    state = models.CharField(max_length=12, choices=NominationState.choices, default=NominationState.PROPOSED)
    reason = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            pair("teams_nomination", "decided"),
            models.CheckConstraint(
                condition=Q(state__in=NominationState.values), name="teams_nomination_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("declined", "withdrawn")) | ~Q(reason=""),
                name="teams_nomination_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.position}"


class MemberState(Choices):
    LISTED = "listed", gettext_lazy("Chờ quyết định")
    SERVING = "serving", gettext_lazy("Đang tham gia")
    SUSPENDED = "suspended", gettext_lazy("Tạm dừng")
    ENDED = "ended", gettext_lazy("Đã thôi")


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, actor: Actor) -> MemberQuerySet:
        return cast(MemberQuerySet, visible(self, actor, "team.view"))


class Member(BaseModel):
    """A person in the team or its support group, from `serves_from` to the end of `serves_to` (null: open).

    `decision`: number and date of the paper that appointed her, "" while she is only listed.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=SeatKind.choices)
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=MemberState.choices, default=MemberState.LISTED)
    decision = models.CharField(max_length=200, blank=True)
    serves_from = models.DateField(null=True, blank=True)
    serves_to = models.DateField(null=True, blank=True)
    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="member"
    )
    listed_at = models.DateTimeField()
    listed_by = models.UUIDField()

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["listed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MemberState.values), name="teams_member_state"),
            models.CheckConstraint(
                condition=Q(state="listed")
                | Q(state="ended")
                | (~Q(decision="") & Q(serves_from__isnull=False)),
                name="teams_member_decided",
            ),
            models.CheckConstraint(
                condition=Q(serves_from__isnull=True)
                | Q(serves_to__isnull=True)
                | Q(serves_to__gte=F("serves_from")),
                name="teams_member_span",
            ),
            models.UniqueConstraint(
                fields=["programme", "person"], condition=~Q(state="ended"), name="teams_member_once"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(kind="head") & ~Q(state="ended"),
                name="teams_member_one_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {kind_label(self.kind)}"


class ActKind(Choices):
    APPOINT = "appoint", gettext_lazy("Quyết định thành lập")
    REPLACE = "replace", gettext_lazy("Thay người")
    EXTEND = "extend", gettext_lazy("Gia hạn")
    SUSPEND = "suspend", gettext_lazy("Tạm dừng")
    RESUME = "resume", gettext_lazy("Tham gia trở lại")
    END = "end", gettext_lazy("Thôi tham gia")


class ActQuerySet(models.QuerySet["Act"]):
    def visible_to(self, actor: Actor) -> ActQuerySet:
        return cast(ActQuerySet, visible(self, actor, "team.view"))


class Act(BaseModel):
    """What changed a member's place, why and by which paper (T2). Never changed, never removed."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=12, choices=ActKind.choices)
    on = models.DateField()
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200)
    successor = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField()
    done_by = models.UUIDField()

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["done_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="appoint") | ~Q(reason=""), name="teams_act_reason"),
            models.CheckConstraint(
                condition=~Q(kind="replace") | Q(successor__isnull=False), name="teams_act_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member}"


class CompetenceQuerySet(models.QuerySet["Competence"]):
    def visible_to(self, actor: Actor) -> CompetenceQuerySet:
        return cast(CompetenceQuerySet, visible(self, actor, "team.view"))


class Competence(BaseModel):
    """A member can check a content area; the solver covers each visit's areas from these."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="competences")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "area"], name="teams_competence_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.area}"


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, actor: Actor) -> InterestQuerySet:
        return cast(InterestQuerySet, visible(self, actor, "team.view"))


class Interest(BaseModel):
    """A person declares that she must not inspect an agency (T3): kin, property, a former case."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["declared_at", "id"]
        constraints = [
            pair("teams_interest", "withdrawn"),
            models.CheckConstraint(condition=~Q(reason=""), name="teams_interest_reason"),
            models.UniqueConstraint(
                fields=["programme", "person", "agency"],
                condition=Q(withdrawn_at__isnull=True),
                name="teams_interest_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.agency}"
