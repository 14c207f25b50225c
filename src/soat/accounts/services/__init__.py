"""Writes of accounts (requirement P2): accounts themselves, invitations to hold a role, their acceptance."""

from soat.accounts.services.acceptances import accept, account_of, find, join, welcome
from soat.accounts.services.invitations import Invited, digest, invite, resend, revoke
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
