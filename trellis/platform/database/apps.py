"""Extensions, the records' common ground, and the second wall."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DatabaseConfig(AppConfig):
    """Extensions, the records' common ground, and the second wall."""

    name = "trellis.platform.database"
    label = "database"

    def ready(self) -> None:
        """Build the wall whenever tables were made."""
        post_migrate.connect(_build_wall, sender=self)


def _build_wall(*, using: str, **_: Any) -> None:
    from trellis.platform.database.wall import build

    build(using)
