"""Who can check which content area: boxes of member × area, saved together (T1).

The solver covers the areas of each visit from these.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from soat.access.views import signed_in
from soat.common.errors import Conflict
from soat.programmes.models import Area
from soat.teams.models import Member
from soat.teams.selectors import members as read
from soat.teams.selectors.members import office
from soat.teams.services import members as write
from soat.teams.views.frame import desk_for

_ROWS = 40  # members on a page: a form holds at most 1,000 fields


@require_http_methods(["GET", "POST"])
@signed_in
def competences(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The boxes; a save that crosses another's keeps hers ticked and says so."""
    desk = desk_for(request, pk, "team.view")
    if request.method == "POST":
        desk.require("team.manage")
    areas = list(Area.objects.filter(programme=desk.programme).order_by("order", "id"))
    page = Paginator(read.standing(desk.programme), _ROWS).get_page(request.GET.get("page"))
    held = write.held_areas(list(page))
    conflict = ""
    if request.method == "POST":
        wanted = _wanted(request.POST.getlist("held"), page, areas)
        seen = request.POST.get("seen", "")
        try:
            changed = write.set_matrix(wanted, seen=seen, by=desk.actor, now=timezone.now())
        except Conflict as error:
            conflict, seen = error.message, write.fingerprint(held)
            held = {member.pk: {area.pk for area in chosen} for member, chosen in wanted.items()}
        else:
            messages.success(request, f"Đã lưu lĩnh vực của {changed} người.")
            return redirect(f"{reverse('teams:competences', args=[pk])}?page={page.number}")
    else:
        seen = write.fingerprint(held)
    context = desk.context(
        "competences",
        areas=areas,
        rows=_rows(page, areas, held),
        page=page,
        seen=seen,
        conflict=conflict,
        uncovered=_uncovered(desk.programme.pk, areas) if page.paginator.count else [],
    )
    return render(request, "teams/competences.html", context)


def _rows(
    page: Page[Member], areas: list[Area], held: dict[UUID, set[UUID]]
) -> list[tuple[Member, str, list[tuple[Area, str, bool]]]]:
    """Each member with her boxes: area, value of the box, whether ticked."""
    return [
        (
            member,
            office(member),
            [(area, f"{member.pk}:{area.pk}", area.pk in held.get(member.pk, ())) for area in areas],
        )
        for member in page
    ]


def _wanted(values: list[str], page: Page[Member], areas: list[Area]) -> dict[Member, list[Area]]:
    """What was ticked among the boxes of the page; what is no box of it is left out."""
    ticked = set(values)
    return {member: [area for area in areas if f"{member.pk}:{area.pk}" in ticked] for member in page}


def _uncovered(programme_id: UUID, areas: list[Area]) -> list[Area]:
    """Areas that nobody in the team can check."""
    covered = read.covered_areas(programme_id)
    return [area for area in areas if area.pk not in covered]
