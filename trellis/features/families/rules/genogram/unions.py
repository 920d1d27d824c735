"""What is drawn between two rows: each couple or single parent with the children who hang from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from trellis.features.families.rules.genogram.generations import Generations
from trellis.features.families.rules.genogram.people import Couple, CoupleTie, Kin, Parentage, Someone

MOST_PARENTS = 2
_KEPT_BY = (Parentage.GUARDIAN, Parentage.CARER, Parentage.GRANDPARENT)
_ORDER = (Parentage.BIRTH, Parentage.ADOPTIVE, Parentage.FOSTER, Parentage.STEP, *_KEPT_BY)


@dataclass(frozen=True, slots=True)
class Hanging:
    """A child under a union, and how its line is drawn."""

    child: str
    kind: Parentage
    by_sibling: bool = False

    def parentage_is_birth(self) -> bool:
        """Say whether the line stands for birth, as written or as siblings suggest it."""
        return self.kind == Parentage.BIRTH


@dataclass(slots=True)
class Union:
    """Two people of one row, or one with nobody beside (`second` is then a gap), or nobody: siblings only.

    `parents` are keys of people; `ends` the nodes that hold the line: a person, the gap beside one, or one bare point.
    """

    key: str
    row: int
    parents: tuple[str, ...]
    ends: tuple[str, ...]
    state: Couple | None = None
    since: int | None = None
    until: int | None = None
    hangs: list[Hanging] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that stands in rows (people, gaps and points) and what joins the rows."""

    people: dict[str, Someone]
    row: dict[str, int]
    unions: tuple[Union, ...]
    joins: tuple[Join, ...]
    loose: tuple[CoupleTie, ...]
    siblings_apart: tuple[tuple[str, str, bool], ...]
    left_out: tuple[str, ...]
    first_row: int = 0

    def rows(self) -> int:
        """Return how many rows there are."""
        return max(self.row.values(), default=-1) + 1


@dataclass(frozen=True, slots=True)
class Join:
    """The lines of one union through one channel: from its point down to nodes of the next row."""

    union: int
    row: int
    source: tuple[str, ...]
    targets: tuple[str, ...]


def plan(kin: Kin, placed: Generations) -> Plan:
    """Make unions of couples and parents, hang every child in birth order, and cut long lines into rows."""
    maker = _Maker(kin, placed)
    maker.couples()
    maker.children()
    maker.siblings()
    return maker.finish()


