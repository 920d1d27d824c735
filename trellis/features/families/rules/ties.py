"""What cannot be true between two people: being one's own ancestor, two birth mothers, dates that contradict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from trellis.features.families.rules.rough_dates import check_not_before_birth, check_span
from trellis.features.families.rules.words import (
    ANCESTOR_KINDS,
    COUPLE_KINDS,
    PARENT_KINDS,
    Ending,
    RelationshipKind,
)
from trellis.kernel.decisions import RuleBroken

_MOST_GENERATIONS = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: `older` is the `kind` of `younger`, by name."""

    older: str
    younger: str
    kind: RelationshipKind


def way_up(parents: Mapping[str, Iterable[str]], person: str, ancestor: str) -> tuple[str, ...]:
    """Return the shortest chain from a person up to an ancestor, both included; empty when there is none."""
    ways: list[tuple[str, ...]] = [(person,)]
    seen = {person}
    for _ in range(_MOST_GENERATIONS):
        for way in ways:
            if way[-1] == ancestor:
                return way
        further = []
        for way in ways:
            for parent in parents.get(way[-1], ()):
                if parent not in seen:
                    seen.add(parent)
                    further.append((*way, parent))
        ways = further
    return ()


def refuse_own_ancestor(kind: RelationshipKind, older: str, younger: str, chain: Sequence[Step] | None) -> RuleBroken:
    """Return the refusal of a tie that makes somebody their own ancestor; without a chain that may be shown, no names.

    `chain` leads from the younger of the two down to the older, as it is written already.
    """
    start = f"{older} cannot be the {kind.label.lower()} of {younger}"
    if not chain:
        return RuleBroken(
            f"{start}: by what is written already, somebody would be their own ancestor. Check who is whose parent.",
            "kind",
        )
    steps = ", and ".join(f"{step.older} is the {step.kind.label.lower()} of {step.younger}" for step in chain)
    return RuleBroken(f"{start}: {steps}. {younger} would be their own ancestor. Check who is whose parent.", "kind")


def check_ancestors(ties: Iterable[tuple[str, str, RelationshipKind]], names: Mapping[str, str]) -> None:
    """Raise RuleBroken when ties (older, younger, kind) told together make somebody their own ancestor."""
    parents: dict[str, list[str]] = {}
    kinds: dict[tuple[str, str], RelationshipKind] = {}
    for older, younger, kind in ties:
        if kind not in ANCESTOR_KINDS:
            continue
        way = way_up(parents, older, younger)
        if way:
            down = list(reversed(way))
            chain = [Step(names[a], names[b], kinds[a, b]) for a, b in pairwise(down)]
            raise refuse_own_ancestor(kind, names[older], names[younger], chain)
        parents.setdefault(younger, []).append(older)
        kinds[older, younger] = kind


def check_one_birth_parent(kind: RelationshipKind, child: str, others: Iterable[str]) -> None:
    """Raise RuleBroken for a second mother or a second father by birth (Human Fertilisation and Embryology Act 2008
    ss42 to 45: a second parent is “parent”, not a second mother or father).
    """
    if kind not in {RelationshipKind.MOTHER, RelationshipKind.FATHER}:
        return
    for other in others:
        word = kind.label.lower()
        raise RuleBroken(
            f"{child} already has a {word}: {other}. Choose “Parent” or “Adoptive parent” for one of them.",
            "kind",
        )


def settled_kinds(ties: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return the kinds of ties (older, younger, kind) told together: a second mother or father becomes “parent”.

    Two mothers are told by families with two mothers; only one of them gave birth, and nobody was asked which.
    """
    had: set[tuple[str, str]] = set()
    settled = []
    for _, younger, kind in ties:
        if kind in {RelationshipKind.MOTHER, RelationshipKind.FATHER} and (younger, kind) in had:
            settled.append(RelationshipKind.PARENT.value)
            continue
        had.add((younger, kind))
        settled.append(str(kind))
    return settled


def check_dates(
    kind: RelationshipKind,
    since: str,
    until: str,
    ending: str,
    today: date,
    *,
    older: tuple[str, date | None],
    younger: tuple[str, date | None],
) -> None:
    """Raise RuleBroken for dates of a tie that contradict each other or a birth; `older`, `younger`: name and birth."""
    check_span(since, until, today)
    if ending and kind not in COUPLE_KINDS and ending in {Ending.SEPARATED, Ending.DIVORCED}:
        raise RuleBroken(f"A {kind.label.lower()} does not separate or divorce. Choose how it ended.", "ending")
    begun_by_both = kind in COUPLE_KINDS or kind in PARENT_KINDS
    if begun_by_both:
        check_not_before_birth(since, older[1], older[0])
    if kind in COUPLE_KINDS:
        check_not_before_birth(since, younger[1], younger[0])
    check_not_before_birth(until, younger[1], younger[0], "until")


def settled_couple(kind: RelationshipKind, until: str, ending: str) -> RelationshipKind:
    """Return partner or former partner, as the end says: whoever outlived a partner is not a former partner."""
    if kind is RelationshipKind.PARTNER and (until or ending) and ending != Ending.DEATH:
        return RelationshipKind.EX_PARTNER
    return kind
