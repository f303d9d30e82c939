"""The settings of the service; every value that differs between services comes from the environment (docs/settings.md)."""

import hashlib
from pathlib import Path

from portal import environment
from portal.environment import files as environment_files
from portal.environment import mail as environment_mail
from portal.environment import oidc as environment_oidc

BASE_DIR = Path(__file__).resolve().parent.parent

DEMO = environment.flag("DEMO", default=False)
DEBUG = False
SECRET_KEY = environment.secret("SECRET_KEY", demo=DEMO) or hashlib.sha256(f"demo {BASE_DIR}".encode()).hexdigest()
RECORD_KEY = environment.secret("RECORD_KEY", demo=DEMO) or hashlib.sha256(f"demo record {BASE_DIR}".encode()).hexdigest()
RECORD_KEY_ID = "1"
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
ORIGIN = environment.words("ORIGIN", default="http://localhost:8000")[0]
SECURE = ORIGIN.startswith("https://")
if not DEMO and not SECURE:
    environment.stop("ORIGIN must be the https:// address of the service, for example https://plans.example.gov.uk.")
SEAL_KEYS = environment.keys("SEAL_KEY", demo=DEMO) or [hashlib.sha256(f"demo seal {BASE_DIR}".encode()).hexdigest()]

INSTALLED_APPS = [
    "portal",
    "comments",
    "plans",
    "permissions",
    "files",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "channels",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.middleware.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.bad_input.BadInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.origin.OriginOfForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.session_use.SessionUse",
    "portal.middleware.session_words.SessionWords",
    "portal.middleware.policy.PolicyMiddleware",
    "portal.middleware.admin_gate.AdminGate",
    "portal.middleware.refusals.Refusals",
]

ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"
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
                "portal.context.everywhere",
            ],
        },
    }
]
FORM_RENDERER = "portal.form_renderer.FormRenderer"

DATABASES = {"default": environment.database(BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.redis_url()
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}

# Jobs are rows in the database; `manage.py db_worker` does them.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "permissions.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
ANONYMOUS_USER_NAME = None
GUARDIAN_AUTO_PREFETCH = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # guardian's own backend would answer without the stage (design, 6)

ACCOUNT_ADAPTER = "portal.sign_in.door.ClosedDoor"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_TIMEOUT = 1800  # time enough to set up a first passkey after an invitation; the code itself holds for 10 minutes
# A key is an address or a person together with where the request comes from: nobody's tries stop somebody else. A whole school may sit behind one address.
ACCOUNT_RATE_LIMITS = {"request_login_code": "60/m/ip,3/m/key", "login_failed": "60/m/ip,5/5m/key", "email_code": "60/m/ip,3/m/user"}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_ADAPTER = "portal.sign_in.factors.Keys"
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXIES", default=0, least=0, most=5)
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Plan portal"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_PROVIDERS = environment_oidc.oidc_providers(demo=DEMO)
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"

# Sessions are rows of our own: idle 30 minutes, 10 on a shared device, 12 hours at most; the cookie goes with the browser.
SESSION_ENGINE = "portal.sessions.store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
if SECURE:
    # A browser takes a cookie of such a name only from this very host, over https, for the whole of it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # whoever watches the service asks it from inside, without https
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
# Nothing to anybody, this service included. A form then says "Origin: null"; portal.middleware.origin puts that right.
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [ORIGIN]
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_PERMISSIONS = 0o600

# The files of cases (docs/settings.md): never below MEDIA_ROOT, never served but through a view that asks access.
FILES_ROOT = environment_files.files_root(BASE_DIR)
FILE_LIMIT = environment_files.megabytes("FILE_LIMIT_MB", default=20, most=100)
FILE_QUOTA = environment_files.megabytes("FILE_QUOTA_MB", default=500, most=100_000)
CLAMD = environment_files.scanner()

EMAIL_BACKEND = "portal.mail.OutboxBackend"
MAIL = environment_mail.mail(demo=DEMO)
MAIL_TRANSPORT, DEFAULT_FROM_EMAIL, SERVER_EMAIL = MAIL.transport, MAIL.sender, MAIL.sender
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.tls == "starttls", MAIL.tls == "tls"
NOTIFY_API_KEY, NOTIFY_TEMPLATE_ID, NOTIFY_BASE_URL = MAIL.notify_key, MAIL.notify_template, MAIL.notify_url
NOTIFY_CALLBACK_TOKEN = MAIL.callback_token

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STATIC_ROOT = BASE_DIR / "var" / "static"
GUIDANCE_ROOT = environment_files.folder("GUIDANCE_ROOT", default=BASE_DIR / "var" / "guidance")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": GUIDANCE_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/guidance-files/"
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

WAGTAIL_SITE_NAME = "Plan portal"
WAGTAILADMIN_BASE_URL = ORIGIN
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_request_login_code"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.forms.guidance.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = FILE_LIMIT
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.forms.guidance.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.log_lines.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
