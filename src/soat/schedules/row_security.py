"""Who reads and writes which rows of visits in time, themes, draws and runs (P4, S5–S9).

Read by `access.enforce`. A surprise stays with those who decide and its crew until opened, as do the runs that weigh it
and its draw. A member writes her own absences. A thematic lead sees the visits that her inspections were merged into;
she may give up an overlap but neither merge nor allow it. A feed is its person's alone.
"""

from soat.access.policies import any_unit, clauses, protect, raw, unit, whole

_LEAD = unit("schedule.theme", "lead_agency_id")
_LED = f"({_LEAD} AND kind = 'thematic')"
_TOLD = "(state IN ('notified', 'opened') OR (state = 'cancelled' AND notified_at IS NOT NULL))"
_OPEN_TO_ALL = "(kind <> 'surprise' OR state = 'opened')"
_VISITS = " OR ".join(
    (
        f"({whole('visit.view')} AND ({_OPEN_TO_ALL} OR id IN (SELECT schedules_my_visits())))",
        whole("surprise.view"),
        f"({unit('visit.view')} AND {_TOLD})",
        f"({unit('theme.view', 'lead_agency_id')} AND kind = 'thematic')",
        f"(id IN (SELECT schedules_joined_visits()) AND {_OPEN_TO_ALL})",
    )
)
_DECIDE = ("schedule.plan", "visit.notify", "surprise.propose", "surprise.approve", "surprise.open")
_SEEN = "visit_id IN (SELECT v.id FROM schedules_visit v)"
_THEMED = (
    "visit_id IN (SELECT v.id FROM schedules_visit v WHERE v.kind = 'thematic'"
    " AND (v.programme_id, v.lead_agency_id) IN "
    "(SELECT u.programme_id, u.agency_id FROM soat_units('schedule.theme') u))"
)
_PART = " OR ".join((whole("schedule.plan"), whole("schedule.override"), whole("surprise.propose"), _THEMED))
_ABSENCE = (
    f"{whole('schedule.plan')} OR "
    f"({whole('absence.declare')} AND member_id IN (SELECT schedules_my_memberships()))"
)
_ASKS = f"(({whole('blackout.ask')} OR {unit('blackout.ask')}) AND answered_at IS NULL)"

TABLES = (
    raw("schedules_visit", view=_VISITS, write=" OR ".join((*(whole(action) for action in _DECIDE), _LED))),
    *(
        raw(f"schedules_{t}", view=_SEEN, write=f"{_SEEN} AND ({_PART})")
        for t in ("content", "crew", "assignment")
    ),
    raw("schedules_notice", view=_SEEN, write=f"{_SEEN} AND ({whole('visit.notify')})"),
    protect("schedules_vehicle", view=["schedule.view"], write=["schedule.plan"]),
    raw("schedules_absence", view=clauses(["schedule.view"]), write=_ABSENCE),
    protect("schedules_blackout", view=["schedule.view"], write=["schedule.plan"]),
    raw(
        "schedules_run",
        view=f"({clauses(['schedule.runs'])})",
        write=clauses(["schedule.plan"]),
    ),
    raw(
        "schedules_draw",
        view=f"(kind = 'added' AND ({whole('draw.view')} OR {any_unit('draw.view')})) OR {whole('surprise.view')}",
        write=whole("draw.hold"),
        delete="false",
    ),
    raw(
        "schedules_calendarday",
        view=clauses(["agency.view"], programme=None),
        write=clauses(["calendar.edit"], programme=None),
    ),
    protect("schedules_feed", view=["account.edit"], write=["account.edit"], programme=None, owner="user_id"),
    protect(
        "schedules_theme", view=["theme.view"], write=["schedule.theme"], delete=[], agency="lead_agency_id"
    ),
    raw(
        "schedules_overlap",
        view=f"{whole('theme.view')} OR {unit('theme.view', 'lead_agency_id')}",
        write="false",
        insert=f"{whole('schedule.theme')} OR {whole('schedule.plan')} OR ({_LEAD} AND state = 'waiting')",
        update=f"{whole('schedule.plan')} OR {whole('schedule.override')}"
        f" OR ({_LEAD} AND state IN ('waiting', 'dropped'))",
    ),
    raw(
        "schedules_blackoutrequest",
        view=f"{whole('blackout.view')} OR {unit('blackout.view')}",
        write="false",
        insert=_ASKS,
        update=whole("schedule.plan"),
        delete=_ASKS,
    ),
)
