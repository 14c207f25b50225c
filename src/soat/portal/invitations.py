"""The page behind an invitation's link: sets a first password, signs in, and lands on my work (requirement P2).

Stands in the portal because it joins two rooms: accounts makes the user, people the person.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from soat.access.actor import acting_as, system
from soat.access.views import posted
from soat.accounts import services as accounts
from soat.accounts.forms import AcceptForm
from soat.common.errors import DomainError
from soat.people import services as people

_HOST = system("nhận lời mời")
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Who has an account already confirms and signs in as usual; everybody else chooses a password here."""
    now = timezone.now()
    invitation = accounts.find(token, now=now)
    known = accounts.account_of(invitation)
    form = AcceptForm(posted(request))
    if request.method == "POST" and (known or form.is_valid()):
        try:
            user = accounts.accept(token, form.cleaned_data["password"] if not known else "", now=now)
        except DomainError as error:
            if error.field is None:
                raise
            form.add_error(error.field, error.message)
        else:
            with acting_as(_HOST) as host:
                people.person_for(user, by=host, now=now)
            if known is None:
                login(request, user, backend=_BACKEND)
                messages.success(request, "Tài khoản của bạn đã sẵn sàng.")
            return redirect("portal:my_work")
    context = {"invitation": invitation, "form": form, "known": known}
    return render(request, "portal/accept.html", context)
