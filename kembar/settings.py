"""Settings: one file, read from the environment, working without any.

Everything the instance keeps lies in ``$KEMBAR_HOME`` (see ``kembar.home``): the database, uploads, the secret key.
"""

import secrets
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from kembar.durable import write_text
from kembar.home import home
from kembar.keeping.swap import settle

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent
HOME = home()
settle(HOME)  # a restore that was killed is finished before anything is opened


def _secret_key() -> str:
    """Made once per home and kept there, readable by its owner alone."""
    path = HOME / "secret-key"
    if not path.exists() or not path.stat().st_size:
        HOME.mkdir(parents=True, exist_ok=True)
        write_text(path, secrets.token_urlsafe(50), mode=0o600)  # whole: an empty one would stop every start
    return path.read_text(encoding="ascii")


DEBUG = env.bool("KEMBAR_DEBUG", default=False)
SECRET_KEY = env.str("KEMBAR_SECRET_KEY", default="") or _secret_key()
ALLOWED_HOSTS = env.list("KEMBAR_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("KEMBAR_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "kembar.places",
    "kembar.access",
    "kembar.audit",
    "kembar.files",
    "kembar.law",
    "kembar.evidence",
    "kembar.partnerships",
    "kembar.signals",
    "kembar.matching",
    "kembar.literature",
    "kembar.studies",
    "kembar.casebook",
    "kembar.spreadsheets",
    "kembar.packages",
    "kembar.keeping",
    "kembar.pages",
    "kembar.offices",
    "kembar.ui",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kembar.ui.speaking.SpeakingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kembar.access.kept_forms.SignInAndComeBack",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "kembar.access.busy.WaitAndSendAgain",
    "kembar.ui.as_at.AsAtMiddleware",  # innermost, so that its refusals carry the headers of the others
]

ROOT_URLCONF = "kembar.urls"
WSGI_APPLICATION = "kembar.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "kembar.ui.context.page",
                "kembar.access.context.reader",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kembar.ui.templatetags.kembar_ui",
                "kembar.access.templatetags.form_marks",
                "kembar.partnerships.templatetags.register",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{HOME / 'kembar.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn instead of failing half-way
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456; "
        "PRAGMA cache_size=-65536; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "sesame.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
SESAME_MAX_AGE = 3600
SESAME_ONE_TIME = True
SESAME_TOKEN_NAME = "token"  # noqa: S105 - the name of the query parameter, not a secret
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # said on the page to sign in
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.bool("KEMBAR_HTTPS", default=False)
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True  # no script of ours reads a cookie
CSRF_COOKIE_SAMESITE = "Lax"
TRUSTED_PROXIES = frozenset(
    env.list("KEMBAR_PROXIES", default=["127.0.0.1", "::1"])
)  # whose X-Forwarded-For is believed
if SESSION_COOKIE_SECURE:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"  # no neighbour's page can plant one
CSRF_FAILURE_VIEW = "kembar.access.kept_forms.form_not_checked"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Without KEMBAR_MAIL nothing is mailed: pages then show what would be, to be copied.
MAIL = env.str("KEMBAR_MAIL", default="")
vars().update(env.email_url_config(MAIL or "dummymail://"))
DEFAULT_FROM_EMAIL = env.str("KEMBAR_MAIL_FROM", default="kembar@localhost")
EMAIL_TIMEOUT = 10  # seconds; a page waits for it

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.str("KEMBAR_TIME_ZONE", default="Asia/Jakarta")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PACKAGE_LIMIT = env.int("KEMBAR_PACKAGE_MB", default=1024) << 20  # bytes of a package sent in through a page
UPLOAD_LIMIT = env.int("KEMBAR_UPLOAD_MB", default=50) << 20  # bytes; ours: a treaty of 200 pages at 300 dots, coloured
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
TEST_RUNNER = "django.test.runner.DiscoverRunner"
