"""Row-level security of accounts, sessions and the sign-in libraries' tables (requirement P4)."""

from django.db import migrations

from soat.access.policies import SIGN_IN, clauses, raw

_IN_MY_PROGRAMMES = (
    "id IN (SELECT g.user_id FROM access_grant g WHERE g.programme_id IN (SELECT soat_programmes('role.view')))"
)
_OWN = f"{SIGN_IN} OR user_id = (SELECT soat_user())"
_LIBRARY_TABLES = (
    "account_emailaddress",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "usersessions_usersession",
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("access", "0002_security"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
        ("sessions", "0001_initial"),
    ]
    operations = [
        raw(
            "accounts_user",
            view=f"{SIGN_IN} OR {clauses(['account.view'], programme=None, owner='id')} OR {_IN_MY_PROGRAMMES}",
            write=f"{SIGN_IN} OR {clauses(['account.manage', 'account.edit'], programme=None, owner='id')}",
            insert=SIGN_IN,
        ),
        raw(
            "accounts_invitation",
            view=f"{SIGN_IN} OR {clauses(['role.give', 'role.view'])}",
            write=clauses(["role.give"]),
        ),
        raw("django_session", view=SIGN_IN, write=SIGN_IN),
        raw("account_emailconfirmation", view=SIGN_IN, write=SIGN_IN),
        raw("socialaccount_socialtoken", view=SIGN_IN, write=SIGN_IN),
        *(raw(table, view=_OWN, write=_OWN) for table in _LIBRARY_TABLES),
    ]
