"""Visits in time under row-level security (P4, S7): a surprise stays with those who decide and its crew until opened."""

from pathlib import Path

from django.db import migrations

from soat.access.policies import clauses, protect, raw


def _of(action: str) -> str:
    return f"programme_id IN (SELECT soat_programmes('{action}'))"


def _units(action: str, agency: str) -> str:
    return f"(programme_id, {agency}) IN (SELECT u.programme_id, u.agency_id FROM soat_units('{action}') u)"


_TOLD = "(state IN ('notified', 'opened') OR (state = 'cancelled' AND notified_at IS NOT NULL))"
_THEME = _units("schedule.theme", "lead_agency_id")
_VIEW = " OR ".join(
    (
        f"({_of('visit.view')} AND (kind <> 'surprise' OR state = 'opened' OR id IN (SELECT schedules_my_visits())))",
        _of("surprise.view"),
        f"({_units('visit.view', 'agency_id')} AND {_TOLD})",
        f"({_THEME} AND kind = 'thematic')",
    )
)
_DECIDE = ("schedule.plan", "visit.notify", "surprise.propose", "surprise.approve", "surprise.open")
_WRITE = " OR ".join((*(_of(action) for action in _DECIDE), f"({_THEME} AND kind = 'thematic')"))
_SEEN = "visit_id IN (SELECT v.id FROM schedules_visit v)"
_THEMED = (
    "visit_id IN (SELECT v.id FROM schedules_visit v WHERE v.kind = 'thematic' AND (v.programme_id, v.lead_agency_id) IN "
    "(SELECT u.programme_id, u.agency_id FROM soat_units('schedule.theme') u))"
)
_PART = " OR ".join((_of("schedule.plan"), _of("schedule.override"), _of("surprise.propose"), _THEMED))


class Migration(migrations.Migration):
    dependencies = [("schedules", "0001_initial"), ("teams", "0002_security")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "following.sql").read_text(encoding="utf-8")),
        raw("schedules_visit", view=_VIEW, write=_WRITE),
        *(raw(f"schedules_{t}", view=_SEEN, write=f"{_SEEN} AND ({_PART})") for t in ("content", "crew", "assignment")),
        raw("schedules_notice", view=_SEEN, write=f"{_SEEN} AND ({_of('visit.notify')})"),
        protect("schedules_vehicle", view=["schedule.view"], write=["schedule.plan"]),
        protect("schedules_absence", view=["schedule.view"], write=["schedule.plan"]),
        protect("schedules_blackout", view=["schedule.view"], write=["schedule.plan"]),
        protect("schedules_run", view=["schedule.view"], write=["schedule.plan"]),
        protect("schedules_draw", view=["schedule.view"], write=["schedule.plan"]),
        raw(
            "schedules_calendarday",
            view=clauses(["agency.view"], programme=None),
            write=clauses(["calendar.edit"], programme=None),
        ),
    ]
