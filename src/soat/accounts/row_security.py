"""Who reads and writes which rows of accounts, sessions and the sign-in libraries' tables (P2, P4).

Read by `access.enforce`. Accounts and invitations are locked or taken back, never deleted; hashes of passwords and of
links stand in tables that colleagues do not read.
"""

from soat.access.policies import SIGN_IN, clauses, raw, readable

_IN_MY_PROGRAMMES = (
    "id IN (SELECT g.user_id FROM access_grant g"
    " WHERE g.programme_id IN (SELECT soat_programmes('role.view')))"
)
_OWN = f"{SIGN_IN} OR user_id = (SELECT soat_user())"
_SIGN_IN_ONLY = (
    "accounts_secret",
    "django_session",
    "account_emailconfirmation",
    "socialaccount_socialtoken",
)
_LIBRARY_TABLES = (
    "account_emailaddress",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "usersessions_usersession",
)
TABLES = (
    raw(
        "accounts_user",
        view=f"{SIGN_IN} OR {clauses(['account.view'], programme=None, owner='id')} OR {_IN_MY_PROGRAMMES}",
        write=f"{SIGN_IN} OR {clauses(['account.manage', 'account.edit'], programme=None, owner='id')}",
        insert=SIGN_IN,
        delete="false",
    ),
    raw(
        "accounts_invitation",
        view=f"{SIGN_IN} OR {clauses(['role.give', 'role.view'])}",
        write=clauses(["role.give"]),
        delete="false",
    ),
    raw("accounts_link", view="false", write="false"),
    *(raw(table, view=SIGN_IN, write=SIGN_IN) for table in _SIGN_IN_ONLY),
    *(raw(table, view=_OWN, write=_OWN) for table in _LIBRARY_TABLES),
    readable("socialaccount_socialapp"),
)
