"""Kinds of background work, and the function that does each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.platform.jobs.progress import Progress


@dataclass(frozen=True, slots=True)
class Result:
    """Say what came of the work: words for its owner, and the local address of the page that shows it."""

    message: str = ""
    url: str = ""


Work = Callable[["Progress", dict[str, Any]], Result | None]
_kinds: dict[str, Work] = {}


def background(kind: str) -> Callable[[Work], Work]:
    """Make a function the work of a kind, such as "referrals.import"; it lives in its room's `jobs.py`.

    The function takes `(progress, arguments)` and returns a Result. All that it writes is one transaction: kept
    together with the word that it is done, or not at all. It may run again after a machine or a connection failed, so
    what it does outside the database must bear being done twice. A RuleBroken that it raises is shown to its owner.
    """

    def decorate(work: Work) -> Work:
        if kind in _kinds and _kinds[kind] is not work:
            raise ValueError(f"Two functions do the work of {kind}.")
        _kinds[kind] = work
        return work

    return decorate


def work_of(kind: str) -> Work:
    """Return the function that does this kind of work; raises KeyError for a kind that nobody registered."""
    return _kinds[kind]
