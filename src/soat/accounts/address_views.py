"""Pages on which one changes the address of one's own account (requirement P2)."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from soat.access.views import actor_of, posted, signed_in
from soat.accounts import services
from soat.accounts.forms import AddressForm
from soat.accounts.models import User
from soat.common.errors import DomainError


@require_http_methods(["GET", "POST"])
@signed_in
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address, after the password or the second step once more."""
    actor = actor_of(request)
    raise_if_reauthentication_required(request, app="account")
    user = User.objects.get(pk=actor.id)
    form = AddressForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_address(user, form.cleaned_data["email"], by=actor)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            context = {"sent_to": form.cleaned_data["email"]}
            return render(request, "accounts/address.html", context)
    return render(request, "accounts/address.html", {"form": form, "email": user.email})


@require_http_methods(["GET", "POST"])
@signed_in
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail: shows the address, and takes it over at the press of the button."""
    actor = actor_of(request)
    if request.method == "POST":
        user = User.objects.get(pk=actor.id)
        services.change_address(user, token, by=actor, now=timezone.now())
        messages.success(request, gettext("Đã đổi thư điện tử. Từ nay hãy đăng nhập bằng địa chỉ mới."))
        return redirect("accounts:profile")
    context = {"email": services.asked_address(token, by=actor)}
    return render(request, "accounts/address_confirm.html", context)
