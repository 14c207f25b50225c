"""The page behind an invitation's link: sets a first password, signs in, and lands on my work (requirement P2).

Stands in the portal because it joins two rooms: accounts makes the user, people the person.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from soat.access import services as access
from soat.access.actor import acting_as, system
from soat.access.views import actor_of, posted
from soat.accounts import services as accounts
from soat.accounts.forms import AcceptForm
from soat.accounts.models import Invitation, User
from soat.common.errors import DomainError
from soat.people import services as people

_HOST = system("nhận lời mời")


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Who has no account chooses a password here; who has one signs in first and takes the role."""
    now = timezone.now()
    invitation = accounts.find(token, now=now)
    if request.method == "POST":
        access.refuse_self(invitation.created_by, actor_of(request).id)
    known = accounts.account_of(invitation)
    if known:
        return _join(request, token, invitation, known)
    form = AcceptForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = accounts.accept(token, form.cleaned_data["password"], now=now)
        except DomainError as error:
            if error.field is None:
                raise
            form.add_error(error.field, error.message)
        else:
            _enter(user, now)
            messages.success(request, gettext("Tài khoản của bạn đã sẵn sàng."))
            entered: HttpResponse = perform_login(request, user, redirect_url=reverse("portal:my_work"))
            return entered
    return render(request, "portal/accept.html", {"invitation": invitation, "form": form})


def _join(request: HttpRequest, token: str, invitation: Invitation, known: User) -> HttpResponse:
    is_she = request.user.pk == known.pk
    if request.method == "POST" and is_she:
        now = timezone.now()
        _enter(accounts.join(token, by=actor_of(request), now=now), now)
        messages.success(request, gettext("Bạn đã nhận vai trò mới."))
        return redirect("portal:my_work")
    if request.method == "POST" or not request.user.is_authenticated:
        return redirect_to_login(request.path)
    context = {"invitation": invitation, "is_she": is_she, "is_known": True}
    return render(request, "portal/accept.html", context)


def _enter(user: User, now: datetime) -> None:
    """The account has its person in the directory."""
    with acting_as(_HOST) as host:
        people.person_for(user, by=host, now=now)
