from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LookingConfig(AppConfig):
    """Who looked at whom, and what of it was unusual."""

    name = "trellis.features.looking"
    label = "looking"

    def ready(self) -> None:
        """Wall the log by family once the wall stands."""
        post_migrate.connect(_wall_the_log, sender=self)


def _wall_the_log(*, using: str, **_: Any) -> None:
    from trellis.features.looking.log_wall import build

    build(using)
