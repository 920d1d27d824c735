"""Which generation everybody is in: parents a row above their children, partners and siblings in one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from trellis.features.families.rules.genogram.people import Kin, Parentage, ParentTie, Someone

GENERATION = 27
_LATER = ((Parentage.GRANDPARENT, 2), (Parentage.STEP, 1), (Parentage.GUARDIAN, 1), (Parentage.CARER, 1))
_FIRM = (Parentage.BIRTH, Parentage.ADOPTIVE, Parentage.FOSTER)


@dataclass(frozen=True, slots=True)
class Generations:
    """The row of each person (0 is the eldest), who is joined with whom, and what cannot be drawn, in words.

    `islands` are groups of people whom no tie joins to others, in the order in which they were first named.
    """

    row: dict[str, int]
    islands: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...] = ()
    parents: tuple[ParentTie, ...] = ()


@dataclass(slots=True)
class _Offsets:
    """Groups of people whose generations are known against each other: everybody points to a root, with a distance."""

    root: dict[str, str]
    down: dict[str, int]
    people: dict[str, list[str]] = field(default_factory=dict)

    def join(self, upper: str, lower: str, by: int) -> bool:
        """Put `lower` this many rows below `upper`; say whether that is so (it may be settled otherwise already)."""
        if self.root[upper] == self.root[lower]:
            return self.down[lower] - self.down[upper] == by
        keep, move = self.root[upper], self.root[lower]
        shift = self.down[upper] + by - self.down[lower]
        for key in self.people.pop(move):
            self.root[key] = keep
            self.down[key] += shift
            self.people[keep].append(key)
        return True


def generations(kin: Kin) -> Generations:
    """Place everybody in a row; ties that contradict earlier ones are kept where they can be drawn, else told."""
    keys = [person.key for person in kin.people]
    offsets = _Offsets({key: key for key in keys}, dict.fromkeys(keys, 0), {key: [key] for key in keys})
    known = set(keys)
    ties = [tie for tie in kin.parents if {tie.parent, tie.child} <= known and tie.parent != tie.child]
    for kind in _FIRM:
        _join(offsets, ((tie.parent, tie.child, 1) for tie in ties if tie.kind == kind))
    _join(offsets, ((tie.first, tie.second, 0) for tie in kin.couples if {tie.first, tie.second} <= known))
    _join(offsets, ((tie.first, tie.second, 0) for tie in kin.siblings if {tie.first, tie.second} <= known))
    for kind, by in _LATER:
        _join(offsets, ((tie.parent, tie.child, by) for tie in ties if tie.kind == kind))
    people = kin.named()
    for bond in kin.bonds:
        if {bond.first, bond.second} <= known:
            offsets.join(bond.first, bond.second, _by_age(people[bond.first], people[bond.second]))
    good = tuple(tie for tie in ties if offsets.down[tie.parent] < offsets.down[tie.child])
    left_out = tuple(_cannot(tie, people) for tie in ties if offsets.down[tie.parent] >= offsets.down[tie.child])
    islands = _islands(offsets, keys)
    return Generations(_rows(offsets, islands, people), islands, left_out, good)


def _join(offsets: _Offsets, ties: Iterable[tuple[str, str, int]]) -> None:
    for upper, lower, by in ties:
        if upper != lower:
            offsets.join(upper, lower, by)


def _by_age(first: Someone, second: Someone) -> int:
    if first.born is None or second.born is None:
        return 0
    return round((second.born.year - first.born.year) / GENERATION)


def _cannot(tie: ParentTie, people: dict[str, Someone]) -> str:
    parent, child = people[tie.parent].name, people[tie.child].name
    return (
        f"{parent} as {tie.kind.label} of {child}: other ties put {parent} in the same generation as {child}, or in a "
        "later one. Check who is whose parent."
    )


def _islands(offsets: _Offsets, keys: list[str]) -> tuple[tuple[str, ...], ...]:
    together: dict[str, list[str]] = {}
    for key in keys:
        together.setdefault(offsets.root[key], []).append(key)
    return tuple(tuple(group) for group in together.values())


def _rows(offsets: _Offsets, islands: tuple[tuple[str, ...], ...], people: dict[str, Someone]) -> dict[str, int]:
    """Settle the islands beside the largest, each at the height that suits the years of birth best."""
    row: dict[str, int] = {}
    for island in sorted(islands, key=lambda group: -len(group)):
        top = min(offsets.down[key] for key in island)
        place = {key: offsets.down[key] - top for key in island}
        shift = _best_shift(place, row, people) if row else 0
        row.update({key: at + shift for key, at in place.items()})
    first = min(row.values(), default=0)
    return {person.key: row[person.key] - first for person in people.values()}


def _best_shift(place: dict[str, int], row: dict[str, int], people: dict[str, Someone]) -> int:
    depth = max(row.values()) - max(place.values())
    years = [(at, _year(people[key])) for key, at in row.items()]
    known = [(at, year) for at, year in years if year is not None]
    own = [(at, year) for key, at in place.items() if (year := _year(people[key])) is not None]
    if not known or not own:
        return max(0, depth)
    middle = sum(year - at * GENERATION for at, year in known) / len(known)
    wanted = sum((year - middle) / GENERATION - at for at, year in own) / len(own)
    return max(min(0, depth), min(max(0, depth), round(wanted)))


def _year(person: Someone) -> int | None:
    born: date | None = person.born
    return born.year if born else None
