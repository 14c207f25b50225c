"""Django settings, made from `soat.config`. Nothing here is set by hand on an installation."""

from __future__ import annotations

import os
from pathlib import Path

from soat.common.database import parse_url
from soat.config import config

CONFIG = config()
ROOT = Path(__file__).resolve().parent

SECRET_KEY = CONFIG.key()
DEBUG = CONFIG.debug
ALLOWED_HOSTS = CONFIG.allowed_hosts
BASE_URL = CONFIG.base_url or f"http://{CONFIG.host}:{CONFIG.port}"
CSRF_FAILURE_VIEW = "soat.common.middleware.csrf_failed"
CSRF_TRUSTED_ORIGINS = [CONFIG.base_url] if CONFIG.base_url else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "soat.common",
    "soat.trail",
    "soat.access",
    "procrastinate.contrib.django",
    "soat.background",
    "soat.papers",
    "soat.accounts",
    "soat.people",
    "soat.inbox",
    "soat.legal",
    "soat.programmes",
    "soat.teams",
    "soat.schedules",
    "soat.portal",
    # After our rooms: our templates stand in for theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "soat.common.middleware.SecurityHeaders",
    "soat.common.middleware.Drained",
    "soat.access.middleware.OneTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "soat.access.middleware.ActingPerson",
    "soat.access.middleware.Language",
    "soat.access.middleware.SentSize",
    "soat.common.middleware.Errors",
]

ROOT_URLCONF = "soat.urls"
WSGI_APPLICATION = "soat.wsgi.application"
FORM_RENDERER = "soat.common.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "soat.portal.context.frame",
            ],
            "builtins": [
                "soat.common.templatetags.ui",
                "django.templatetags.static",
                "django.templatetags.i18n",
                "django.contrib.humanize.templatetags.humanize",
            ],
        },
    }
]

# The program connects as a role that owns nothing; only `soat migrate` runs as the owner (docs/adr/0002).
AS_OWNER = os.environ.get("SOAT_AS_OWNER") == "1"
DATABASES = {
    "default": {
        **parse_url((CONFIG.database_owner_url if AS_OWNER else CONFIG.database_url) or "postgresql:///soat"),
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": True,
        "CONN_HEALTH_CHECKS": True,
        # Short: while the database starts again people get the page that says so, not a wait; and after two seconds
        # a pool forgets a failed attempt, so that the next request tries at once instead of after a growing pause.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 2}},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/tai-khoan/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {"reset_password": "soat.accounts.forms.ForgottenForm"}
ACCOUNT_ADAPTER = "soat.accounts.adapters.InvitedOnly"
# Wrong passwords are counted by accounts.attempts; "login_failed" is for codes of the second step (whose key is the
# account), "login" for sign-in forms sent, right ones too: a whole office may sign in at eight from one address.
ACCOUNT_RATE_LIMITS = {"login": "240/m/ip", "login_failed": "5/5m/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
SOCIALACCOUNT_ADAPTER = "soat.portal.sign_on.SingleSignOn"
# A link, not a form: our content-security policy lets no form end on another site. The answer is bound to the session.
SOCIALACCOUNT_LOGIN_ON_GET = True
# Behind HTTPS stands one proxy; the last address it adds is the person's (limits of attempts, list of sessions).
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONFIG.https else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Soát"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIG.https
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": CONFIG.oidc_name or "Đăng nhập một lần",
                    "client_id": CONFIG.oidc_client_id,
                    "secret": CONFIG.oidc_client_secret,
                    "settings": {"server_url": CONFIG.oidc_server_url},
                }
            ]
        }
    }
    if CONFIG.oidc_server_url
    else {}
)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.https else 0

# The queue of work apart from the answers: each room's jobs stand in its `jobs.py` (ADR 0013).
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Shared by all web processes of a machine: the limits of sign-in attempts are counted in it. Room for many, as a full
# one drops entries at random, and with them somebody's count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CONFIG.data_dir / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}

LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "soat_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = CONFIG.https
FORMAT_MODULE_PATH = ["soat.common.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/assets/.+"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A whole request: the largest file with what a form adds to it.
REQUEST_MAX_BYTES = max(25 * 1024 * 1024, CONFIG.plan_max_bytes + 1024 * 1024)
# What is larger is read to here and thrown away, so that its sender gets the page that says so and no broken pipe.
DRAIN_MAX_BYTES = 4 * REQUEST_MAX_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if CONFIG.email_host
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = CONFIG.data_dir / "mail"
EMAIL_HOST, EMAIL_PORT = CONFIG.email_host, CONFIG.email_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.email_user, CONFIG.email_password
EMAIL_USE_TLS = bool(CONFIG.email_host)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = CONFIG.email_from

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = "soat.common.logs.configure"
LOGGING = {"debug": CONFIG.debug}
