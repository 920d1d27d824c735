"""What other pages show of rights."""

from __future__ import annotations

from datetime import date
from typing import Any

from trellis.features.rights.queries import requests as queries
from trellis.platform.access.viewer import Viewer


def clocks_today(viewer: Viewer, subject: Any, today: date) -> dict[str, Any] | None:
    """Return the requests that are due soonest, or None when there are none."""
    soonest = queries.clocks_due(viewer, today)
    return {"soonest": soonest} if soonest else None


def asked_of_us(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    """Return what the family's page links to."""
    return {"family": family}
