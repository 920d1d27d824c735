"""Settings that hold everywhere; `local`, `test` and `production` say only what differs."""

import os
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

PROJECT = Path(__file__).resolve().parents[3]
STATE_FOLDER = Path(os.environ.get("TRELLIS_STATE_FOLDER", PROJECT / ".trellis"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    "trellis.platform.database",
    "trellis.platform.access",
    "trellis.platform.audit",
    "trellis.platform.contributions",
    "trellis.platform.design_system",
    "trellis.platform.documents",
    "trellis.platform.jobs",
    "trellis.platform.notifications",
    "trellis.features.programmes",
    "trellis.features.workforce",
    "trellis.features.families",
    "trellis.features.chronology",
    "trellis.features.confidentiality",
    "trellis.features.safety",
    "trellis.features.separations",
    "trellis.features.duplicates",
    "trellis.features.screening",
    "trellis.features.referrals",
    "trellis.features.journeys",
    "trellis.features.sessions",
    "trellis.features.groups",
    "trellis.features.correspondence",
    "trellis.features.outcomes",
    "trellis.features.insight",
    "trellis.features.looking",
    "trellis.features.rights",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "trellis.platform.access.middleware.SightMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trellis.platform.access.guarding.SignInMiddleware",
    "trellis.platform.access.middleware.ViewerMiddleware",
    "trellis.platform.access.middleware.DeniedByDefaultMiddleware",
    "trellis.platform.access.guarding.SecondStepMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "trellis.config.urls"
WSGI_APPLICATION = "trellis.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "trellis.platform.design_system.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1/trellis"),
        conn_max_age=60,
        conn_health_checks=True,
        engine="trellis.platform.database.postgresql",
    )
}
# The role that row-level security binds; whatever no viewer looks through sees nothing.
TRELLIS_APPLICATION_ROLE = os.environ.get("TRELLIS_APPLICATION_ROLE", "trellis_application")
TRELLIS_SIGHT_WITHOUT_VIEWER = os.environ.get("TRELLIS_SIGHT_WITHOUT_VIEWER", "nothing")
# Rate limits are counted here, so that every worker counts the same tries.
CACHES = {"default": {"BACKEND": "trellis.platform.database.cache.JsonDatabaseCache", "LOCATION": "cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Closes what must not lie in the database in clear; the service's own key is used where none is given.
TRELLIS_SEALING_KEY = os.environ.get("TRELLIS_SEALING_KEY", "")

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "trellis.platform.access.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key", "login": "60/m/ip"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_FORMS = {
    "login": "trellis.platform.access.web.sign_in_forms.SignInForm",
    "change_password": "trellis.platform.access.web.sign_in_forms.ChangePasswordForm",
    "reset_password": "trellis.platform.access.web.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "trellis.platform.access.web.sign_in_forms.NewPasswordForm",
    "reauthenticate": "trellis.platform.access.web.sign_in_forms.PasswordAgainForm",
}
MFA_ADAPTER = "trellis.platform.access.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "trellis.platform.access.web.sign_in_forms.SecondFactorForm",
    "reauthenticate": "trellis.platform.access.web.sign_in_forms.SecondFactorAgainForm",
    "activate_totp": "trellis.platform.access.web.sign_in_forms.TurnOnForm",
    "add_webauthn": "trellis.platform.access.web.sign_in_forms.NewPasskeyForm",
    "edit_webauthn": "trellis.platform.access.web.sign_in_forms.PasskeyNameForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Trellis"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "trellis.platform.access.own_sign_in.OwnSignInAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "trellis.platform.access.own_sign_in.OwnProvider"},
}
# Hosts of organisations' own sign-in within this service's network, with commas; all others must be on the internet.
TRELLIS_PRIVATE_PROVIDERS = [name for name in os.environ.get("TRELLIS_PRIVATE_PROVIDERS", "").split(",") if name]
# How many proxies of ours stand before this service: whose word about a request's address is believed.
TRELLIS_TRUSTED_PROXIES = int(os.environ.get("TRELLIS_TRUSTED_PROXIES", "0"))
AXES_HANDLER = "trellis.platform.access.lockout.Handler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "trellis.platform.access.sign_in.name_typed"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "trellis.platform.access.sign_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "trellis.platform.access.whereabouts.address_of"
# Tries made while sign-in is closed do not keep it closed; what was being typed when it began is not written down.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "held", "credential", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_ENGINE = "trellis.platform.access.store"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "trellis.platform.access.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = STATE_FOLDER / "static"
STATICFILES_DIRS = [PROJECT / "trellis/platform/design_system/static_built"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = STATE_FOLDER / "documents"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
TRELLIS_UPLOAD_LIMIT = 20 * 1024 * 1024

TRELLIS_PROGRAMME_FOLDERS = [
    Path(folder) for folder in os.environ.get("TRELLIS_PROGRAMME_FOLDERS", "").split(os.pathsep) if folder
]
TRELLIS_DEMO = False
TRELLIS_ADDRESS = os.environ.get("TRELLIS_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ.get("EMAIL_HOST", "localhost"),
            "port": int(os.environ.get("EMAIL_PORT", "25")),
        },
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("TRELLIS_FROM_EMAIL", "trellis@example.org")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TRELLIS_LOG_LEVEL", "WARNING")},
}
