"""Who reads and writes which rows of the team (P4): a unit reads and writes what it is asked for and names.

Read by `access.enforce`. Acts are only added: a trigger (migration 0002) holds them.
"""

from soat.access.policies import clauses, protect, raw

_OWN = clauses(["nomination.propose"], agency="agency_id")
TABLES = (
    protect("teams_settings", view=["team.view"], write=["team.manage"]),
    protect("teams_request", view=["nomination.view"], write=["nomination.request"], agency="agency_id"),
    raw(
        "teams_nomination",
        view=clauses(["nomination.view"], agency="agency_id"),
        write=f"({clauses(['nomination.decide'])}) OR (({_OWN}) AND state IN ('proposed', 'withdrawn'))",
        insert=f"({_OWN}) AND state = 'proposed'",
    ),
    *(
        protect(f"teams_{t}", view=["team.view"], write=["team.manage"])
        for t in ("member", "act", "competence")
    ),
    protect("teams_interest", view=["team.view"], write=["interest.declare"]),
)
