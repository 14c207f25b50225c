"""Only the person reads her notices and marks them, and chooses how she is told (P4, A2). Read by `access.enforce`."""

from soat.access.policies import raw

# Pages of sign-in run as the actor "auth" and draw the bell too; `soat.user_id` is the signed-in person there.
_OWN = "(user_id = (SELECT soat_user()) AND (SELECT soat_kind()) IN ('person', 'auth'))"

TABLES = (
    raw("inbox_message", view=_OWN, write="false", update=_OWN),
    raw("inbox_choice", view=_OWN, write=_OWN),
    raw("inbox_digest", view="false", write="false"),
)
