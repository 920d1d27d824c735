"""Reads of flags; the first argument is the viewer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from trellis.features.safety.models import SafetyFlag, SafetyReview
from trellis.features.safety.rules.flags import FlagKind, FlagState, fades_on, flag_state

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Shown:
    """A flag as it stands on a day."""

    flag: SafetyFlag
    state: FlagState
    fades_on: date
    is_danger: bool


def flags_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[SafetyFlag]:
    """Return every flag of a family, with the looks at each."""
    reviews = SafetyReview.objects.visible_to(viewer).select_related("reviewed_by__user").order_by("pk")
    return (
        SafetyFlag.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("person", "raised_by__user")
        .prefetch_related(Prefetch("reviews", reviews))
        .order_by("-since", "-pk")
    )


def as_shown(flags: list[SafetyFlag], today: date) -> list[Shown]:
    """Return flags with their states: at the top first, danger first among those; faded, then ended."""
    shown = [_shown(flag, today) for flag in flags]
    return sorted(shown, key=_rank)


def open_flags(viewer: Viewer, family_id: uuid.UUID, today: date) -> list[Shown]:
    """Return the flags of a family that nobody has ended, faded ones too, danger first, in one query."""
    found = (
        SafetyFlag.objects.visible_to(viewer)
        .filter(family_id=family_id, ended_on__isnull=True)
        .select_related("person")
        .order_by("-since", "-pk")
    )
    return as_shown(list(found), today)


def at_the_top(viewer: Viewer, family_id: uuid.UUID, today: date) -> list[Shown]:
    """Return the flags for the top of a family's page, danger first, in one query."""
    return [one for one in open_flags(viewer, family_id, today) if one.state.at_the_top]


def _rank(one: Shown) -> tuple[bool, bool, int]:
    # Danger first among those at the top, whether or not a look is due.
    return (not one.state.at_the_top, not one.is_danger and one.state.at_the_top, list(FlagState).index(one.state))


def _shown(flag: SafetyFlag, today: date) -> Shown:
    kind = FlagKind(flag.kind)
    state = flag_state(kind, flag.review_on, today, ended=flag.ended_on is not None)
    return Shown(flag, state, fades_on(kind, flag.review_on, today), kind.is_danger)
