"""Tests: the real database, fast hashing, nothing that leaves the machine."""

import os

from trellis.config.settings.base import *  # noqa: F403

DEBUG = False
TRELLIS_DEMO = True
SECRET_KEY = "test-only-" + "k" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TRELLIS_TEST_DATABASE", "test_trellis")}  # noqa: F405
TRELLIS_STRICT_TEMPLATES = True
# What tests make and read outside a page they make and read as the owner; pages are opened behind the wall.
TRELLIS_SIGHT_WITHOUT_VIEWER = "owner"
