"""The bench: as on a machine of one's own, with static files found where they were built."""

import os

from trellis.config.settings.local import *  # noqa: F403

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# What is filled is filled by the owner; pages are opened behind the wall, or, to see what it costs, without it.
TRELLIS_SIGHT_WITHOUT_VIEWER = "owner"
if os.environ.get("TRELLIS_BENCH_WALL") == "off":
    DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"  # noqa: F405

# Pages that are not there are asked for by the thousand, on purpose.
LOGGING = {"version": 1, "disable_existing_loggers": False, "loggers": {"django.request": {"level": "ERROR"}}}
