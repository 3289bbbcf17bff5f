"""Settings of the intranet: everything that differs between installations comes from the environment.

`.env.example` lists every variable with its default. Without any, the product is for development on this machine:
SQLite and files under `var/`.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from intranet.csp import ADMIN_POLICY, SITE_POLICY
from intranet.roles import ROLES

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)
for name in ("SECRET_KEY", "VAR_DIR", "DATABASE_URL"):  # empty, as .env.example has them: the default
    if os.environ.get(name) == "":
        del os.environ[name]

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", LOOPBACK)
if DEMO and not set(ALLOWED_HOSTS) <= set(LOOPBACK):
    raise ImproperlyConfigured("DEMO=true has logins that everybody knows: it runs on loopback addresses only.")
LOCAL = DEBUG or DEMO
SECRET_KEY = env.str("SECRET_KEY", "not-secret-development-only" if LOCAL else None)
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY (50 random characters), or DEBUG=true for development.")

# --- Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "intranet",
    "core",
    "accounts",
    "search",
    "files",
    "directory",
    "library",
    "news",
    "events",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "home",  # last: what it sets up after a migration needs the permissions of all others
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intranet.csp.PolicyMiddleware",
    "core.middleware.RequestCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "core.middleware.ScriptMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.RequireMFAMiddleware",
    "core.redirects.ReaderRedirectMiddleware",
    "intranet.guards.BadRequestMiddleware",
]

ROOT_URLCONF = "intranet.urls"
WSGI_APPLICATION = "intranet.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "core.templatetags.text"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.chrome",
                "directory.context_processors.own_seat",
            ],
        },
    }
]
COTTON_DIR = "components"

# --- Data -------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}}
WORKER_SILENT_SECONDS = env.int("WORKER_SILENT_SECONDS", 90)  # then what a task worker was running is put back

# --- Search: SQLite in VAR_DIR/search, or Elasticsearch ----------------------------------------------------------

SEARCH_URL = env.str("SEARCH_URL", "")
SEARCH_API_KEY = env.str("SEARCH_API_KEY", "")
SEARCH_CA_FILE = env.str("SEARCH_CA_FILE", "")
SEARCH_INDEX = env.str("SEARCH_INDEX", "mreza")

# --- Files: served by views that ask who reads, never from a public folder -------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = LOCAL
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "uploads"  # on the disk of MEDIA_ROOT: a whole file gets there by one rename
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_MB", 100) * 1024 * 1024
# What reading one file may cost; beyond it the file is too big.
EXTRACTION_MEMORY_MB = env.int("EXTRACTION_MEMORY_MB", 1500)
EXTRACTION_SECONDS = env.int("EXTRACTION_SECONDS", 120)
EXTRACTION_PAGES = env.int("EXTRACTION_PAGES", 10_000)
PAGE_CACHE = VAR_DIR / "pages"
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", 2000)
EXTRACTION_CHARACTERS = env.int("EXTRACTION_CHARACTERS", 20_000_000)
X_ACCEL_PREFIX = env.str(
    "X_ACCEL_PREFIX", ""
)  # nginx: an `internal` location over MEDIA_ROOT; empty: Python sends files

# --- People and doors -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ROLE_PERMISSIONS = ROLES
MFA_REQUIRED = env.bool("MFA_REQUIRED", not LOCAL)
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)
MAIL_SCRIPTS = ["sr", "sr-latn"] if env.bool("MAIL_CYRILLIC_FIRST", False) else ["sr-latn", "sr"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL  # http://localhost
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_TOTP_ISSUER = "Mreza eUprava"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# --- Language ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "sr-latn"
LANGUAGES = [("sr-latn", _("Serbian, Latin script")), ("sr", _("Serbian, Cyrillic script")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale" / "intranet", BASE_DIR / "locale" / "wagtail"]
TIME_ZONE = "Europe/Belgrade"
USE_TZ = True

# --- Wagtail ----------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Mreža za elektronsku upravu"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "gate"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_WORKFLOW_ENABLED = False
# A form that saves itself does not wait for its answer when "publish" is pressed: a new page would be made twice.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_DOCUMENT_MODEL = "files.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "files.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = MAX_UPLOAD_BYTES
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "doc",
    "docx",
    "html",
    "odp",
    "ods",
    "odt",
    "pdf",
    "pptx",
    "rtf",
    "txt",
    "xls",
    "xlsx",
]
WAGTAILIMAGES_IMAGE_MODEL = "files.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "files.forms.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no page names a foreign host
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Mail, security, log ----------------------------------------------------------------------------------------

vars().update(env.dj_email_url("EMAIL_URL", "console:" if LOCAL else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "mreza@localhost")
CONTENT_SECURITY_POLICY = {"DIRECTIVES": SITE_POLICY}
ADMIN_CONTENT_SECURITY_POLICY = ADMIN_POLICY
HTTPS = env.bool("HTTPS", not LOCAL)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "intranet.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
if X_ACCEL_PREFIX:
    SENDFILE_BACKEND = "files.sending"
