"""Settings. Each one a hub can change is read from ``TALANOA_…`` and described in docs/running."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from talanoa.config import env
from talanoa.live.media.janus_settings import JanusSettings, Mix
from talanoa.live.media.turn_settings import TurnSettings
from talanoa.live.phone.phone_settings import PhoneSettings

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR") or Path.cwd() / "var").resolve()
"""Where everything that is not code lives: the database, uploads, mail, Janus's configuration."""
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key given, or one made once and kept beside the database."""
    if given := env.text("SECRET_KEY"):
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = env.flag("DEBUG")
DEMONSTRATION = env.flag("DEMONSTRATION")
"""Allows the demonstration to be loaded and its one-click sign-in links to be made."""

# Where it is served
PORT = env.integer("PORT", 8000)
ROOM_PORT = env.integer("ROOM_PORT", PORT + 1)
BIND = env.text("BIND", "127.0.0.1")
SITE_URL = env.text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
ROOM_URL = env.text("ROOM_URL").rstrip("/")
"""The room's WebSocket address. Empty: the page's own host at ROOM_PORT (embedded)."""
PAGE_WORKERS = env.integer("PAGE_WORKERS", min(os.cpu_count() or 1, 4))
BEHIND_PROXY = env.flag("BEHIND_PROXY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    # Rooms stand first so that their templates win; lowest room last, so that a
    # higher room may replace what a lower one shows.
    "talanoa.ops",
    "talanoa.home",
    "talanoa.credentials",
    "talanoa.assessment",
    "talanoa.evaluation",
    "talanoa.cases",
    "talanoa.live",
    "talanoa.library",
    "talanoa.schedule",
    "talanoa.programmes",
    "talanoa.countries",
    "talanoa.notices",
    "talanoa.search",
    "talanoa.people",
    "talanoa.ui",
    "talanoa.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "talanoa.config.staticfiles.OwnStaticFiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before the policy of pages: on forty small files of a room it weighs as much as ten of them.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "talanoa.kernel.middleware.PrivateMiddleware",
    # Pads each page by a random length, so that its size tells nothing of its secrets.
    "django.middleware.gzip.GZipMiddleware",
    "talanoa.ui.middleware.KeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "talanoa.people.middleware.LanguageAndZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "talanoa.kernel.middleware.RefusalMiddleware",
    # Last, beside the views alone: what stands before them may write.
    "talanoa.kernel.middleware.AskingOnceMiddleware",
]

ROOT_URLCONF = "talanoa.config.urls"
WSGI_APPLICATION = "talanoa.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["talanoa.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "talanoa.ui.context.site",
                "talanoa.people.context.viewer",
                "talanoa.home.context.nav",
            ],
        },
    }
]
FORM_RENDERER = "talanoa.ui.renderers.TalanoaRenderer"

DATABASES = {"default": env.database(env.text("DATABASE_URL"), folder=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
"""Redis or Valkey, for the bus between room processes and for counts of tries; empty means a
Unix socket and a table."""
CACHES = {
    "default": {
        "BACKEND": "talanoa.kernel.caches.RedisOrMemoryCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Beyond this a third is thrown away, and with it who has tried too often.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "hearing"]},
}
TIMETABLE = "talanoa.config.timetable.TIMETABLE"

# People and sign-in
AUTH_USER_MODEL = "people.Person"
# Addresses are unique however they are spelt, which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:my_day"
SESSION_COOKIE_NAME = "talanoa_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_NAME = "talanoa_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "talanoa.ui.views.form_refused"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_SSL_REDIRECT = _HTTPS and not BEHIND_PROXY
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What a page may do: nothing from another host, nothing inline
_ROOM_SOURCES = env.room_sources(ROOM_URL, ALLOWED_HOSTS, port=ROOM_PORT, is_secure=_HTTPS)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF, *_ROOM_SOURCES],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "media-src": [SELF, "blob:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
    }
}

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["talanoa.config.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
CLOCK_FILE = env.text("CLOCK_FILE")
"""Only for journeys: a file holding the seconds by which this process's clock is moved."""

