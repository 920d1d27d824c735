"""Words for groups."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class GroupStatus(LabelledEnum):
    """Where a group is on its way."""

    FORMING = "forming", "Forming"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    CANCELLED = "cancelled", "Cancelled"
