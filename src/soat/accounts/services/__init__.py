"""Writes of accounts (requirement P2): accounts themselves, and invitations to hold a role."""

from soat.accounts.services.invitations import (
    Invited,
    accept,
    account_of,
    digest,
    find,
    invite,
    join,
    resend,
    revoke,
    welcome,
)
from soat.accounts.services.users import make_user, note_security, rename, set_active

__all__ = [
    "Invited",
    "accept",
    "account_of",
    "digest",
    "find",
    "invite",
    "join",
    "make_user",
    "note_security",
    "rename",
    "resend",
    "revoke",
    "set_active",
    "welcome",
]
