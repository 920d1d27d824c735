"""What stands in the way of one family at one offer, with everybody else left where they are; exact tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Cohort, Plan
from trellis.features.groups.planning.staffing import Diary, match


class Way(Enum):
    """What stands in the way; FREE is nothing."""

    FREE = "free"
    FULL = "full"
    FEW = "few"
    ROOM = "room"
    STAFF = "staff"
    CONFLICT = "conflict"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Hurdle:
    """What stands in the way at an offer; `circle` where it is a size, `kind` where it is a practitioner.

    `sole` says that with that one thing more (a place, a room, a practitioner) the family could be placed.
    """

    way: Way
    at: int
    circle: int = -1
    kind: int = -1
    sole: bool = False
    found: int = 0
    company: tuple[int, ...] = ()


class Standing:
    """A plan as it stands, asked whether one family more would fit."""

    def __init__(self, indexed: Indexed, plan: Plan) -> None:
        """Write down who works when and who waits."""
        self.indexed, self.plan = indexed, plan
        self.placed = plan.placed()
        self.diary = Diary(indexed, plan.cohorts)

    def hurdle(self, family: int, at: int) -> Hurdle:
        """Return what keeps a family that could attend an offer from it."""
        if self._apart(family, at, ()):
            return Hurdle(Way.SAFETY, at)
        return self._joining(family, at) if at in self.plan.cohorts else self._opening(family, at)

    def _apart(self, family: int, at: int, company: Iterable[int]) -> bool:
        for other, scope in self.indexed.apart.get(family, {}).items():
            there = self.placed.get(other)
            if other in company or (there is not None and there == at):
                return True
            if there is not None and scope == "venue" and self.indexed.too_near(at, there):
                return True
        return False

    def _joining(self, family: int, at: int) -> Hurdle:
        indexed, cohort = self.indexed, self.plan.cohorts[at]
        sizes, units = indexed.sizes(cohort.families), indexed.units[family]
        over = [
            circle
            for circle, many in enumerate(units)
            if many and sizes[circle] and sizes[circle] + many > indexed.circles[circle].max
        ]
        new = [circle for circle, many in enumerate(units) if many and not sizes[circle]]
        few = [circle for circle in new if units[circle] < indexed.circles[circle].min]
        troubled = [who for who, _ in cohort.staff if family in indexed.conflicts[who]]
        if few:
            return Hurdle(Way.FEW, at, circle=few[0], found=units[few[0]])
        if over:
            once = len(over) == 1 and sizes[over[0]] + units[over[0]] == indexed.circles[over[0]].max + 1
            return Hurdle(Way.FULL, at, circle=over[0], sole=once and not new and not troubled, found=sizes[over[0]])
        if new:
            return self._resources(family, at, (*cohort.families, family), cohort)
        if troubled:
            return self._resources(family, at, (*cohort.families, family), cohort)
        return Hurdle(Way.FREE, at, company=cohort.families)

    def _opening(self, family: int, at: int) -> Hurdle:
        company, lacking, most = self._company(family, at)
        if company is None:
            return Hurdle(Way.FEW, at, circle=lacking, found=most)
        return self._resources(family, at, company, None)

    def _company(self, family: int, at: int) -> tuple[tuple[int, ...] | None, int, int]:
        """Return families that wait and would make a cohort with this one; or the circle that lacks people."""
        indexed = self.indexed
        others = [
            other for other in indexed.families_of[at]
            if other != family and other not in self.placed and family not in indexed.apart.get(other, {})
            and not self._apart(other, at, ())
        ]  # fmt: skip
        limits = [circle.max for circle in indexed.circles]
        reached: dict[tuple[int, ...], tuple[int, ...]] = {tuple(indexed.units[family]): (family,)}
        if any(many > limit for many, limit in zip(indexed.units[family], limits, strict=True)):
            return None, 0, 0
        for other in others:
            for sizes, members in list(reached.items()):
                after = tuple(a + b for a, b in zip(sizes, indexed.units[other], strict=True))
                fits = all(many <= limit for many, limit in zip(after, limits, strict=True))
                if fits and after not in reached and not self._quarrel(other, members):
                    reached[after] = (*members, other)
        whole = [
            (sum(1 for many in sizes if many), len(members), members)
            for sizes, members in reached.items()
            if all(not many or many >= circle.min for many, circle in zip(sizes, indexed.circles, strict=True))
        ]
        if whole:
            return min(whole)[2], -1, 0
        totals = indexed.sizes([family, *others])
        short = [
            circle
            for circle in range(len(totals))
            if indexed.units[family][circle] and totals[circle] < indexed.circles[circle].min
        ]
        circle = short[0] if short else next(c for c, many in enumerate(indexed.units[family]) if many)
        return None, circle, totals[circle]

    def _quarrel(self, family: int, members: tuple[int, ...]) -> bool:
        return any(other in self.indexed.apart.get(family, {}) for other in members)

    def _resources(self, family: int, at: int, members: tuple[int, ...], cohort: Cohort | None) -> Hurdle:
        """Return whether rooms and practitioners are there for a cohort of these families."""
        if cohort is not None:
            self.diary.write(at, cohort, -1)
        try:
            sizes = self.indexed.sizes(members)
            rooms = sum(1 for many in sizes if many) - self.diary.rooms_left(at)
            team = self.diary.team(at, members)
            if rooms > 0:
                return Hurdle(Way.ROOM, at, sole=rooms == 1 and team is not None, company=members)
            if team is None:
                return self._short_of(family, at, members, cohort)
            return Hurdle(Way.FREE, at, company=members)
        finally:
            if cohort is not None:
                self.diary.write(at, cohort)

    def _short_of(self, family: int, at: int, members: tuple[int, ...], cohort: Cohort | None) -> Hurdle:
        indexed = self.indexed
        circles = [circle for circle, many in enumerate(indexed.sizes(members)) if many]
        places = sorted(indexed.needs(circles).elements())
        free = {
            who: indexed.fits[who] for who in indexed.able[indexed.offers[at].slot]
            if self.diary.is_free(who, at) and not indexed.conflicts[who] & set(members)
        }  # fmt: skip
        for kind in dict.fromkeys(sorted(places, key=lambda each: sum(each in kinds for kinds in free.values()))):
            if match(places, {**free, -1: helped(indexed, kind)}) is not None:
                return Hurdle(Way.STAFF, at, kind=kind, sole=True, company=members)
        way = Way.CONFLICT if cohort and any(family in indexed.conflicts[who] for who, _ in cohort.staff) else Way.STAFF
        return Hurdle(way, at, kind=places[0] if places else -1, company=members)


def helped(indexed: Indexed, kind: int) -> tuple[int, ...]:
    """Return what one more practitioner, trained and of the sex that a kind asks for, could do."""
    asked = indexed.kinds[kind]
    sex = asked.sex or "female"
    return tuple(
        number for number, each in enumerate(indexed.kinds)
        if each.role == asked.role and each.sex in (None, sex)
    )  # fmt: skip
