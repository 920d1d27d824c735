"""Keeps the demonstration and the real service apart."""

from __future__ import annotations

from trellis.config.launch.say import InTheWay


def refuse_demo_data() -> None:
    """Raise InTheWay when the database holds organisations of the demonstration.

    Called where a real service starts. A database without tables holds none.
    """
    from django.db import DatabaseError

    from trellis.platform.access.models import Organisation

    try:
        name = Organisation.objects.filter(is_demo=True).values_list("name", flat=True).first()
    except DatabaseError:
        return
    if name:
        raise InTheWay(
            f"This database holds the demonstration ({name}): a real service needs a database of its own in "
            "DATABASE_URL."
        )
