"""A real service: nothing of the demonstration is let through."""

import os

from django.core.exceptions import ImproperlyConfigured

from trellis.config.settings.base import *  # noqa: F403


def _needed(name: str, what_for: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {what_for}.")
    return value


DEBUG = False
if os.environ.get("TRELLIS_DEBUG") or os.environ.get("DEBUG", "").lower() in {"1", "true", "yes"}:
    raise ImproperlyConfigured("DEBUG is on. Take DEBUG and TRELLIS_DEBUG out of the environment.")
if os.environ.get("TRELLIS_DEMO"):
    raise ImproperlyConfigured("TRELLIS_DEMO is set. Demo families never go into a real service.")
SECRET_KEY = _needed("TRELLIS_SECRET_KEY", "at least 50 random characters that only this service knows")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("demo-only-", "test-only-")):
    raise ImproperlyConfigured("TRELLIS_SECRET_KEY is a demo key or too short: use 50 random characters or more.")
ALLOWED_HOSTS = _needed("TRELLIS_HOSTS", "the host names that this service answers to, with commas").split(",")
_needed("DATABASE_URL", "the PostgreSQL server that holds the records")
TRELLIS_ADDRESS = os.environ.get("TRELLIS_ADDRESS", "").rstrip("/") or f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
