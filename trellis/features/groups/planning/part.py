"""A part of a plan that is planned again, exactly, while the rest stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Cohort, Plan

BoolVar = cp_model.IntVar
Cell = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Part:
    """What is planned again: offers, families, and who may go where; `around` is the plan that stays.

    `steady` are offers that keep their circles and their staff and only exchange families. `staff` limits who
    may be asked to run the rest; None asks everybody. `name_staff` says who runs which cohort in the model itself.
    """

    offers: tuple[int, ...]
    families: tuple[int, ...]
    around: Plan
    steady: Mapping[int, Cohort] = field(default_factory=dict)
    staff: frozenset[int] | None = None
    pairs: frozenset[tuple[int, int]] | None = None
    name_staff: bool = False


class PartModel:
    """A part written for CP-SAT. Practitioners are counted by slot and moments where it does not matter which
    cohort they run, and cohort by cohort where they have a conflict with a family that could be there."""

    def __init__(self, indexed: Indexed, part: Part, *, promises: bool = True) -> None:
        """Write the model; `promises` false leaves promises out."""
        self.indexed, self.part = indexed, part
        self.model = cp_model.CpModel()
        self.offers = [*part.offers, *part.steady]
        self.free = set(part.offers)
        self.place: dict[tuple[int, int], BoolVar] = {}
        self.circle: dict[tuple[int, int], BoolVar | int] = {}
        self.open: dict[int, BoolVar] = {}
        self.in_cell: dict[tuple[int, Cell, int], BoolVar] = {}
        self.in_offer: dict[tuple[int, int, int], BoolVar] = {}
        self.cell_of = {at: self._cell(at) for at in part.offers}
        self._places()
        self._cohorts()
        self._rooms()
        self._staff()
        self._separations()
        if promises:
            self._promises()
        rate = indexed.problem.coefficients
        self.worth = sum(indexed.gain[pair] * var for pair, var in self.place.items()) - rate.open_cohort * sum(
            self.open.values()
        )

    def _cell(self, at: int) -> Cell:
        return self.indexed.offers[at].slot, self.indexed.moments_of[at]

    def _places(self) -> None:
        placed_around = self.part.around.placed()
        members = set(self.part.families)
        self.people_of: dict[int, list[int]] = {at: [] for at in self.offers}
        by_family: dict[int, list[BoolVar]] = defaultdict(list)
        for at in self.offers:
            for family in self.indexed.families_of[at]:
                if family in members and self._may_go(family, at, placed_around):
                    var = self.model.new_bool_var("")
                    self.place[family, at] = var
                    self.people_of[at].append(family)
                    by_family[family].append(var)
        for choices in by_family.values():
            self.model.add_at_most_one(choices)

    def _may_go(self, family: int, at: int, placed_around: Mapping[int, int]) -> bool:
        if self.part.pairs is not None and (family, at) not in self.part.pairs:
            return False
        for other, scope in self.indexed.apart.get(family, {}).items():
            there = placed_around.get(other)
            if there is not None and (there == at or (scope == "venue" and self.indexed.too_near(at, there))):
                return False
        if at in self.part.steady:
            team = [who for who, _ in self.part.steady[at].staff]
            return not any(family in self.indexed.conflicts[who] for who in team)
        return True

    def _cohorts(self) -> None:
        for at in self.offers:
            if at in self.part.steady:
                sizes = self.indexed.sizes(self.part.steady[at].families)
                for circle, many in enumerate(sizes):
                    self.circle[at, circle] = int(many > 0)
            else:
                self._open_or_not(at)
            self._sizes(at)

    def _open_or_not(self, at: int) -> None:
        model, people = self.model, self.people_of[at]
        is_open = self.open[at] = model.new_bool_var("")
        for circle in range(len(self.indexed.circles)):
            takes = [family for family in people if self.indexed.units[family][circle]]
            if not takes:
                self.circle[at, circle] = 0
            elif len(takes) == len(people):
                self.circle[at, circle] = is_open
            else:
                exists = self.circle[at, circle] = model.new_bool_var("")
                model.add_implication(exists, is_open)
        model.add_bool_or([self.place[family, at] for family in people] + [is_open.negated()])

    def _sizes(self, at: int) -> None:
        model = self.model
        for number, circle in enumerate(self.indexed.circles):
            exists = self.circle[at, number]
            takes = [family for family in self.people_of[at] if self.indexed.units[family][number]]
            if not takes:
                if not isinstance(exists, int) or exists:
                    model.add(sum([exists]) == 0)
                continue
            size = sum(self.indexed.units[family][number] * self.place[family, at] for family in takes)
            model.add(size >= max(1, circle.min) * exists)
            model.add(size <= circle.max * exists)
            if not isinstance(exists, int):
                for family in takes:
                    model.add_implication(self.place[family, at], exists)
        for family in self.people_of[at]:
            if at in self.open:
                model.add_implication(self.place[family, at], self.open[at])

    def _rooms(self) -> None:
        """Keep the circles of each moment within a venue's rooms, those of the rest counted."""
        indexed = self.indexed
        taken: dict[tuple[str, str, int], int] = defaultdict(int, indexed.taken_rooms)
        fixed = {at: len(self.part.around.circles(indexed, at)) for at in self.part.around.cohorts}
        fixed |= {at: sum(1 for many in indexed.sizes(kept.families) if many) for at, kept in self.part.steady.items()}
        for at, circles in fixed.items():
            for moment in indexed.moments_of[at]:
                taken[indexed.offers[at].venue, indexed.offers[at].slot, moment] += circles
        wanted: dict[tuple[str, str, int], list[BoolVar]] = defaultdict(list)
        for at in self.part.offers:
            exist = [
                exists
                for circle in range(len(indexed.circles))
                if not isinstance(exists := self.circle[at, circle], int)
            ]
            for moment in indexed.moments_of[at]:
                wanted[indexed.offers[at].venue, indexed.offers[at].slot, moment].extend(exist)
        for key, exist in wanted.items():
            left = max(0, indexed.rooms[key[0]] - taken[key])
            if len(exist) > left:
                self.model.add(sum(exist) <= left)

    def _staff(self) -> None:
        self.busy_slot: set[tuple[int, str, int]] = set(self.indexed.busy_slot)
        self.busy: dict[tuple[int, int], int] = defaultdict(int, self.indexed.busy_load)
        for at, cohort in [*self.part.around.cohorts.items(), *self.part.steady.items()]:
            for who, _ in cohort.staff:
                for moment in self.indexed.moments_of[at]:
                    self.busy_slot.add((who, self.indexed.offers[at].slot, moment))
                    self.busy[who, moment] += 1
        cells: dict[Cell, list[int]] = defaultdict(list)
        for at in self.part.offers:
            cells[self.cell_of[at]].append(at)
        for cell, offers in cells.items():
            self._staff_of_cell(cell, offers)
        self._staff_limits()

    def _staff_of_cell(self, cell: Cell, offers: list[int]) -> None:
        supply: dict[int, list[BoolVar]] = defaultdict(list)
        at_offer: dict[tuple[int, int], list[BoolVar]] = defaultdict(list)
        who_works = self.indexed.able[cell[0]]
        for who in who_works if self.part.staff is None else [one for one in who_works if one in self.part.staff]:
            if not self._is_free(who, cell):
                continue
            troubled = self.part.name_staff or any(
                family in self.indexed.conflicts[who] for at in offers for family in self.people_of[at]
            )
            for kind in self.indexed.fits[who]:
                if troubled:
                    for at in offers:
                        var = self.in_offer[who, at, kind] = self.model.new_bool_var("")
                        supply[kind].append(var)
                        at_offer[at, kind].append(var)
                        self._keep_from(who, at, var)
                else:
                    var = self.in_cell[who, cell, kind] = self.model.new_bool_var("")
                    supply[kind].append(var)
        for kind in range(len(self.indexed.kinds)):
            demands = {at: self._demand(at, kind) for at in offers}
            total = sum(demands.values())
            if supply[kind] or not isinstance(total, int) or total:
                self.model.add(sum(supply[kind]) == total)
            for at, demand in demands.items():
                if at_offer[at, kind]:
                    self.model.add(sum(at_offer[at, kind]) <= demand)

    def _is_free(self, who: int, cell: Cell) -> bool:
        slot, moments = cell
        limit = self.indexed.practitioners[who].max_cohorts
        return not any((who, slot, moment) in self.busy_slot or self.busy[who, moment] >= limit for moment in moments)

    def _demand(self, at: int, kind: int) -> cp_model.LinearExprT:
        return sum(
            circle.needs.get(kind, 0) * self.circle[at, number]
            for number, circle in enumerate(self.indexed.circles)
            if circle.needs.get(kind, 0)
        )

    def _keep_from(self, who: int, at: int, works: BoolVar) -> None:
        for family in self.people_of[at]:
            if family in self.indexed.conflicts[who]:
                self.model.add_implication(works, self.place[family, at].negated())

    def _staff_limits(self) -> None:
        by_slot: dict[tuple[int, str, int], list[BoolVar]] = defaultdict(list)
        by_day: dict[tuple[int, int], list[BoolVar]] = defaultdict(list)
        works = [(who, cell, var) for (who, cell, _), var in self.in_cell.items()]
        works += [(who, self.cell_of[at], var) for (who, at, _), var in self.in_offer.items()]
        for who, (slot, moments), var in works:
            for moment in moments:
                by_slot[who, slot, moment].append(var)
                by_day[who, moment].append(var)
        for choices in unique(by_slot.values()):
            self.model.add_at_most_one(choices)
        for (who, moment), choices in by_day.items():
            left = self.indexed.practitioners[who].max_cohorts - self.busy[who, moment]
            if len(choices) > left:
                self.model.add(sum(choices) <= left)

    def _separations(self) -> None:
        indexed = self.indexed
        members = set(self.part.families)
        for one in sorted(members & set(indexed.apart)):
            for other, scope in sorted(indexed.apart[one].items()):
                if one < other and other in members:
                    self._keep_apart(one, other, scope)

    def _keep_apart(self, one: int, other: int, scope: str) -> None:
        indexed = self.indexed
        groups: dict[tuple[object, ...], list[BoolVar]] = defaultdict(list)
        for at in self.offers:
            offer = indexed.offers[at]
            keys: list[tuple[object, ...]] = [(at,)]
            if scope == "venue":
                weekday = indexed.weekday[offer.slot]
                keys = [(offer.venue, weekday, moment) for moment in indexed.moments_of[at]]
            for key in keys:
                groups[key].extend(self.place[who, at] for who in (one, other) if (who, at) in self.place)
        for choices in groups.values():
            if len(choices) > 1:
                self.model.add_at_most_one(choices)

    def _promises(self) -> None:
        for family in self.part.families:
            for at in sorted(self.indexed.promised.get(family, ())):
                var = self.place.get((family, at))
                self.model.add_bool_or([var] if var is not None else [])

    def hint(self, plan: Plan) -> None:
        """Start the search from a plan."""
        placed = plan.placed()
        for (family, at), var in self.place.items():
            self.model.add_hint(var, placed.get(family) == at)
        for at, is_open in self.open.items():
            self.model.add_hint(is_open, at in plan.cohorts)
        works = {
            (who, self.cell_of[at], kind)
            for at in self.part.offers
            if at in plan.cohorts
            for who, kind in plan.cohorts[at].staff
        }
        for key, var in self.in_cell.items():
            self.model.add_hint(var, key in works)
        exact = {(who, at, kind) for at, cohort in plan.cohorts.items() for who, kind in cohort.staff}
        for place, var in self.in_offer.items():
            self.model.add_hint(var, place in exact)

    def read(self, is_true: TrueOf, like: Plan | None = None) -> Plan:
        """Return the whole plan, the rest included, that a solution means, with teams as in an earlier plan."""
        cohorts = dict(self.part.around.cohorts)
        members: dict[int, list[int]] = defaultdict(list)
        for (family, at), var in self.place.items():
            if is_true(var):
                members[at].append(family)
        for at, kept in self.part.steady.items():
            cohorts[at] = Cohort(tuple(sorted(members[at])), kept.staff)
        teams = self._teams(is_true, members, like or Plan())
        for at in self.part.offers:
            if members[at]:
                cohorts[at] = Cohort(tuple(sorted(members[at])), tuple(sorted(teams[at])))
        return Plan(cohorts)

    def _teams(self, is_true: TrueOf, members: Mapping[int, list[int]], like: Plan) -> dict[int, list[tuple[int, int]]]:
        teams: dict[int, list[tuple[int, int]]] = {at: [] for at in self.part.offers}
        wanted = {}
        for at in self.part.offers:
            circles = [circle for circle, many in enumerate(self.indexed.sizes(members[at])) if many]
            wanted[at] = self.indexed.needs(circles)
        for (who, at, kind), var in self.in_offer.items():
            if is_true(var):
                teams[at].append((who, kind))
                wanted[at][kind] -= 1
        working = [key for key, var in self.in_cell.items() if is_true(var)]
        before = {(who, kind, at) for at, cohort in like.cohorts.items() for who, kind in cohort.staff}
        again = {
            (who, cell, kind): at
            for who, cell, kind in working
            for at in self.part.offers
            if self.cell_of[at] == cell and (who, kind, at) in before and members[at]
        }
        for who, cell, kind in sorted(working, key=lambda key: key not in again):
            at = again.get((who, cell, kind), -1)
            if at < 0 or wanted[at][kind] <= 0:
                at = next(at for at in self.part.offers if self.cell_of[at] == cell and wanted[at][kind] > 0)
            teams[at].append((who, kind))
            wanted[at][kind] -= 1
        return teams


class TrueOf:
    """Tells whether a variable is true in a solution."""

    def __init__(self, solver: cp_model.CpSolver) -> None:
        """Keep the solver's answer."""
        self.solver = solver

    def __call__(self, var: BoolVar) -> bool:
        """Return the variable's value."""
        return bool(self.solver.boolean_value(var))


def unique(groups: Iterable[list[BoolVar]]) -> list[list[BoolVar]]:
    """Return groups of more than one variable, each once."""
    found = {tuple(sorted(var.index for var in group)): group for group in groups if len(group) > 1}
    return list(found.values())
