"""What can be chosen in the forms of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.features.workforce.queries import staff_members

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def staff_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Return those at work as (id, name) pairs."""
    return [(str(member.pk), member.name) for member in staff_members(viewer)]
