"""The secrets in the links of mails, made anew from the program's key when a mail is written: none waits in the queue.

Called by the jobs that mail them, and by the services that make and prove them.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from django.core import signing
from django.utils.crypto import salted_hmac

from soat.accounts.models import Invitation, User

ADDRESS_SALT = "soat.accounts.addresses"
_INVITATION_SALT = "soat.accounts.invitations"


def password_key(user: User) -> dict[str, str]:
    """The parts of the link for a new password; good once, for as long as the sign-in library says."""
    return {"uidb36": user.pk.hex, "key": default_token_generator.make_token(user)}


def address_token(user: User, email: str) -> str:
    """Account, its address of the time and the new one, signed."""
    return signing.dumps([str(user.pk), user.email, email], salt=ADDRESS_SALT)


def invitation_token(invitation: Invitation) -> str:
    """Changes with the day it expires, so that sending again makes the former link useless."""
    words = f"{invitation.pk}:{invitation.expires_at.timestamp():.6f}"
    return salted_hmac(_INVITATION_SALT, words, algorithm="sha256").hexdigest()
