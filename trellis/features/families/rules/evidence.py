"""How likely two entries are one person: what speaks for it, what against it, each in words and with a weight.

A weight is a power of two: how many times likelier an agreement is between two entries of one person than between
those of two people (Fellegi and Sunter 1969), rounded by hand. `make bench-febrl` measures these weights and LIKELY.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from nicknames import NickNamer
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from trellis.features.families.rules.matching import match_name, other_readings

LIKELY = 13
VERY_LIKELY = 22
NEARLY = 0.88
SOMEWHAT = 0.78
ALIKE = 84.0
HALF_ALIKE = 64.0
GENERATION = 14
NEVER = -40
OTHER, NEAR, SAME = 0, 1, 2
ELSEWHERE, PART, STREET, DOOR, WHOLE = 0, 1, 2, 3, 4
HOMES = (
    ((WHOLE, NEAR), "the same address", 14),
    ((WHOLE, OTHER), "the same address but for the postcode", 13),
    ((DOOR, OTHER), "the same house number and street", 13),
    ((PART, SAME), "the same postcode and a like address", 10),
    ((STREET, OTHER), "the same street", 6),
    ((PART, NEAR), "part of the address is the same", 5),
    ((PART, OTHER), "part of the address is the same", 3),
    ((ELSEWHERE, SAME), "the same postcode", 4),
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives or lived, as written."""

    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is compared of a person."""

    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    birth_date: date | None = None
    homes: tuple[Home, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against: `about` is name, birth or home; a weight above nought speaks for."""

    about: str
    words: str
    weight: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """All evidence about a pair, and the sum of its weights."""

    evidence: tuple[Evidence, ...]

    @property
    def weight(self) -> int:
        """Return the sum of the weights."""
        return sum(each.weight for each in self.evidence)

    @property
    def is_likely(self) -> bool:
        """Say whether the pair is to be looked at."""
        return self.weight >= LIKELY

    def without(self, about: str) -> Weighed:
        """Return the same without what one kind of fact says."""
        return Weighed(tuple(each for each in self.evidence if each.about != about))


def weigh(a: PersonFacts, b: PersonFacts, *, in_one_family: bool = False, fully: bool = True) -> Weighed:
    """Weigh what two entries have in common; the same both ways round.

    `in_one_family`: two people of one family who have different given names are brothers, sisters or twins, and with
    one name and a generation between them parent and child. Without `fully`, homes are left out where they could not
    make the pair likely.
    """
    found = [*_names(a, b, in_one_family=in_one_family), _birth_dates(a.birth_date, b.birth_date, in_one_family)]
    known = [each for each in found if each is not None]
    if fully or sum(each.weight for each in known) + HOMES[0][2] >= LIKELY:
        home = _homes(a.homes, b.homes)
        known += [home] if home else []
    return Weighed(tuple(known))


@lru_cache(maxsize=1)
def _namer() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=50_000)
def _full_forms(name: str) -> frozenset[str]:
    return frozenset({name} | _namer().canonicals_of(name))


@lru_cache(maxsize=100_000)
def _words(*names: str) -> frozenset[str]:
    return frozenset(match_name(*names).split())


@lru_cache(maxsize=100_000)
def _plain(name: str) -> str:
    return match_name(name)


def _names(a: PersonFacts, b: PersonFacts, *, in_one_family: bool) -> list[Evidence | None]:
    family_a, family_b = _plain(a.family_name), _plain(b.family_name)
    given_a, given_b = _words(a.given_name, a.known_as), _words(b.given_name, b.known_as)
    given = _given_names(given_a, given_b)
    family = _family_names(family_a, family_b)
    straight = sum(each.weight for each in (given, family) if each)
    crossed = _crossed(_plain(a.given_name), family_a, _plain(b.given_name), family_b)
    if crossed is not None and crossed.weight > straight:
        return [crossed]
    if in_one_family and given is not None and given.weight < 0:
        given = Evidence("name", "different given names in one family: brothers, sisters or twins", NEVER)
    return [given, family]


def _given_names(a: frozenset[str], b: frozenset[str]) -> Evidence | None:
    if not a or not b:
        return None
    if a & b:
        return Evidence("name", "the same given name", 7)
    for one in sorted(a):
        for other in sorted(b):
            if _full_forms(one) & _full_forms(other):
                first, second = sorted((one, other))
                return Evidence("name", f"{first.title()} and {second.title()} are forms of one name", 6)
    best = max(_spelling(one, other) for one in a for other in b)
    if best >= NEARLY:
        return Evidence("name", "given names spelt nearly alike", 6)
    if any(min(len(x), len(y)) == 1 and x[0] == y[0] for x in a for y in b):
        return Evidence("name", "one given name is an initial of the other", 2)
    if best >= SOMEWHAT:
        return Evidence("name", "given names somewhat alike", 2)
    return Evidence("name", "given names differ: two people, twins, or one person under two names", -10)


