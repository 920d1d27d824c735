"""Whether two entries may be one person: spelling, nicknames, day and month swapped, a new surname."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from nicknames import NickNamer
from rapidfuzz import fuzz

ALIKE = 84.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two people are: `score` 0 to 100, and why in words. `is_likely` says whether to show the pair."""

    score: int
    why: tuple[str, ...]
    is_likely: bool


def match_name(*names: str) -> str:
    """Return names as they are compared: small letters, no accents, only letters, digits and single spaces."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def other_readings(day: date) -> tuple[date, ...]:
    """Return the date with day and month swapped, where that is a date and another one."""
    if day.day <= 12 and day.day != day.month:
        return (date(day.year, day.day, day.month),)
    return ()


@cache
def _namer() -> NickNamer:
    return NickNamer()


def _short_forms(name: str) -> frozenset[str]:
    namer = _namer()
    return frozenset({name} | namer.nicknames_of(name) | namer.canonicals_of(name))


def _given_names(a: frozenset[str], b: frozenset[str]) -> tuple[int, str]:
    if a & b:
        return 40, "the same given name"
    for one in a:
        for other in b:
            if _short_forms(one) & _short_forms(other):
                return 36, f"{one.title()} and {other.title()} are forms of one name"
    best = max((fuzz.ratio(one, other) for one in a for other in b), default=0.0)
    return (30, "given names spelt nearly alike") if best >= ALIKE - 8 else (0, "")


def _family_names(a: str, b: str) -> tuple[int, str]:
    if not a or not b:
        return 10, ""
    if a == b:
        return 25, "the same family name"
    if set(a.split()) & set(b.split()):
        return 22, "part of the family name is the same"
    return (20, "family names spelt nearly alike") if fuzz.ratio(a, b) >= ALIKE - 4 else (0, "")


def _birth_dates(a: date | None, b: date | None) -> tuple[int, str]:
    if a is None or b is None:
        return 10, "one date of birth is not known"
    if a == b:
        return 35, "the same date of birth"
    if b in other_readings(a):
        return 30, "the same date of birth with day and month swapped"
    parts = sum(x == y for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)))
    if parts == 2 and abs(a.year - b.year) in {0, 1, 10}:
        return 22, "dates of birth differ in one part"
    return 0, ""


def likeness(
    given_a: str,
    family_a: str,
    birth_a: date | None,
    given_b: str,
    family_b: str,
    birth_b: date | None,
    *,
    known_as_a: str = "",
    known_as_b: str = "",
) -> Likeness:
    """Compare two people and say how alike they are and why.

    A pair is likely when given names agree and either family name or date of birth agrees too, with nothing that
    speaks against it. Twins (one birthday, one family name, other given names) are not one person.
    """
    firsts = [frozenset(match_name(g, k).split()) for g, k in ((given_a, known_as_a), (given_b, known_as_b))]
    given, given_why = _given_names(firsts[0], firsts[1])
    family, family_why = _family_names(match_name(family_a), match_name(family_b))
    birth, birth_why = _birth_dates(birth_a, birth_b)
    score = given + family + birth
    is_likely = given > 0 and ((family > 0 and birth > 0) or birth >= 30)
    return Likeness(score, tuple(why for why in (given_why, family_why, birth_why) if why), is_likely)
