"""Single sign-on (requirement P2): admits an address that its server has verified and that is known or invited here.

Stands in the portal because it joins two rooms: accounts makes the user, people the person.
"""

from __future__ import annotations

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from soat.access.actor import acting_as, system
from soat.accounts import services as accounts
from soat.accounts.models import User
from soat.common.errors import Refused
from soat.people import services as people

_HOST = system("đăng nhập một lần")


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ties the outside identity to the account of its address, the first time it comes."""
        if sociallogin.is_existing or sociallogin.state.get("process") != "login":
            return
        sociallogin.connect(request, _account(sociallogin))


def _account(sociallogin: SocialLogin) -> User:
    addresses = [each.email for each in sociallogin.email_addresses if each.verified]
    if not addresses:
        raise Refused(
            gettext(
                "Hệ thống đăng nhập một lần chưa xác nhận thư điện tử của bạn. Hãy xác nhận thư điện tử ở đó "
                "rồi thử lại, hoặc đăng nhập bằng mật khẩu."
            )
        )
    now = timezone.now()
    for address in addresses:
        if user := accounts.welcome(address, now=now):
            with acting_as(_HOST) as host:
                people.person_for(user, by=host, now=now)
            return user
    raise Refused(
        gettext(
            "Thư điện tử của bạn chưa được mời vào Soát. Hãy liên hệ Cơ quan thường trực để được mời, "
            "rồi đăng nhập lại."
        )
    )
