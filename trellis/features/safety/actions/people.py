"""Who may be named in a family's records."""

from __future__ import annotations

from trellis.features.families.models import Family, FamilyMember, Person
from trellis.features.safety.rules.risk import Someone
from trellis.kernel.decisions import RuleBroken


def check_of_family(family: Family, **people: Person | None) -> None:
    """Raise RuleBroken, naming the field, for somebody who is not of the family; nobody is all right."""
    members = set(FamilyMember.objects.filter(family=family).values_list("person_id", flat=True))
    for field, person in people.items():
        if person is not None and person.pk not in members:
            raise RuleBroken("Choose somebody of this family.", field)


def one_of_two(person: Person | None, name: str, field: str, words: str) -> None:
    """Raise RuleBroken unless somebody is either chosen or named."""
    if (person is None) == (not name.strip()):
        raise RuleBroken(words, field)


def someone(person: Person | None, name: str = "", *, said_sixteen: bool | None = None) -> Someone:
    """Return a person, or a name that is not in the file, as the rules see them."""
    if person is None:
        return Someone(name.strip(), said_sixteen=said_sixteen)
    return Someone(person.short_name, person.birth_date, said_sixteen)
