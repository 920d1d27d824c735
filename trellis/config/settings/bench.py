"""The bench: as on a machine of one's own, with static files found where they were built."""

from trellis.config.settings.local import *  # noqa: F403

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
