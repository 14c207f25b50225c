"""Who reads and writes which rows of the rights and of the trail, and the tables of the frame (P3, P4, A1).

Read by `access.enforce`. A role that was held is ended, never deleted; an event is only added.
"""

from soat.access.policies import SIGN_IN, clauses, closed, raw, readable, unit, whole

_FRAME = (
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
)
TABLES = (
    raw(
        "access_grant",
        view=f"{SIGN_IN} OR {clauses(['role.view'], owner='user_id')}",
        write=clauses(["role.give"]),
        delete="false",
    ),
    readable("access_heir"),
    readable("access_permission"),
    closed("access_scope"),
    raw(
        "trail_event",
        view="(programme_id IS NULL AND (SELECT soat_may('trail.view'))) OR "
        f"{whole('trail.view')} OR {unit('trail.view')}",
        write="false",
        insert="(SELECT soat_kind()) = 'auth' OR ((SELECT soat_kind()) = 'person' AND actor_id = (SELECT soat_user()))",
        rights=frozenset({"SELECT", "INSERT"}),
    ),
    closed("trail_chainhead"),
    *(readable(table) for table in _FRAME),
)