class _Maker:
    def __init__(self, kin: Kin, placed: Generations) -> None:
        self.kin = kin
        self.people = kin.named()
        self.row = dict(placed.row)
        self.parents = placed.parents
        self.left_out = list(placed.left_out)
        self.unions: dict[tuple[str, ...], Union] = {}
        self.hangs: dict[str, list[Union]] = {key: [] for key in self.people}
        self.loose: list[CoupleTie] = []
        self.apart: list[tuple[str, str, bool]] = []

    def couples(self) -> None:
        """Make a union of each couple in one row; those across rows are drawn as a line by itself."""
        for tie in self.kin.couples:
            if tie.first == tie.second or not {tie.first, tie.second} <= self.people.keys():
                continue
            if self.row[tie.first] != self.row[tie.second]:
                self.loose.append(tie)
                continue
            union = self._union((tie.first, tie.second))
            union.state, union.since, union.until = tie.state, tie.since, tie.until

    def children(self) -> None:
        """Hang each child from the couples and single parents that it has, birth first."""
        ancestors = self._ancestors()
        for child in self.people:
            for kind in _ORDER:
                found = [tie.parent for tie in self.parents if tie.child == child and tie.kind == kind]
                found = [key for number, key in enumerate(found) if key not in found[:number]]
                if kind in _KEPT_BY:
                    found = [key for key in found if key not in ancestors[child]]
                elif kind == Parentage.STEP:
                    found = [key for key in found if not self._beside_a_parent(key, child)]
                self._hang(child, kind, found)

    def _hang(self, child: str, kind: Parentage, parents: list[str]) -> None:
        level = [key for key in parents if self.row[key] == self.row[child] - 1]
        if kind == Parentage.BIRTH and len(level) > MOST_PARENTS:
            names = " and ".join(self.people[key].name for key in level[MOST_PARENTS:])
            self.left_out.append(f"{names} as a further parent of {self.people[child].name}: two are drawn.")
            level = level[:MOST_PARENTS]
        pairs = list(self._grouped(level if kind != Parentage.GRANDPARENT else parents, kind))
        pairs += [(key,) for key in parents if kind != Parentage.GRANDPARENT and self.row[key] < self.row[child] - 1]
        for pair in pairs:
            union = self._union(pair)
            if all(hanging.child != child for hanging in union.hangs):
                union.hangs.append(Hanging(child, kind))
                self.hangs[child].append(union)

    def _grouped(self, parents: list[str], kind: Parentage) -> Iterator[tuple[str, ...]]:
        """Pair parents: two of birth always, others when they are a couple; the rest stand alone."""
        left = list(parents)
        while left:
            first = left.pop(0)
            other = next((key for key in left if self._pair(first, key) in self.unions), None)
            if other is None and kind in {Parentage.BIRTH, Parentage.ADOPTIVE} and left:
                other = left[0] if self.row[left[0]] == self.row[first] else None
            if other is None:
                yield (first,)
            else:
                left.remove(other)
                yield (first, other)

    def siblings(self) -> None:
        """Hang siblings of whom no parent is written beside those of whom one is, or from a point of their own."""
        for tie in self.kin.siblings:
            first, second = tie.first, tie.second
            if first == second or not {first, second} <= self.people.keys() or self._known_siblings(first, second):
                continue
            if self.row[first] != self.row[second] or (self.hangs[first] and self.hangs[second]):
                self.apart.append((first, second, tie.half))
                continue
            if not self.hangs[first] and not self.hangs[second]:
                self._beside(first, self._point(first))
                self._beside(second, self.hangs[first][0])
            elif self.hangs[first]:
                self._beside(second, self.hangs[first][0])
            else:
                self._beside(first, self.hangs[second][0])

    def finish(self) -> Plan:
        """Sort children by birth, cut long lines, and number everything."""
        lowest = min(self.row.values(), default=0)
        row = {key: at - lowest for key, at in self.row.items()}
        unions = list(self.unions.values())
        joins: list[Join] = []
        for number, union in enumerate(unions):
            union.row -= lowest
            union.hangs.sort(key=lambda hanging: self._by_birth(hanging.child))
            joins += _joins(number, union, row)
        return Plan(
            self.people,
            row,
            tuple(unions),
            tuple(joins),
            tuple(self.loose),
            tuple(self.apart),
            tuple(self.left_out),
            lowest,
        )

    def _pair(self, first: str, second: str) -> tuple[str, ...]:
        return tuple(sorted((first, second)))

    def _union(self, parents: tuple[str, ...]) -> Union:
        key = tuple(sorted(parents))
        if key not in self.unions:
            row = self.row[parents[0]]
            ends = parents if len(parents) == 2 else (parents[0], f"gap {parents[0]}")
            state = Couple.NOT_KNOWN if len(parents) == 2 else None
            self.unions[key] = Union("+".join(key), row, parents, ends, state)
            if len(parents) == 1:
                self.row[ends[1]] = row
        return self.unions[key]

    def _point(self, child: str) -> Union:
        key = ("siblings", child)
        point = f"point {child}"
        self.row[point] = self.row[child] - 1
        self.unions[key] = Union("+".join(key), self.row[point], (), (point,))
        return self.unions[key]

    def _beside(self, child: str, union: Union) -> None:
        union.hangs.append(Hanging(child, Parentage.BIRTH, by_sibling=True))
        self.hangs[child].append(union)

    def _known_siblings(self, first: str, second: str) -> bool:
        ours, theirs = self._parents_of(first), self._parents_of(second)
        shared = any(union in self.hangs[second] for union in self.hangs[first])
        return shared or bool(ours & theirs)

    def _parents_of(self, child: str) -> set[str]:
        return {tie.parent for tie in self.parents if tie.child == child}

    def _beside_a_parent(self, step: str, child: str) -> bool:
        """Say whether a step-parent is a partner of a parent of the child; if only one can be meant, make it so."""
        own = [
            tie.parent
            for tie in self.parents
            if tie.child == child and tie.kind in {Parentage.BIRTH, Parentage.ADOPTIVE} and tie.parent != step
        ]
        partners = {self._pair(tie.first, tie.second) for tie in self.kin.couples}
        if any(self._pair(step, key) in partners or self._pair(step, key) in self.unions for key in own):
            return True
        if len(own) == 1 and self.row[own[0]] == self.row[step]:
            self._union((own[0], step))
            return True
        return False

    def _ancestors(self) -> dict[str, set[str]]:
        """Return, for each person, everybody above them by lines of birth, adoption or fostering."""
        above: dict[str, set[str]] = {}
        firm = [tie for tie in self.parents if tie.kind in {Parentage.BIRTH, Parentage.ADOPTIVE, Parentage.FOSTER}]
        for key in sorted(self.people, key=lambda each: self.row[each]):
            own = {tie.parent for tie in firm if tie.child == key}
            above[key] = own.union(*(above[parent] for parent in own)) if own else set()
        return above

    def _by_birth(self, child: str) -> tuple[int, int]:
        keys = list(self.people)
        born = self.people[child].born
        place = keys.index(child)
        return (born.toordinal(), place) if born else (_guess(self.people[child]), place)


def _guess(person: Someone) -> int:
    return 10_000_000 - (person.age or 0) * 366


def _joins(number: int, union: Union, row: dict[str, int]) -> Iterator[Join]:
    """Yield the lines of a union channel by channel; a child more than one row below is reached through points."""
    source = union.ends
    lowest = max((row[hanging.child] for hanging in union.hangs), default=union.row)
    for at in range(union.row, lowest):
        here = tuple(hanging.child for hanging in union.hangs if row[hanging.child] == at + 1)
        further = any(row[hanging.child] > at + 1 for hanging in union.hangs)
        point = f"way {number} {at + 1}"
        if further:
            row[point] = at + 1
            here += (point,)
        yield Join(number, at, source, here)
        source = (point,)
