"""Finding practitioners for one more cohort beside those that are planned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Cohort


class Diary:
    """Who works when, and how many rooms are used, in the cohorts so far."""

    def __init__(self, indexed: Indexed, cohorts: Mapping[int, Cohort] | None = None) -> None:
        """Write the cohorts down."""
        self.indexed = indexed
        self.in_slot: Counter[tuple[int, str, int]] = Counter(indexed.busy_slot)
        self.load: Counter[tuple[int, int]] = Counter(indexed.busy_load)
        self.rooms: Counter[tuple[str, str, int]] = Counter(indexed.taken_rooms)
        for at, cohort in (cohorts or {}).items():
            self.write(at, cohort)

    def write(self, at: int, cohort: Cohort, times: int = 1) -> None:
        """Add a cohort; `times` -1 takes it out."""
        offer = self.indexed.offers[at]
        circles = sum(1 for many in self.indexed.sizes(cohort.families) if many)
        for moment in self.indexed.moments_of[at]:
            self.rooms[offer.venue, offer.slot, moment] += times * circles
            for who, _ in cohort.staff:
                self.in_slot[who, offer.slot, moment] += times
                self.load[who, moment] += times

    def rooms_left(self, at: int) -> int:
        """Return how many rooms are free at an offer's venue and slot through its run."""
        offer = self.indexed.offers[at]
        used = max(self.rooms[offer.venue, offer.slot, moment] for moment in self.indexed.moments_of[at])
        return self.indexed.rooms[offer.venue] - used

    def is_free(self, who: int, at: int) -> bool:
        """Say whether somebody could run one more cohort in this offer."""
        offer, about = self.indexed.offers[at], self.indexed.practitioners[who]
        return offer.slot in about.slots and not any(
            self.in_slot[who, offer.slot, moment] or self.load[who, moment] >= about.max_cohorts
            for moment in self.indexed.moments_of[at]
        )

    def team(self, at: int, families: Iterable[int]) -> tuple[tuple[int, int], ...] | None:
        """Return (practitioner, kind) for everybody that a cohort needs, or None when they are not free.

        Those who can do least, and who can come least, are asked first.
        """
        members = set(families)
        circles = [circle for circle, many in enumerate(self.indexed.sizes(members)) if many]
        wanted = self.indexed.needs(circles)
        places = sorted(wanted.elements())
        free = [
            who
            for who in self.indexed.able[self.indexed.offers[at].slot]
            if self.is_free(who, at) and not (self.indexed.conflicts[who] & members)
        ]
        free.sort(key=lambda who: (len(self.indexed.fits[who]), len(self.indexed.practitioners[who].slots), who))
        return match(places, {who: self.indexed.fits[who] for who in free})


def match(places: list[int], able: Mapping[int, tuple[int, ...]]) -> tuple[tuple[int, int], ...] | None:
    """Return a practitioner for each place by its kind, nobody twice; None when there are too few."""
    of_kind: dict[int, list[int]] = defaultdict(list)
    for who, kinds in able.items():
        for kind in kinds:
            of_kind[kind].append(who)
    holds: dict[int, int] = {}

    def find(place: int, tried: set[int]) -> bool:
        for who in of_kind[places[place]]:
            if who not in tried:
                tried.add(who)
                if who not in holds or find(holds[who], tried):
                    holds[who] = place
                    return True
        return False

    if not all(find(place, set()) for place in range(len(places))):
        return None
    return tuple(sorted((who, places[place]) for who, place in holds.items()))
