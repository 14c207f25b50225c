"""For views of every room: the acting person of a request, and the door for guests."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext

from soat.access.actor import NOBODY, Actor
from soat.common.errors import DomainError

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Who acts, as `middleware.ActingPerson` found."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return actor


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted fields, also when there are none; nothing when the page is only opened."""
    return request.POST if request.method == "POST" else None


def step_of(request: HttpRequest, *known: str) -> str:
    """Which of the `known` steps the button asks for. A form cut short or made up does nothing: DomainError."""
    step = request.POST.get("step", "")
    if step not in known:
        raise DomainError(
            gettext("Yêu cầu gửi lên thiếu việc cần làm. Hãy tải lại trang rồi bấm nút trên trang."), "step"
        )
    return step


def signed_in(view: View[P]) -> View[P]:
    """Guests are sent to the sign-in page and come back here."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if actor_of(request).kind != "person":
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return checked
