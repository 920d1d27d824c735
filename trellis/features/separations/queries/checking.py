"""The check of every booking, before it is made; and the words for the database's own refusal."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from trellis.features.separations.models import Separation
from trellis.features.separations.queries.apart import apart_from, wait_for_others
from trellis.features.separations.queries.naming import sides_in_words
from trellis.features.separations.rules import Booking, Brings, Works, decide, meetings, shared_workers
from trellis.features.separations.rules.words import CANNOT_BE_BOOKED, kept_apart
from trellis.kernel.decisions import RuleBroken
from trellis.platform.contributions.registry import hooks

if TYPE_CHECKING:
    from trellis.features.separations.rules import Apart
    from trellis.platform.access.viewer import Viewer

BOOKINGS, WORKERS = "bookings_of_people", "workers_of_people"
CONSTRAINT = "separated_people_do_not_meet"


def check_bookings(
    by: Viewer, wanted: Sequence[Booking], *, moved: bool = False, leaving_out: Iterable[object] = ()
) -> None:
    """Raise RuleBroken where bookings would bring together people who are kept apart.

    `moved`: the sessions stand already and only change; `leaving_out` are the ids of sessions as they stood before.
    Whoever may see the separation reads why; anybody else reads what is said of a venue that is closed.
    """
    apart = _apart(by, {each.person for each in wanted})
    if not apart:
        return
    gone = set(leaving_out)
    standing = [each for each in booked(by, {each.other for each in apart}) if each.session not in gone]
    decision = decide(meetings(apart, wanted, standing, moved=moved))
    _refuse(by, [(uuid.UUID(reason.about), Brings(reason.key)) for reason in decision.not_met])


def check_workers(by: Viewer, wanted: Sequence[Works]) -> None:
    """Raise RuleBroken where a worker would work with two people whose separation asks for different workers."""
    apart = [each for each in _apart(by, {each.person for each in wanted}) if each.different_workers]
    if not apart:
        return
    decision = decide(shared_workers(apart, wanted, worked_with(by, {each.other for each in apart})))
    _refuse(by, [(uuid.UUID(reason.about), Brings(reason.key)) for reason in decision.not_met])


@contextmanager
def refusing(by: Viewer) -> Iterator[None]:
    """Say the database's refusal of a booking in the same words as the check that comes before it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        found = _refusal_in(refused)
        if found is None:
            raise
        _refuse(by, [found], refused)


def booked(by: Viewer, people: Iterable[uuid.UUID]) -> list[Booking]:
    """Return what people are booked for, in the whole organisation.

    Hook "bookings_of_people": viewer, ids of people; returns a Booking for each place and each session planned.
    """
    asked = sorted(set(people))
    return [row for hook in hooks(BOOKINGS) for row in hook.call(by, asked)] if asked else []


def worked_with(by: Viewer, people: Iterable[uuid.UUID]) -> list[Works]:
    """Return who works with people now, in the whole organisation.

    Hook "workers_of_people": viewer, ids of people; returns a Works for each worker of each person.
    """
    asked = sorted(set(people))
    return [row for hook in hooks(WORKERS) for row in hook.call(by, asked)] if asked else []


def _apart(by: Viewer, people: set[uuid.UUID]) -> list[Apart]:
    found = apart_from(by, people)
    if found:
        wait_for_others(by)
    return found


def _refusal_in(refused: IntegrityError) -> tuple[uuid.UUID, Brings] | None:
    told = getattr(refused.__cause__, "diag", None)
    if told is None or told.constraint_name != CONSTRAINT:
        return None
    separation, how = told.message_detail.split()
    return uuid.UUID(separation), Brings(how)


def _refuse(by: Viewer, found: Sequence[tuple[uuid.UUID, Brings]], because: IntegrityError | None = None) -> None:
    if not found:
        return
    seen = Separation.objects.visible_to(by).in_bulk([separation for separation, _ in found])
    if len(seen) < len({separation for separation, _ in found}):
        # One that may not be seen is enough to say nothing at all.
        raise RuleBroken(CANNOT_BE_BOOKED) from None
    words = []
    named = sides_in_words(by, seen.values())
    for separation, how in found:
        one = seen[separation]
        first, second = named[separation]
        words.append(kept_apart(first, second, one.reason, one.source, f"{how.label}."))
    raise RuleBroken(" ".join(words), problems=[(None, each) for each in words]) from because
