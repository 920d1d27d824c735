"""Records of one person, twice."""

from __future__ import annotations

import datetime

from trellis.features.duplicates import actions, queries
from trellis.features.duplicates.models import NotTheSame, PersonMerge
from trellis.features.families.models import Family, Person
from trellis.features.families.tests.factories import family, person
from trellis.platform.access.viewer import Viewer

BORN = datetime.date(1985, 7, 4)


def twice(by: Viewer, surname: str = "Ashworth", given: tuple[str, str] = ("Katherine", "Kate")) -> list[Person]:
    """Make one person twice, each in a family of their own."""
    return [
        person(by, family(by, f"{surname} family"), given_name=name, family_name=surname, birth_date=BORN)
        for name in given
    ]


def duplicate_of(by: Viewer, known: Person, in_family: Family) -> Person:
    """Make a second record of somebody who is known."""
    names = {"given_name": known.given_name, "family_name": known.family_name}
    return person(by, in_family, birth_date=known.birth_date, **names)


def found_pairs(by: Viewer) -> int:
    """Look through everybody, here and now."""
    return actions.replace_pairs(by=by, found=list(queries.all_pairs(by)))


def told_apart(by: Viewer, surname: str) -> NotTheSame:
    """Make two people who were told apart."""
    one, other = twice(by, surname, ("Oliver", "Olive"))
    actions.not_the_same(by=by, one=one, other=other)
    return NotTheSame.objects.get(first_id=min(one.pk, other.pk), second_id=max(one.pk, other.pk))


def merge_of_two(by: Viewer, surname: str) -> PersonMerge:
    """Make two records of one person, merged by a supervisor."""
    kept, gone = twice(by, surname, ("Samuel", "Sam"))
    return actions.merge(by=by, kept=kept, gone=gone, choices={})
