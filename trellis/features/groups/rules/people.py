"""Who belongs in a circle: ages on the day, whom it is for, which group of a split strand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from trellis.features.groups.rules.plan import CircleFacts, Seated
from trellis.features.groups.rules.words import GENDERS, reason, source_of
from trellis.features.programmes.rules.criteria import Condition, Criterion, CriterionAbout
from trellis.features.programmes.rules.facts import FACTS, UNKNOWN, in_plain_words
from trellis.features.programmes.rules.matching import holds, wanted_in_words
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Strand, TakesPartAs
from trellis.kernel.dates import age_on, in_words
from trellis.kernel.decisions import Outcome, Reason

WHO_FACTS = frozenset({"age", "gender"})
CIRCLE = "gender_group"


def who_criteria(definition: ProgrammeDefinition, strand: Strand) -> tuple[Criterion, ...]:
    """Return the criteria about the age or gender of those who take part in a strand.

    What else a programme asks of a person was settled at screening; these two can change before the
    first session, or were counted for another day.
    """
    takes_children = TakesPartAs.CHILD in strand.takes_part_as
    return tuple(
        criterion
        for criterion in definition.criteria
        if criterion.conditions
        and all(condition.fact in WHO_FACTS for condition in criterion.conditions)
        and (
            (criterion.about is CriterionAbout.STRAND and criterion.strand == strand.key)
            or (criterion.about is CriterionAbout.CHILD_OF_CONCERN and takes_children)
        )
    )


def person_reasons(
    definition: ProgrammeDefinition, circle: CircleFacts, person: Seated, on_day: date
) -> Iterator[Reason]:
    """Say, for one person, what speaks for and against a place in a circle on a day."""
    strand = definition.strand(circle.strand)
    for criterion in who_criteria(definition, strand):
        yield _criterion_reason(definition, criterion, person, on_day)
    if circle.gender_group:
        yield _gender_group_reason(definition, strand, circle, person)


def people_reasons(definition: ProgrammeDefinition, circle: CircleFacts, on_day: date) -> Iterator[Reason]:
    """Say, for a whole circle, whom it does not suit; what everybody keeps is said once."""
    by_rule: dict[str, list[Reason]] = {}
    for person in circle.people:
        for found in person_reasons(definition, circle, person, on_day):
            by_rule.setdefault(found.key, []).append(found)
    for key, found_all in by_rule.items():
        unkept = [each for each in found_all if each.outcome is not Outcome.MET]
        yield from unkept
        if not unkept:
            first = found_all[0]
            yield reason(
                key, True, _kept_words(definition, key, circle, on_day), about=circle.title,
                why=first.why, source=first.source,
            )  # fmt: skip


def fitting_circles(
    definition: ProgrammeDefinition, circles: Sequence[CircleFacts], person: Seated
) -> list[CircleFacts]:
    """List the circles of a person's strand that are for their gender, the emptiest first.

    Where a strand is split and no group of it names the person's gender, all of them come back: the
    person is asked which one suits them.
    """
    own = [circle for circle in circles if circle.strand == person.strand]
    split = [circle for circle in own if circle.gender_group]
    if not split:
        return sorted(own, key=lambda circle: len(circle.people))
    strand = definition.strand(person.strand)
    named = {group.key: group.genders for group in strand.gender_groups}
    is_named = any(person.gender in genders for genders in named.values())
    fitting = [circle for circle in own if not is_named or person.gender in named.get(circle.gender_group, ())]
    return sorted(fitting, key=lambda circle: len(circle.people))


def must_be_asked(definition: ProgrammeDefinition, person: Seated) -> bool:
    """Tell whether a split strand names no group for this person's gender, so that they choose."""
    groups = definition.strand(person.strand).gender_groups
    return bool(groups) and not any(person.gender in group.genders for group in groups)


def _criterion_reason(definition: ProgrammeDefinition, criterion: Criterion, person: Seated, on_day: date) -> Reason:
    outcomes = [_condition_holds(condition, person, on_day) for condition in criterion.conditions]
    kept = True if True in outcomes else None if None in outcomes else False
    found = _found(criterion.conditions, person, on_day)
    words = {
        True: f"{person.name}: {found}.",
        False: f"{person.name}: {found}. Wanted: {_wanted(criterion)}.",
        None: f"Ask for {person.name}: {_asked(criterion)}",
    }[kept]
    return reason(
        criterion.key,
        kept,
        words,
        about=person.name,
        why=criterion.why,
        source=_criterion_source(definition, criterion),
        found=found,
        blocks=criterion.blocks and not person.agreed,
        ask_whom=criterion.ask_whom or "the referrer",
    )


def _criterion_source(definition: ProgrammeDefinition, criterion: Criterion) -> str:
    return source_of(definition, criterion)


def _condition_holds(condition: Condition, person: Seated, on_day: date) -> bool | None:
    value = _value(condition.fact, person, on_day)
    return None if value is None else holds(condition.test, condition.value, value)


def _value(fact: str, person: Seated, on_day: date) -> int | str | None:
    if fact == "gender":
        return None if person.gender in ("", UNKNOWN) else person.gender
    if person.birth_date is None or person.birth_date > on_day:
        return None
    return age_on(person.birth_date, on_day)


def _found(conditions: Iterable[Condition], person: Seated, on_day: date) -> str:
    words = []
    for key in dict.fromkeys(condition.fact for condition in conditions):
        value = _value(key, person, on_day)
        fact = FACTS[key]
        if value is None:
            words.append(f"{fact.label.lower()} not known")
        elif key == "age":
            words.append(f"{in_plain_words(fact, value)} old on {in_words(on_day)}")
        else:
            words.append(in_plain_words(fact, value).lower())
    return ", ".join(words)


def _wanted(criterion: Criterion) -> str:
    return " or ".join(
        wanted_in_words(FACTS[condition.fact], condition.test, condition.value) for condition in criterion.conditions
    )


def _asked(criterion: Criterion) -> str:
    return criterion.ask or FACTS[criterion.conditions[0].fact].ask


def _gender_group_reason(
    definition: ProgrammeDefinition, strand: Strand, circle: CircleFacts, person: Seated
) -> Reason:
    group = next(each for each in strand.gender_groups if each.key == circle.gender_group)
    kept: bool | None = person.gender in group.genders
    words = f"{person.name} ({GENDERS.get(person.gender, person.gender)}) is in the {circle.title.lower()}."
    if must_be_asked(definition, person):
        kept = True if person.agreed else None
        words = words if kept else f"Ask {person.name} which of the {strand.title.lower()} suits them."
    return reason(
        CIRCLE,
        kept,
        words,
        about=person.name,
        why=strand.gender_groups_why,
        source=source_of(definition, strand),
        found=GENDERS.get(person.gender, person.gender),
        blocks=not person.agreed,
        ask_whom=person.name,
    )


def _kept_words(definition: ProgrammeDefinition, key: str, circle: CircleFacts, on_day: date) -> str:
    if key == CIRCLE:
        return f"Everybody in the {circle.title.lower()} is of the gender that it is for."
    criterion = next(each for each in definition.criteria if each.key == key)
    on = f" on {in_words(on_day)}" if any(each.fact == "age" for each in criterion.conditions) else ""
    return f"{criterion.title}{on}: everybody in the {circle.title.lower()}."
