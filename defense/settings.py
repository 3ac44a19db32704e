"""One settings module: whatever differs between places comes from the environment.

README has the table of variables. A bad value stops the process with one sentence.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.utils.translation import gettext_lazy as _

from defense.running.bodies import LARGEST_BODY
from defense.running.documents import document_storage
from defense.running.environment import (
    BadSetting,
    Environment,
    kept_secret,
    refuse_debug,
    writable_folder,
)

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    environment = Environment(os.environ)
    QORGAU_HOME = writable_folder(Path(environment.text("QORGAU_HOME") or BASE_DIR / "var"))
    FILES_ROOT = writable_folder(
        Path(environment.text("QORGAU_FILES_ROOT") or QORGAU_HOME / "files")
    )
    DOCUMENTS = document_storage(environment)
    BROKER_FOLDER = writable_folder(QORGAU_HOME / "broker")
    writable_folder(BROKER_FOLDER / "queue")
    DEBUG = environment.flag("QORGAU_DEBUG", default=False)
    PORT = environment.number("PORT", 8000, low=1, high=65535)
    SITE_URL = environment.address("QORGAU_SITE_URL", f"http://127.0.0.1:{PORT}")
    if DEBUG:
        refuse_debug(SITE_URL)
    SITE_HOST = urlsplit(SITE_URL).hostname or ""
    # The machine's own names are always allowed, for the health probe; links are made from
    # SITE_URL alone, so a false Host header reaches nobody.
    ALLOWED_HOSTS = [
        *environment.hosts("QORGAU_ALLOWED_HOSTS", ""),
        *{SITE_HOST: None, "127.0.0.1": None, "localhost": None, "[::1]": None},
    ]
    LAN = environment.flag("QORGAU_LAN", default=False)
    PROXIES = environment.networks("QORGAU_PROXIES")
    SECRET_KEY = environment.secret("SECRET_KEY") or kept_secret(QORGAU_HOME / "secret_key")
    AUDIT_KEY = environment.secret("QORGAU_AUDIT_KEY") or SECRET_KEY
    DATABASE = environment.database("DATABASE_URL", QORGAU_HOME / "qorgau.sqlite3")
    REDIS_URL = environment.redis("REDIS_URL")
    EMAIL_CONFIG = environment.mail("EMAIL_URL", "consolemail://")
    SECOND_FACTOR = environment.flag("QORGAU_SECOND_FACTOR", default=False)
    TABLET_LOCK_MINUTES = environment.number("QORGAU_TABLET_LOCK_MINUTES", 3, low=1, high=240)
    RENDER_LEASE_SECONDS = environment.number("QORGAU_RENDER_LEASE_SECONDS", 90, low=2, high=3600)
except BadSetting as error:
    raise SystemExit(f"Qorgau cannot start: {error}") from None

HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "defense",
    "diplomas",
    "experts",
    "projects",
    "events",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "defense.running.statics.CollectedStatics",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "defense.running.refusals.Refusals",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "defense.running.session_cookies.SessionCookies",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "defense.desk.gate.BusyAnswer",
]

ROOT_URLCONF = "defense.urls"
WSGI_APPLICATION = "defense.wsgi.application"
ASGI_APPLICATION = "defense.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "defense.desk.frame.organizer_frame",
            ],
        },
    }
]

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
# The class of a message on the page (components.css, .note).
MESSAGE_TAGS = {
    messages.INFO: "",
    messages.SUCCESS: "note-ok",
    messages.WARNING: "note-warn",
    messages.ERROR: "note-stop",
}

# SQLite in WAL with IMMEDIATE transactions neither loses nor refuses a write of the hall, and
# synchronous=FULL keeps an acknowledged score through a power cut.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
}
# The pool belongs to a process and hands connections to its threads; a query string in DATABASE_URL,
# such as ?sslmode=require, adds to these or overrides them. A process that froze in the middle of a
# transaction loses it after a minute: its locks would hold up a whole panel.
POSTGRES_OPTIONS = {
    "pool": {"min_size": 1, "max_size": 16, "timeout": 3},
    "connect_timeout": 3,
    "options": "-c idle_in_transaction_session_timeout=60s",
}
IS_SQLITE = DATABASE["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    DATABASE |= {"ENGINE": "defense.running.sqlite", "NAME": Path(DATABASE["NAME"]).resolve()}
DATABASES = {
    "default": {
        **DATABASE,
        "OPTIONS": {
            **(SQLITE_OPTIONS if IS_SQLITE else POSTGRES_OPTIONS),
            **DATABASE.get("OPTIONS", {}),
        },
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": not IS_SQLITE,
    }
}

# The cache counts failed logins, nothing else. It lives in the database, so that every process sees
# one count and a Redis that is away takes no page down (docs/decisions/0004).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "defense_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# The row is the job and Celery is the doorbell: no result backend, ids only, and every message may
# be lost or doubled (RenderJob, diplomas/services/jobs.py).
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A child warms its renderer before it reports for work.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60
CELERY_TASK_TIME_LIMIT = max(2, RENDER_LEASE_SECONDS * 2 // 3)
CELERY_TASK_SOFT_TIME_LIMIT = max(1, RENDER_LEASE_SECONDS // 2)
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker that gives up would end the web process too
CELERY_TASK_DEFAULT_QUEUE = "qorgau"
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
    }
)
CELERY_BEAT_SCHEDULE = {
    "sweep-render-jobs": {"task": "diplomas.tasks.sweep", "schedule": 15.0},
    "sweep-papers": {"task": "experts.tasks.sweep", "schedule": 15.0},
    "sweep-letters": {"task": "events.tasks.send_letters", "schedule": 15.0},
    "tidy": {"task": "events.tasks.tidy", "schedule": 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(QORGAU_HOME / "beat-schedule")

AUTH_USER_MODEL = "events.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "defense.running.hashing.BoundedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organizer:home"
LOGOUT_REDIRECT_URL = "public:home"

# Organizers are invited, nobody signs up. Failed logins are counted per account and device (the
# adapter's key) and never per address: the whole hall is one address.
ACCOUNT_ADAPTER = "defense.desk.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # and so the login asks for both
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Qorgau: "
ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the way in from a new device while somebody guesses
# The adapter counts the letters of a reset by account and device, and the page always answers.
ACCOUNT_RATE_LIMITS = {
    "login": False,
    "login_failed": "10/m/key",
    "reset_password": False,
    "reset_password_from_key": False,
}
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60  # longer than the hour in which letters are counted
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever likes could have us write to anybody
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_ENGINE = "defense.running.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 16
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False  # the proxy in front does it, and the health probe speaks plain HTTP
# A hall's own certificate is there for the day; its name must stay reachable without it.
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS and not LAN else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains and
    "security.W021",  # its preloading are the choice of whoever owns the domain
    "security.W008",  # the proxy in front redirects to HTTPS
    "staticfiles.W004",  # the folder of built fonts comes with `prepare`
]

LANGUAGE_CODE = "en"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [QORGAU_HOME / "build" / "locale"]
FORMAT_MODULE_PATH = ["defense.running.formats"]
TIME_ZONE = "Asia/Almaty"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = QORGAU_HOME / "static"
BUILT = QORGAU_HOME / "build"
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    ("fonts", BUILT / "fonts"),
    ("vendor", BUILT / "vendor"),
]
STORAGES = {
    "documents": DOCUMENTS,
    "staticfiles": {"BACKEND": "defense.running.storage.HashedStatics"},
}
WHITENOISE_MAX_AGE = 60
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
FILE_UPLOAD_MAX_MEMORY_SIZE = (
    64 * 1024
)  # the rest of a body that has not come yet waits on the disk
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # a worker waits no longer for a server that does not answer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"Qorgau <noreply@{SITE_HOST}>"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "defense.running.log.WithDetails",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "filters": {
        "outage": {"()": "defense.running.outage.OutageInOneLine"},
        "routes": {"()": "defense.running.log.RoutesOnly"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["outage", "routes"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "celery": {"level": "WARNING"},
        # No mail to ADMINS: a letter with the whole request would hold codes and cookies.
        "django": {"handlers": []},
        "django.request": {"filters": ["routes"]},
        "django.security.csrf": {"filters": ["routes"]},
        "django.server": {
            "level": "CRITICAL"
        },  # of runserver, by address; django.request says the same
        "fontTools": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