def _family_names(a: str, b: str) -> Evidence | None:
    if not a or not b:
        return None
    if a == b:
        return Evidence("name", "the same family name", 8)
    if _words(a) & _words(b):
        return Evidence("name", "part of the family name is the same", 6)
    best = _spelling(a, b)
    if best >= NEARLY:
        return Evidence("name", "family names spelt nearly alike", 7)
    if best >= SOMEWHAT:
        return Evidence("name", "family names somewhat alike", 3)
    return Evidence("name", "family names differ", -3)


def _crossed(given_a: str, family_a: str, given_b: str, family_b: str) -> Evidence | None:
    """Return the evidence of a given and a family name in each other's place; one of the four may be missing."""
    known = [_spelling(x, y) for x, y in ((given_a, family_b), (family_a, given_b)) if x and y]
    alike = sum(each >= NEARLY for each in known)
    if alike == 2:
        return Evidence("name", "given and family name in each other’s place", 13)
    if alike == 1:
        words = "the given name of one is the family name of the other"
        return Evidence("name", words, 6 if len(known) == 1 else -3)
    return None


@lru_cache(maxsize=200_000)
def _spelling(a: str, b: str) -> float:
    """Return how alike two names are spelt, 0 to 1."""
    if len(a) >= 4 and len(b) >= 4 and OSA.distance(a, b) == 1:
        return 0.95
    return max(JaroWinkler.similarity(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")) / 100)


def _birth_dates(a: date | None, b: date | None, in_one_family: bool) -> Evidence | None:
    if a is None or b is None:
        return Evidence("birth", "one date of birth is not known", 0)
    if a == b:
        return Evidence("birth", "the same date of birth", 13)
    if b in other_readings(a):
        return Evidence("birth", "the same date of birth with day and month swapped", 11)
    if OSA.distance(f"{a:%d%m%Y}", f"{b:%d%m%Y}") == 1:
        return Evidence("birth", "dates of birth differ in one part by one figure, or by two that changed places", 8)
    parts = sum(x == y for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)))
    if parts == 2 and abs(a.year - b.year) in {0, 1, 10}:
        return Evidence("birth", "dates of birth differ in one part", 5)
    if abs(a.year - b.year) >= GENERATION:
        return Evidence("birth", "born many years apart", NEVER if in_one_family else -5)
    return Evidence("birth", "dates of birth differ", -4)


def homes_that_say(a: PersonFacts, b: PersonFacts) -> tuple[Home, Home] | None:
    """Return the two homes on which the evidence about homes rests, or None where there is none."""
    found = [(each, one, other) for one in a.homes for other in b.homes if (each := _home(one, other)) is not None]
    best = max(found, key=lambda each: (each[0].weight, each[0].words), default=None)
    return (best[1], best[2]) if best else None


def _homes(a: tuple[Home, ...], b: tuple[Home, ...]) -> Evidence | None:
    found = [each for one in a for other in b if (each := _home(one, other)) is not None]
    return max(found, key=lambda each: (each.weight, each.words), default=None)


def _home(a: Home, b: Home) -> Evidence | None:
    codes = _postcodes(a.postcode, b.postcode)
    if not a.address.strip() or not b.address.strip():
        return Evidence("home", "the same postcode", 5) if codes == SAME else None
    place = _place(a.address, b.address)
    for (at_least, code), words, weight in HOMES:
        if place >= at_least and codes >= code:
            return Evidence("home", words, weight)
    return Evidence("home", "different addresses: they may have moved", -5)


@lru_cache(maxsize=100_000)
def _postcodes(a: str, b: str) -> int:
    one, other = (code.replace(" ", "").upper() for code in (a, b))
    if not one or not other:
        return OTHER
    if one == other:
        return SAME
    return NEAR if OSA.distance(one, other) == 1 else OTHER


@lru_cache(maxsize=200_000)
def _place(a: str, b: str) -> int:
    """Return how alike two addresses are: WHOLE, DOOR (house number and street), STREET, PART or ELSEWHERE."""
    lines_a, lines_b = _lines(a), _lines(b)
    one, other = " ".join(lines_a), " ".join(lines_b)
    alike = max(fuzz.token_sort_ratio(one, other), _squeezed(one, other))
    numbered = _numbers_agree(one, other)
    if alike >= ALIKE and numbered:
        return WHOLE
    # The last line is the town, which neighbours share.
    shared = [x for x in lines_a[:-1] for y in lines_b[:-1] if _squeezed(x, y) >= ALIKE and _numbers_agree(x, y)]
    if numbered and any(any(c.isdigit() for c in line) and any(c.isalpha() for c in line) for line in shared):
        return DOOR
    if alike >= ALIKE:
        return STREET
    return PART if shared or alike >= HALF_ALIKE else ELSEWHERE


@lru_cache(maxsize=100_000)
def _lines(address: str) -> tuple[str, ...]:
    return tuple(line for part in address.replace(",", "\n").split("\n") if (line := match_name(part)))


def _squeezed(a: str, b: str) -> float:
    return fuzz.ratio(a.replace(" ", ""), b.replace(" ", ""))


def _numbers_agree(a: str, b: str) -> bool:
    one, other = ({word for word in line.split() if word[:1].isdigit()} for line in (a, b))
    return not one or not other or bool(one & other)
