"""Whether somebody who is being entered may be known already, by names and date of birth alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.features.families.rules.evidence import PersonFacts, weigh
from trellis.features.families.rules.matching import match_name, other_readings

HIGHEST = 28


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two people are: `score` 0 to 100, and why in words. `is_likely` says whether to show the pair."""

    score: int
    why: tuple[str, ...]
    is_likely: bool


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

    The evidence and the threshold are those of `evidence.weigh`, without homes. Twins (one birthday, one family name,
    other given names) are not one person.
    """
    weighed = weigh(
        PersonFacts(given_a, family_a, known_as_a, birth_a), PersonFacts(given_b, family_b, known_as_b, birth_b)
    )
    score = max(0, min(100, round(100 * weighed.weight / HIGHEST)))
    return Likeness(score, tuple(each.words for each in weighed.evidence if each.weight >= 0), weighed.is_likely)


__all__ = ["Likeness", "likeness", "match_name", "other_readings"]
