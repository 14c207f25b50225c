"""What django-allauth asks us (requirement P2): sign-up is closed, mails leave by the queue, changes of password,
second step and keys are told to the account's holder and stand in the trail, failed sign-ins stand in the log.
"""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from soat.accounts import attempts, jobs, services
from soat.accounts.models import User
from soat.common.language import in_vietnamese

_log = structlog.get_logger(__name__)
CHANGES = {
    "account/email/password_changed": "Mật khẩu đã được đổi",
    "account/email/password_reset": "Mật khẩu đã được đặt lại",
    "account/email/password_set": "Mật khẩu đã được đặt",
    "mfa/email/recovery_codes_generated": "Bộ mã khôi phục mới đã được tạo",
    "mfa/email/totp_activated": "Ứng dụng xác thực đã được bật",
    "mfa/email/totp_deactivated": "Ứng dụng xác thực đã được tắt",
    "mfa/email/webauthn_added": "Một khóa truy cập đã được thêm",
    "mfa/email/webauthn_removed": "Một khóa truy cập đã được xóa",
    "socialaccount/email/account_connected": "Đăng nhập một lần đã được liên kết",
    "socialaccount/email/account_disconnected": "Đăng nhập một lần đã được gỡ",
}


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        # The name under which the library takes the count back after a right password.
        self._login_failed_rl_usage = attempts.take(request, _email(credentials))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What the library forgets after a new password by mail."""
        return attempts.pair(request, _email(credentials))

    def post_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **hooks)
        attempts.remember(response, request, user.email.lower())
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Logged without the address that was typed: it may be a password, or somebody's name."""
        super().authentication_failed(request, **credentials)
        _log.warning("sign_in_failed", path=request.path)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """In Vietnamese, whatever language the page is in whose button sends it (requirement A4)."""
        with in_vietnamese():
            message: EmailMessage = super().render_mail(*args, **kwargs)
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the queue, with the change it tells of."""
        jobs.write(template_prefix, email, {"request": current.request, **context})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        change = CHANGES[template_prefix]
        services.note_security(user, change, now=timezone.now())
        self.send_mail("account/email/security", user.email, {"change": change, "user": user})


def _email(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).strip().lower()
