"""What one change would do for the whole waiting list: one more practitioner, one more room, more minutes of travel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from trellis.features.groups.planning.changes import Change, changed, renumbered
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.part import Part, PartModel
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.replan import Effort, solver_for
from trellis.features.groups.planning.words import kind_words, venue_words

MORE_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Help:
    """A change, how many more families it would place with everybody else left where they are, and the words."""

    change: Change
    more: int
    words: str


def what_would_help(
    indexed: Indexed, plan: Plan, *, until: float, clock: Callable[[], float], most: int = 5
) -> list[Help]:
    """Return the changes that would place most more families, the best first; stops trying at `until`."""
    before = more_placed(indexed, plan)
    found = []
    for change, words in _changes(indexed):
        if clock() > until:
            break
        more = more_placed(Indexed(changed(indexed, change)), plan, indexed) - before
        if more > 0:
            families = "1 more family" if more == 1 else f"{more} more families"
            found.append(Help(change, more, f"{words} would place {families}, everybody else left where they are."))
    return sorted(found, key=lambda each: -each.more)[:most]


def _changes(indexed: Indexed) -> Iterator[tuple[Change, str]]:
    weekdays = sorted(set(indexed.weekday.values()))
    for weekday in weekdays:
        slots = tuple(sorted(slot for slot, day in indexed.weekday.items() if day == weekday))
        for kind in range(len(indexed.kinds)):
            name = kind_words(indexed, kind)
            yield Change("practitioner", kind=kind, slots=slots), f"One more {name} on {weekday.capitalize()}s"
    for venue in sorted(indexed.rooms):
        yield Change("room", venue=venue), f"One more room at {venue_words(indexed, venue)}"
    yield Change("travel", minutes=MORE_MINUTES), f"{MORE_MINUTES} more minutes of travel for everybody who waits"


def more_placed(indexed: Indexed, plan: Plan, origin: Indexed | None = None) -> int:
    """Return how many who wait could be placed at most, with all cohorts left as they are but for who joins them."""
    around = plan if origin is None else renumbered(origin, indexed, plan)
    placed = around.placed()
    waiting = tuple(family for family in range(len(indexed.families)) if family not in placed)
    reach = {at for family in waiting for at in indexed.offers_of[family]}
    steady = {at: around.cohorts[at] for at in sorted(around.cohorts)}
    closed = tuple(sorted(reach - set(around.cohorts)))
    members = tuple(sorted({*waiting, *placed}))
    stay = frozenset(
        {(family, at) for family, at in placed.items()}
        | {(family, at) for family in waiting for at in indexed.offers_of[family]}
    )
    written = PartModel(indexed, Part(closed, members, Plan(), steady, pairs=stay))
    for family, at in placed.items():
        written.model.add(written.place[family, at] == 1)
    written.model.maximize(sum(written.place[pair] for pair in written.place if pair[0] not in placed))
    solver = solver_for(Effort(2.0, 5.0))
    status = solver.solve(written.model)
    return round(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else 0
