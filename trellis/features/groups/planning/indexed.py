"""A problem as numbers: who could go where, what it brings, who could run what, which runs meet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trellis.features.groups.planning.names import Names
from trellis.features.groups.planning.problem import (
    Busy,
    Family,
    Offer,
    Person,
    Practitioner,
    Problem,
    Strand,
    Taken,
    age_on,
)

BARS = ("slot", "travel", "earliest", "sex", "age", "forbidden")


@dataclass(frozen=True, slots=True)
class Circle:
    """One group that a cohort can have: a strand, or one sex of it; `needs` counts practitioners by kind."""

    strand: Strand
    label: str
    min: int
    max: int
    needs: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a practitioner must be to fill a place; requirements that ask the same are one kind."""

    role: str
    sex: str | None
    trained: bool

    def fits(self, who: Practitioner) -> bool:
        """Say whether somebody may fill such a place."""
        return who.role == self.role and (self.sex is None or who.sex == self.sex) and (who.trained or not self.trained)


class Indexed:
    """A problem whose families, offers, circles, kinds and practitioners are numbered in the order of their ids.

    The order of the input never matters, because everything is sorted first. `moments` are sets of offers whose runs
    all share a day, one for each kind of day that matters: two runs overlap exactly when they share a moment. What
    groups outside the plan use is counted by moment: `taken_rooms` by (venue, slot, moment), `busy_load` by
    (practitioner, moment), `busy_slot` by (practitioner, slot, moment).
    """

    def __init__(self, problem: Problem, names: Names | None = None) -> None:
        """Number everything and work out who could go where; `names` are used in words in place of ids."""
        self.problem, self.names = problem, names or Names()
        self.families = sorted(problem.families, key=lambda each: each.id)
        self.offers = sorted(problem.offers, key=lambda each: each.id)
        self.practitioners = sorted(problem.practitioners, key=lambda each: each.id)
        self.family_at = {family.id: number for number, family in enumerate(self.families)}
        self.offer_at = {offer.id: number for number, offer in enumerate(self.offers)}
        self.practitioner_at = {who.id: number for number, who in enumerate(self.practitioners)}
        self.kinds, self.circles = _circles(problem)
        self._circle_at = {(circle.strand.id, circle.label): number for number, circle in enumerate(self.circles)}
        self.units = [self._units(family) for family in self.families]
        self.fits = [
            tuple(kind for kind, asked in enumerate(self.kinds) if asked.fits(who)) for who in self.practitioners
        ]
        self.conflicts = [frozenset(self.family_at[one] for one in who.conflicts) for who in self.practitioners]
        self.rooms = {venue.id: venue.rooms for venue in problem.venues}
        self.weekday = {slot.id: slot.weekday for slot in problem.slots}
        self._mark_moments()
        self.moments_of = [
            tuple(number for number, members in enumerate(self.moments) if offer in members)
            for offer in range(len(self.offers))
        ]
        self._gather()

    def _mark_moments(self) -> None:
        """Find the moments, and what groups outside the plan use at each."""
        taken = sorted(self.problem.taken, key=lambda each: (each.venue, each.slot, each.first, each.last, each.rooms))
        busy = [
            (number, each)
            for number, who in enumerate(self.practitioners)
            for each in sorted(who.busy, key=lambda one: (one.slot, one.first, one.last))
        ]
        offers = len(self.offers)
        self.moments: list[frozenset[int]] = []
        self.taken_rooms: Counter[tuple[str, str, int]] = Counter()
        self.busy_load: Counter[tuple[int, int]] = Counter()
        self.busy_slot: Counter[tuple[int, str, int]] = Counter()
        for members in _moments([*self.offers, *taken, *(each for _, each in busy)]):
            if min(members) >= offers:
                continue
            moment = len(self.moments)
            self.moments.append(frozenset(member for member in members if member < offers))
            for member in members:
                if offers <= member < offers + len(taken):
                    use = taken[member - offers]
                    self.taken_rooms[use.venue, use.slot, moment] += use.rooms
                elif member >= offers:
                    who, work = busy[member - offers - len(taken)]
                    self.busy_load[who, moment] += 1
                    self.busy_slot[who, work.slot, moment] += 1

    def _gather(self) -> None:
        self.ruled_out = {(each.family, each.offer) for each in self.problem.forbidden}
        self.gain: dict[tuple[int, int], int] = {}
        self.families_of: list[list[int]] = [[] for _ in self.offers]
        self.offers_of: list[list[int]] = [[] for _ in self.families]
        for number, family in enumerate(self.families):
            for at, offer in enumerate(self.offers):
                if self.bar(family, offer) is None:
                    self.gain[number, at] = self.worth(family, offer)
                    self.families_of[at].append(number)
                    self.offers_of[number].append(at)
        self.apart: dict[int, dict[int, str]] = defaultdict(dict)
        for pair in self.problem.separations:
            one, other = self.family_at[pair.one], self.family_at[pair.other]
            scope = "venue" if "venue" in (pair.scope, self.apart[one].get(other)) else "cohort"
            self.apart[one][other] = self.apart[other][one] = scope
        self.promised: dict[int, set[int]] = defaultdict(set)
        for promise in self.problem.fixed:
            self.promised[self.family_at[promise.family]].add(self.offer_at[promise.offer])

    @cached_property
    def placeable_circles(self) -> list[tuple[int, ...]]:
        """Return, for each family, the circles that it would sit in."""
        return [tuple(circle for circle, many in enumerate(units) if many) for units in self.units]

    @cached_property
    def able(self) -> dict[str, list[int]]:
        """Return, for each slot, the practitioners who work in it."""
        found: dict[str, list[int]] = {slot.id: [] for slot in self.problem.slots}
        for number, who in enumerate(self.practitioners):
            for slot in who.slots:
                found[slot].append(number)
        return found

    def ever_free(self, who: int) -> list[str]:
        """Return the slots in which somebody who works then is free at some moment."""
        return [
            slot
            for slot in sorted(self.practitioners[who].slots)
            if not self.moments or any(not self.busy_slot[who, slot, moment] for moment in range(len(self.moments)))
        ]

    def most_cohorts(self, who: int) -> int:
        """Return how many cohorts somebody could have on the day when least is done outside the plan."""
        least = min((self.busy_load[who, moment] for moment in range(len(self.moments))), default=0)
        return max(0, self.practitioners[who].max_cohorts - least)

    def _units(self, family: Family) -> tuple[int, ...]:
        counted = Counter(self.circle_of(person) for person in family.people)
        most = 1 if self.problem.programme.by_family else len(family.people)
        return tuple(min(counted[number], most) for number in range(len(self.circles)))

    def circle_of(self, person: Person) -> int:
        """Return the circle that a person sits in."""
        strand = next(strand for strand in self.problem.programme.strands if person.role in strand.takes)
        return self._circle_at[strand.id, person.sex if strand.split_by_sex else "all"]

    def worth(self, family: Family, offer: Offer) -> int:
        """Return what placing a family in an offer adds to the value, in points, cohorts not counted."""
        rate = self.problem.coefficients
        waited = (offer.first - family.referred_on).days
        return (
            rate.place * family.weight
            - rate.wait_day * waited
            - rate.travel_minute * family.travel_minutes[offer.venue]
        )

    def brings(self, family: int, at: int) -> int:
        """Return what a place adds, also where the family began when they still could and now no longer could."""
        known = self.gain.get((family, at))
        return self.worth(self.families[family], self.offers[at]) if known is None else known

    def bar(self, family: Family, offer: Offer) -> str | None:
        """Return the first of BARS that keeps a family from an offer, or None."""
        if offer.slot not in family.slots:
            return "slot"
        if family.travel_minutes[offer.venue] > family.max_travel_minutes:
            return "travel"
        if offer.first < family.earliest:
            return "earliest"
        bar = next((bar for person in family.people if (bar := self.bar_of(person, offer))), None)
        return "forbidden" if bar is None and (family.id, offer.id) in self.ruled_out else bar

    def bar_of(self, person: Person, offer: Offer) -> str | None:
        """Return "sex" or "age" where a person is not whom the programme takes on the day an offer starts."""
        rule = self.problem.programme.participants[person.role]
        if rule.sex is not None and person.sex != rule.sex:
            return "sex"
        age = age_on(person.born, offer.first)
        young = rule.min_age is not None and age < rule.min_age
        old = rule.max_age is not None and age > rule.max_age
        return "age" if young or old else None

    def meet(self, one: int, other: int) -> bool:
        """Say whether two offers' runs share a day."""
        return self.offers[one].overlaps(self.offers[other])

    def same_room_time(self, one: int, other: int) -> bool:
        """Say whether two offers would use rooms of one venue at the same time."""
        here, there = self.offers[one], self.offers[other]
        return here.venue == there.venue and here.slot == there.slot and here.overlaps(there)

    def too_near(self, one: int, other: int) -> bool:
        """Say whether two families kept apart by venue may not be in these two offers."""
        here, there = self.offers[one], self.offers[other]
        return (
            here.venue == there.venue and self.weekday[here.slot] == self.weekday[there.slot] and here.overlaps(there)
        )

    def sizes(self, families: Iterable[int]) -> list[int]:
        """Return how many units each circle would have with these families."""
        totals = [0] * len(self.circles)
        for family in families:
            for circle, many in enumerate(self.units[family]):
                totals[circle] += many
        return totals

    def needs(self, circles: Iterable[int]) -> Counter[int]:
        """Return how many practitioners of each kind these circles ask for."""
        asked: Counter[int] = Counter()
        for circle in circles:
            asked.update(self.circles[circle].needs)
        return asked


def _circles(problem: Problem) -> tuple[tuple[Kind, ...], tuple[Circle, ...]]:
    kinds: dict[Kind, int] = {}
    circles: list[Circle] = []
    for strand in problem.programme.strands:
        needs: Counter[int] = Counter()
        for need in strand.requirements:
            kind = kinds.setdefault(Kind(need.role, need.sex, need.trained), len(kinds))
            needs[kind] += need.count
        labels = ("female", "male") if strand.split_by_sex else ("all",)
        circles.extend(Circle(strand, label, strand.min, strand.max, +needs) for label in labels)
    return tuple(kinds), tuple(circles)


def _moments(spans: Sequence[Offer | Taken | Busy]) -> list[frozenset[int]]:
    """Return the largest sets of spans that share a day; every set shows on some first day."""
    found: list[frozenset[int]] = []
    for start in sorted({span.first for span in spans}):
        members = frozenset(number for number, span in enumerate(spans) if span.first <= start <= span.last)
        found = [other for other in found if not other <= members]
        if not any(members <= other for other in found):
            found.append(members)
    return found
