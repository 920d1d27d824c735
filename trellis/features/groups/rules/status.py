"""A group's states and the ways between them."""

from __future__ import annotations

from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


class GroupStatus(LabelledEnum):
    """Where a group is on its way."""

    FORMING = "forming", "Forming"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    CANCELLED = "cancelled", "Cancelled"


_S = GroupStatus
NEXT: dict[GroupStatus, frozenset[GroupStatus]] = {
    _S.FORMING: frozenset({_S.RUNNING, _S.CANCELLED}),
    _S.RUNNING: frozenset({_S.FINISHED, _S.CANCELLED}),
    _S.FINISHED: frozenset(),
    _S.CANCELLED: frozenset(),
}
TAKES_PLACES = frozenset({_S.FORMING, _S.RUNNING})


def check_next(status: GroupStatus, wanted: GroupStatus) -> None:
    """Raise RuleBroken, in words, unless a group may go from `status` to `wanted`."""
    if wanted not in NEXT[status]:
        raise RuleBroken(f"This group is “{status.label}”, so it cannot become “{wanted.label}”.")


def check_takes_places(status: GroupStatus) -> None:
    """Raise RuleBroken, in words, unless places in a group may still be given and taken away."""
    if status not in TAKES_PLACES:
        raise RuleBroken(f"This group is “{status.label}”: its places can no longer be changed.")
