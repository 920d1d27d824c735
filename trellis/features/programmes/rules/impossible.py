"""Facts that cannot be so: birthdays to come, children older than their parents."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from trellis.features.programmes.rules.matching import FactValue
from trellis.kernel.dates import in_words

EARLIEST_BIRTH = date(1900, 1, 1)
type Wrong = tuple[str, str, str]
type NamedFacts = tuple[str, Mapping[str, FactValue]]


def impossible_facts(people: Sequence[NamedFacts], family: Mapping[str, FactValue], *, today: date) -> list[Wrong]:
    """List facts that cannot be so, each as (where, found, right); ``people`` as (name, values)."""
    return [
        *_births(people, today),
        *_older_than_parents(people),
        *_beginnings(people, family, today),
    ]


def _births(people: Sequence[NamedFacts], today: date) -> Iterator[Wrong]:
    for position, (name, values) in enumerate(people):
        born = values.get("birth_date")
        if not isinstance(born, date):
            continue
        where = f"people[{position}].birth_date"
        if born > today:
            yield where, f"{in_words(born)} for {name}", f"today, {in_words(today)}, or earlier"
        elif born < EARLIEST_BIRTH:
            yield where, f"{in_words(born)} for {name}", f"{in_words(EARLIEST_BIRTH)} or later"


def _older_than_parents(people: Sequence[NamedFacts]) -> Iterator[Wrong]:
    born_in = {
        role: [
            (position, name, born)
            for position, (name, values) in enumerate(people)
            if values.get("family_role") in roles and isinstance(born := values.get("birth_date"), date)
        ]
        for role, roles in (("child", ("child",)), ("parent", ("parent", "carer")))
    }
    for position, name, born in born_in["child"]:
        for _, parent, parent_born in born_in["parent"]:
            if born <= parent_born:
                right = f"a day after {parent}, the parent or carer, was born: {in_words(parent_born)}"
                yield f"people[{position}].birth_date", f"{in_words(born)} for {name}", right


def _beginnings(people: Sequence[NamedFacts], family: Mapping[str, FactValue], today: date) -> Iterator[Wrong]:
    began = family.get("abuse_began_on")
    if not isinstance(began, date):
        return
    if began > today:
        yield "family.abuse_began_on", in_words(began), f"today, {in_words(today)}, or earlier"
    births = [
        born
        for _, values in people
        if values.get("child_of_concern") is True and isinstance(born := values.get("birth_date"), date)
    ]
    if births and began < min(births):
        right = f"a day after the child was born: {in_words(min(births))}"
        yield "family.abuse_began_on", in_words(began), right
