"""What cannot be true of people, said politely."""

from __future__ import annotations

from datetime import date

from trellis.features.families.rules.words import OLDER_KINDS, RelationshipKind
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken

OLDEST = 120


def check_words(value: str, field: str) -> str:
    """Return the text without outer blanks; raise RuleBroken for a null byte."""
    if "\x00" in value:
        raise RuleBroken("This has a character that cannot be kept (a null byte). Type it again.", field)
    return value.strip()


def check_birth_date(birth_date: date | None, today: date, field: str = "birth_date") -> None:
    """Raise RuleBroken for a birthday in the future or more than 120 years ago."""
    if birth_date is None:
        return
    if birth_date > today:
        raise RuleBroken(f"Date of birth must be today or earlier, not {in_words(birth_date)}.", field)
    if birth_date.year < today.year - OLDEST:
        raise RuleBroken(f"Date of birth must be less than {OLDEST} years ago. Check the year.", field)


def check_relationship(
    kind: RelationshipKind, from_name: str, from_birth: date | None, to_name: str, to_birth: date | None
) -> None:
    """Raise RuleBroken when a mother, father or grandparent would be younger than the child."""
    if kind in OLDER_KINDS and from_birth and to_birth and from_birth >= to_birth:
        raise RuleBroken(
            f"{from_name} cannot be the {kind.label.lower()} of {to_name}: {from_name} was born on "
            f"{in_words(from_birth)} and {to_name} on {in_words(to_birth)}. Check both dates of birth.",
            "kind",
        )
