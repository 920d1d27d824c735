"""What safety gives to an agreement to share: that there is a plan, and what is dangerous now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from trellis.features.confidentiality.rules import Shared, SharedSection
from trellis.features.safety import queries

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def safety_work(viewer: Viewer, family: Any, what: Collection[str], today: date) -> SharedSection | None:
    """Give the flags at the top of the family's page, and whether there is a safety plan; never the plan itself."""
    if Shared.SAFETY_WORK not in what:
        return None
    lines = [shown.flag.words for shown in queries.at_the_top(viewer, family.pk, today)]
    if queries.plans_of(viewer, family.pk).exists():
        lines.append("There is a safety plan. Ask us about it.")
    return SharedSection("Safety", tuple(lines)) if lines else None
