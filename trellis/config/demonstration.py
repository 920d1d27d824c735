"""Keeps the demonstration and the real service apart."""

from __future__ import annotations

from trellis.config.launch.say import InTheWay


def refuse_demo_data() -> None:
    """Raise InTheWay when the database holds organisations of the demonstration; called where a real service starts."""
    if name := _organisation(is_demo=True):
        raise InTheWay(
            f"This database holds the demonstration ({name}): a real service needs a database of its own in "
            "DATABASE_URL."
        )


def refuse_real_data() -> None:
    """Raise InTheWay when the database holds a real organisation; called where the demonstration starts."""
    if name := _organisation(is_demo=False):
        raise InTheWay(
            f"This database holds a real organisation ({name}), and the demonstration is never run beside it: start "
            "with production settings (DJANGO_SETTINGS_MODULE=trellis.config.settings.production), or name another "
            "database in DATABASE_URL."
        )


def _organisation(*, is_demo: bool) -> str | None:
    """Return the name of one such organisation; a database without tables holds none."""
    from django.db import connection

    from trellis.platform.access.models import Organisation

    if Organisation._meta.db_table not in connection.introspection.table_names():
        return None
    return Organisation.objects.filter(is_demo=is_demo).values_list("name", flat=True).first()
