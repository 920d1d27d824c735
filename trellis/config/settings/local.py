"""A machine of one's own: `make run`, with demo families."""

from trellis.config.settings.base import *  # noqa: F403

DEBUG = False
TRELLIS_DEMO = True
SECRET_KEY = "demo-only-" + "k" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": STATE_FOLDER / "mail"},  # noqa: F405
    }
}
