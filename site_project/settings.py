"""
Settings of every installation; what differs between them comes from the environment.

`.env.example` lists each variable. A value that cannot be used ends the start with one line.
"""

from datetime import timedelta
from functools import partial
from pathlib import Path

from reviews.ckeditor_config import CKEDITOR_CONFIGS as CKEDITOR_CONFIGS
from site_project import addresses, env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env.load_file("ENV_FILE", default=BASE_DIR / ".env")

# The site

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret_key("SECRET_KEY", local_file=VAR_DIR / "secret_key" if DEBUG else None)
SITE_NAME = env.text("SITE_NAME", "Double Feature")
SITE_URL = env.origin("SITE_URL", "http://localhost:8000" if DEBUG else None)
# Empty under DEBUG means every name of this machine.
ALLOWED_HOSTS = env.items(
    "ALLOWED_HOSTS", env.HOST, default=[] if DEBUG else [env.host_of(SITE_URL)]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
USE_TZ = True
LANGUAGE_CODE = "en"
USE_I18N = True
FORMAT_MODULE_PATH = "site_project.formats"

# Django

ROOT_URLCONF = "site_project.urls"
WSGI_APPLICATION = "site_project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "reviews",
    "recommendations",
    "axes",
    "ckeditor",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    # Before staticfiles, so that runserver serves static files as production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "site_project.health.health_middleware",
    # Before all that readers of a stored page need not wait for; their headers are stored with it.
    "reviews.freshness.middleware.freshness_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    # Innermost, so that a moved page is found before a slash is put at the end of its old path.
    "reviews.redirects.RedirectsMiddleware",
]

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
                "site_project.context_processors.site",
            ],
        },
    },
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# django-ckeditor warns that CKEditor 4 gets no more updates: docs/decisions/0002.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Data

DATABASES = {
    "default": env.address(
        "DATABASE_URL",
        "sqlite:///var/db.sqlite3",
        partial(
            addresses.database,
            folder=BASE_DIR,
            pool_size=env.integer("DATABASE_POOL_SIZE", default=10, minimum=1, maximum=1000),
        ),
        example="sqlite:///var/db.sqlite3 or postgres://user:password@host:5432/name",
    )
}
CACHES = {
    "default": env.address(
        "CACHE_URL", "locmem://", addresses.cache, example="locmem:// or redis://host:6379/0"
    )
}

# Says when public pages last changed, where CACHE_URL names no Redis that would.
STAMP_FILE = BASE_DIR / env.text("STAMP_FILE", "var/stamp")

# Work that no request waits for: by a thread of the same process, or by `manage.py db_worker`.

TASK_BACKENDS = {
    "immediate": "site_project.background.ThreadBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
TASKS = {
    "default": {
        "BACKEND": TASK_BACKENDS[env.choice("TASKS", tuple(TASK_BACKENDS), default="immediate")]
    }
}

# Feeds

FEED_FULL_TEXT = env.boolean("FEED_FULL_TEXT", default=True)
# What finds the links at the end of each item, as {key: [slug and headline]}; None for none.
FEED_ONWARD_LINKS = (
    "recommendations.onward.links_of" if env.boolean("FEED_READ_MORE", default=True) else None
)
WEBSUB_HUBS = env.items("WEBSUB_HUBS", env.WEB_ADDRESS, default=[])

# Editors: after how many months without a change the desk asks whether all of it is still true.

STALE_AFTER_MONTHS = env.integer("STALE_AFTER_MONTHS", default=12, minimum=1, maximum=1200)

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = env.url_prefix("MEDIA_URL", "/media/")
MEDIA_ROOT = BASE_DIR / env.text("MEDIA_ROOT", "var/media")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Readers: sums per day of which links they follow, and nothing of who they are.

RECOMMENDATIONS = env.json_object("RECOMMENDATIONS")
COUNT_FOLLOWED = env.boolean("COUNT_FOLLOWED", default=True)

# A text that is too long is refused by its form, which keeps it, and not by Django.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
# Each tag of an article is a field of its own.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Security: HTTPS is on exactly where the site's own address says so.

IS_HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = env.integer(
    "HSTS_SECONDS", default=3600 if IS_HTTPS else 0, minimum=0, maximum=10**9
)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", default=False)
if env.boolean("TRUST_X_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_CONTENT_TYPE_NOSNIFF = True
# The origin goes out with a reader, since video players refuse a page that hides its own.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

# Logins: five wrong passwords under one name from one address, and it waits: docs/decisions/0055.

# How many proxies of ours stand before the site and add to X-Forwarded-For.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0, minimum=0, maximum=10)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "site_project.login_throttle.client_address"
AXES_LOCKOUT_CALLABLE = "site_project.login_throttle.locked_out"
# What is kept of attempts is gone with the wait.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Mail: Django sends reports of server errors to ADMINS.

ADMINS = [(address, address) for address in env.items("ADMINS", env.EMAIL, default=[])]
DEFAULT_FROM_EMAIL = env.email_address("EMAIL_FROM", f"noreply@{env.host_of(SITE_URL)}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
EMAIL_TIMEOUT = 10
globals().update(
    env.address(
        "EMAIL_URL",
        "console://",
        addresses.mail,
        example="console:// or smtp+tls://user:password@host:587",
    )
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"require_debug_false": {"()": "django.utils.log.RequireDebugFalse"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "mail": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "filters": ["require_debug_false"],
        },
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", env.LOG_LEVELS, default="INFO"),
    },
    "loggers": {
        "django": {"handlers": ["mail"], "level": "INFO"},
        # Robots send wrong host names all day: logged, not mailed.
        "django.security.DisallowedHost": {"handlers": ["stderr"], "propagate": False},
        # What went well is of no interest, but to who watches a worker, which says it.
        "django_tasks": {"level": "WARNING"},
        # runserver's own line for each request.
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
