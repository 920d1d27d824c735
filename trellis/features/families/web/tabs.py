"""The parts of the family file as tabs: this room's and those that other rooms contribute."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.platform.contributions.registry import family_tabs

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def tabs_of(viewer: Viewer, family_id: uuid.UUID, active: str) -> list[dict[str, Any]]:
    """Return the tabs that the viewer may open; `active` is the address's name of the page that is shown."""
    return [
        {"text": tab.label, "href": reverse(tab.url_name, args=[family_id]), "active": tab.url_name == active}
        for tab in family_tabs()
        if viewer.may(tab.permission)
    ]
