"""Settings: everything comes from the environment, with safe answers for the embedded run.

``TERMKEEPER_ENV`` is ``embedded`` (default: one machine, own servers, loopback only) or
``production``. ``DATABASE_URL``, ``REDIS_URL`` and ``EMAIL_URL`` point at real servers.
"""

from __future__ import annotations

import os
from pathlib import Path

from config import environment
from core import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
IS_PRODUCTION = environment.choice("TERMKEEPER_ENV", ("embedded", "production")) == "production"
IS_EMBEDDED = not IS_PRODUCTION and not os.environ.get("DATABASE_URL")  # own server, loopback only
DATA_DIR = embedded.data_folder()
DEBUG = environment.switch("TERMKEEPER_DEBUG", default=False) and not IS_PRODUCTION
SECRET_KEY = environment.secret_key(is_production=IS_PRODUCTION) or embedded.secret_key()
ALLOWED_HOSTS = environment.words("TERMKEEPER_HOSTS", "" if IS_PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if IS_PRODUCTION else []
SITE_URL = environment.web_address(
    "TERMKEEPER_SITE_URL", "https://contracts.example", "http://127.0.0.1:8000"
).rstrip("/")

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "compliance",
    "renewals",
    "spend",
    "slas",
    "contracts_app",
    "vendors",
    "accounts",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "rest_framework",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.ActorMiddleware",
    "core.access.once.ReadOnceMiddleware",
    "core.middleware.LocalTimeMiddleware",
    "core.middleware.UserErrorMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.pages.context.frame",
            ],
            "builtins": [
                "core.templatetags.words",
                "core.templatetags.figures",
                "core.templatetags.addresses",
                "core.templatetags.looks",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **environment.database(embedded.database_url()),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
REDIS_URL = environment.redis(embedded.redis_url())
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key"}  # the second factor; for passwords see AXES_*
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_ADAPTER = "accounts.adapters.MfaAdapter"
REQUIRE_MFA = environment.switch("TERMKEEPER_REQUIRE_MFA", default=IS_PRODUCTION)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Nobody signs up: addresses come from administrators. Otherwise who once opened a link to reset the password
# (which makes the library keep the address as unverified) could never set up a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: 15 minutes
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the locked page says until when; that holds
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "accounts.views.sign_in.attempted_name"
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = environment.proxies("TERMKEEPER_PROXIES")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # of the pages
MESSAGE_LANGUAGES = {"en": "English", "de": "Deutsch"}  # of mails and calendars: a reader's choice
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("TERMKEEPER_STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
FILE_STORE_DIR = Path(os.environ.get("TERMKEEPER_FILES", str(DATA_DIR / "files")))
HEADS_FILE = Path(os.environ.get("TERMKEEPER_HEADS_FILE", str(DATA_DIR / "ledger-heads.jsonl")))
AUDIT_HEADS_TO = environment.words("TERMKEEPER_AUDIT_HEADS_TO")  # addresses; once a day by mail
MAILBOX_DIR = DATA_DIR / "mailbox"
SWEEP_MARKER_FILE = DATA_DIR / "sweep-generation"
TERMKEEPER_PING_URL = environment.web_address("TERMKEEPER_PING_URL", "https://watcher.example/ping/1")
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

globals().update(environment.email(is_production=IS_PRODUCTION))
DEFAULT_FROM_EMAIL = os.environ.get("TERMKEEPER_FROM", "Termkeeper <termkeeper@termkeeper.invalid>")

CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "core.reminders.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "drain-jobs": {"task": "core.jobs.drain", "schedule": 30.0, "options": {"expires": 25}},
    "apply-amendments": {
        "task": "contracts_app.apply_amendments",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "judge-slas": {"task": "slas.judge", "schedule": 3600.0, "options": {"expires": 3500}},
    "find-claims": {"task": "slas.claims", "schedule": 3600.0, "options": {"expires": 3500}},
    "seal-ledger": {"task": "core.ledger.seal", "schedule": 60.0, "options": {"expires": 55}},
}

SIMPLE_HISTORY_ENABLED = False  # PostgreSQL triggers write the history; see core.audit.triggers
SIMPLE_HISTORY_REVERT_DISABLED = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.permissions.PolicyPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "core.api.parsers.BoundedJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.errors.exception_handler",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Termkeeper API",
    "DESCRIPTION": "Contracts, vendors and deadlines for ERPs and other programs.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["core.api.permissions.PolicyPermission"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ContractStatus": "contracts_app.models.contract.Contract.Status",
        "ContractType": "contracts_app.models.contract.Contract.Type",
        "TermType": "contracts_app.models.terms.ContractTerms.TermType",
        "PeriodUnit": "contracts_app.models.terms.PeriodUnit",
        "NoticeUnit": "contracts_app.models.notice.NoticeRule.Unit",
        "DocumentKind": "contracts_app.models.document.Document.Kind",
        "VersionState": "contracts_app.models.document.DocumentVersion.State",
        "ImportState": "contracts_app.models.imports.ImportRun.State",
        "ClaimStatus": "slas.models.claim.Claim.Status",
        "ExclusionKind": "slas.models.exclusion.Exclusion.Kind",
        "DeadlineStatus": "renewals.models.deadline.Deadline.Status",
        "UpliftKind": "spend.models.uplift.UpliftRule.Kind",
        "IndexFrequency": "spend.models.index.IndexSeries.Frequency",
        "DecisionKind": "renewals.models.decision.Decision.Kind",
        "DecisionStatus": "renewals.models.decision.Decision.Status",
        "NoticeKind": "renewals.models.notice.Notice.Kind",
        "NoticeStatus": "renewals.models.notice.Notice.Status",
        "ServiceStatus": "renewals.models.notice.Service.Status",
        "ExitTaskKind": "renewals.models.exit_task.ExitTask.Kind",
        "NoticeRuleKind": "contracts_app.models.notice.NoticeRule.Kind",
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
# After so long without a sign-in or a confirmation, exports and reports ask again who it is.
EXPORT_CONFIRMATION_SECONDS = 15 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"
if IS_PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = environment.switch("TERMKEEPER_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
