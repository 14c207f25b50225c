"""Writes of accounts (requirement P2): accounts themselves, invitations to hold a role, their acceptance."""

from soat.accounts.services.acceptances import accept, account_of, find, join, welcome
from soat.accounts.services.addresses import ask_address, asked_address, change_address
from soat.accounts.services.invitations import Invited, digest, invite, resend, revoke
from soat.accounts.services.users import (
    choose_language,
    make_user,
    note_mail_failed,
    note_security,
    rename,
    reset_second_step,
    set_active,
)

__all__ = [
    "Invited",
    "accept",
    "account_of",
    "ask_address",
    "asked_address",
    "change_address",
    "choose_language",
    "digest",
    "find",
    "invite",
    "join",
    "make_user",
    "note_mail_failed",
    "note_security",
    "rename",
    "resend",
    "reset_second_step",
    "revoke",
    "set_active",
    "welcome",
]
