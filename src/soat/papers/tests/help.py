"""Papers for the tests of this room: a draft made by the coordinator, issued as she would."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.papers.kinds import kind_of
from soat.papers.models import Paper
from soat.papers.services import papers
from soat.papers.services.papers import About, Terms

DAY = date(2026, 3, 2)


def ready(cast: Cast) -> Cast:
    """The programme knows its standing agency."""
    with acting_as(SYSTEM):
        cast.standing.abbreviation = "SNV"
        cast.standing.save()
        for programme in (cast.ours, cast.draft):
            programme.standing_agency = cast.standing
            programme.number, programme.place, programme.issuer = (
                "97/KH-UBND",
                "Bình Sơn",
                "Ủy ban nhân dân tỉnh",
            )
            programme.save()
    return cast


def run(cast: Cast, service: Any, *given: Any, who: str = "coordinator", **more: Any) -> Any:
    actor = cast.actor(who)
    with acting_as(actor):
        return service(*given, **more, by=actor, now=NOW)


def drafted(cast: Cast, kind: str = "don-doc", **more: Any) -> Paper:
    """A draft of an urging letter to the unit."""
    about = more.pop("about", About(agency=cast.unit))
    values = {"don_vi": str(cast.unit), "viec": "gửi báo cáo", "lan": "1", **more}
    made: Paper = run(cast, papers.draft, cast.ours, kind_of(kind), values, about)
    return made


def issued(cast: Cast, **more: Any) -> Paper:
    made: Paper = run(cast, papers.issue, drafted(cast, **more), Terms(DAY, issuer=cast.standing))
    return made