# Files
STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = Path(env.text("STATIC_ROOT") or DATA_DIR / "static")
MEDIA_ROOT = DATA_DIR / "media"
RECORDINGS_DIR = DATA_DIR / "recordings"
"""What was recorded, readable by our account alone and served by no web server."""
WHISPER_MODEL = env.text("WHISPER_MODEL")
"""The folder of a model for faster-whisper, which makes captions of recordings; empty: none."""
WHISPER_THREADS = env.integer("WHISPER_THREADS", 1)
WHISPER_ONLY_SPEECH = env.flag("WHISPER_ONLY_SPEECH", True)
"""Whether it passes over stretches in which no voice is found, in which models invent words."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "talanoa.ui.staticfiles.ModuleStaticFilesStorage"},
}
UPLOAD_MAX_BYTES = env.integer("UPLOAD_MAX_MB", 50) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "talanoa.kernel.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UNFINISHED_DIR = DATA_DIR / "unfinished"
"""Files that are being sent in pieces, for a day at most; nobody fetches them from there."""
UNFINISHED_MAX_BYTES = env.integer("UNFINISHED_MAX_MB", 40) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# Applications of teams
APPLICATIONS_KEPT_DAYS = max(1, env.integer("APPLICATIONS_KEPT_DAYS", 365))
"""For which what a team wrote is kept that was not taken in: decision 0041."""

# Open figures of countries
OBSERVATORY_URL = env.text("OBSERVATORY_URL", "https://ghoapi.azureedge.net/api/").rstrip("/") + "/"
"""Where `talanoa figures refresh` asks for them; no page ever does."""

# Mail
EMAIL_BACKEND = env.text("EMAIL_BACKEND") or (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("SMTP_HOST")
    else "talanoa.notices.backends.FolderBackend"
)
MAIL_DIR = DATA_DIR / "mail"
EMAIL_HOST = env.text("SMTP_HOST")
EMAIL_PORT = env.integer("SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Talanoa <talanoa@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The room
ROOM_BUS = str(DATA_DIR / "bus")
ROOM_FRAME_MAX_BYTES = 64 * 1024
JANUS = JanusSettings(
    folder=DATA_DIR / "janus",
    enabled=env.flag("SOUND", True),
    binary=env.text("JANUS_BINARY"),
    host=env.text("JANUS_HOST", "127.0.0.1"),
    port=env.integer("JANUS_PORT", PORT + 2),
    api_secret=env.text("JANUS_SECRET"),
    addresses=tuple(env.words("JANUS_NODES")),
    local=env.flag("JANUS_LOCAL", SITE_URL.startswith("http://localhost")),
    public_address=env.text("JANUS_PUBLIC_ADDRESS"),
    interfaces=tuple(env.words("JANUS_INTERFACES")),
    ports=env.port_range("JANUS_PORTS", (20_000, 20_999)),
    stun_server=env.text("JANUS_STUN_SERVER"),
    ipv6=env.flag("JANUS_IPV6"),
    mix=Mix(bitrate=env.integer("SOUND_BITRATE", 24_000), seats=env.integer("SOUND_SEATS", 40)),
    keep_private_address=env.flag("TURN"),
)
TURN = TurnSettings(
    folder=DATA_DIR / "turn",
    own=env.flag("TURN"),
    urls=tuple(env.words("TURN_URLS")),
    shared_secret=env.text("TURN_SECRET"),
    lifetime=env.integer("TURN_LIFETIME", 600),
    binary=env.text("TURN_BINARY"),
    bind=env.text("TURN_BIND", "127.0.0.1" if JANUS.local else "0.0.0.0"),  # noqa: S104
    host=env.text("TURN_HOST") or urlsplit(SITE_URL).hostname or "localhost",
    port=env.integer("TURN_PORT", 3478),
    tls_port=env.integer("TURN_TLS_PORT", 5349),
    certificate=env.text("TURN_CERTIFICATE"),
    key=env.text("TURN_KEY"),
    relay_ports=env.port_range("TURN_RELAY_PORTS", (21_000, 21_999)),
    peers=tuple(env.words("TURN_PEERS", JANUS.public_address)),
)
PHONE = PhoneSettings(
    # Without sound there is nothing to call.
    trunk=tuple(env.words("PHONE_TRUNK")) if JANUS.enabled else (),
    numbers=tuple(env.words("PHONE_NUMBERS")) if JANUS.enabled else (),
    bind=env.text("PHONE_BIND", "127.0.0.1"),
    port=env.integer("PHONE_PORT", 5060),
    public_address=env.text("PHONE_PUBLIC_ADDRESS"),
    ports=env.port_range("PHONE_PORTS", (22_000, 22_199)),
    calls=env.integer("PHONE_CALLS", 30),
)
SOURCE_URL = env.text("SOURCE_URL")

# django-allauth; docs/decisions/0003-sign-in.md says why each
ACCOUNT_ADAPTER = "talanoa.notices.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
ACCOUNT_SESSION_REMEMBER = True
# A whole hospital may come through one address just before a session begins; what is
# guessed or flooded is an account, so the narrow limits are on the key.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "120/m/ip,3/m/key,10/h/key",
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "reset_password": "60/m/ip,3/m/key,10/h/key",
}
ACCOUNT_FORMS = {
    "login": "talanoa.people.sign_in_forms.PasswordSignInForm",
    "reauthenticate": "talanoa.people.sign_in_forms.PasswordAgainForm",
    "reset_password": "talanoa.people.sign_in_forms.PasswordForgottenForm",
    "reset_password_from_key": "talanoa.people.sign_in_forms.PasswordForgottenKeyForm",
    "set_password": "talanoa.people.sign_in_forms.SetPasswordForm",
    "change_password": "talanoa.people.sign_in_forms.ChangePasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "talanoa.people.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "talanoa.people.sign_in_forms.SecondStepForm",
    "reauthenticate": "talanoa.people.sign_in_forms.SecondStepAgainForm",
    "activate_totp": "talanoa.people.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "talanoa.people.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "talanoa.people.sign_in_forms.NamePasskeyForm",
}
MFA_TOTP_ISSUER = "Talanoa"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
