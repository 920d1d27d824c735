"""Families in a group: everybody placed, nobody twice, and on an evening when they can come."""

from __future__ import annotations

from collections.abc import Iterator

from trellis.features.groups.rules.plan import CircleFacts, FamilyFacts, GroupFacts
from trellis.features.groups.rules.words import OWN_DEFAULT, listed, reason, source_of
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Format, Needed, Strand
from trellis.kernel.decisions import Reason

UNPLACED, STRAND_EMPTY, CHOICE = "not_placed", "strand_without_anybody", "strand_choice"
SAME_FAMILY, SAME_PERSON, EVENING = "same_family_twice", "same_person_twice", "evening"
NO_CIRCLE = "strand_without_circle"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def family_reasons(definition: ProgrammeDefinition, group: GroupFacts, family: FamilyFacts) -> Iterator[Reason]:
    """Say, for one family, who has no place yet, what strand nobody takes, and whether the day suits."""
    yield from _unplaced(definition, group, family)
    yield from _empty_strands(definition, group, family)
    yield from _choices(definition, family)
    yield evening_reason(group.first_day.weekday(), family)


def evening_reason(weekday: int, family: FamilyFacts) -> Reason:
    """Say whether a family can come on a weekday."""
    day = WEEKDAYS[weekday]
    if not family.weekdays:
        return reason(
            EVENING, None, f"Ask the {family.name} family whether they can come on a {day}.",
            about=family.name, source=OWN_DEFAULT, blocks=False, ask_whom="the parent or carer",
        )  # fmt: skip
    kept = weekday in family.weekdays
    can = listed(WEEKDAYS[each] for each in sorted(family.weekdays))
    return reason(
        EVENING,
        kept,
        f"The {family.name} family can come on a {day}."
        if kept
        else f"The {family.name} family can come on {can}; the group meets on a {day}.",
        about=family.name,
        source=OWN_DEFAULT,
        found=can,
        blocks=False,
    )


def twice_in_circle_reasons(definition: ProgrammeDefinition, circle: CircleFacts) -> Iterator[Reason]:
    """Say which family has two people in one circle that is not for whole families."""
    if definition.strand(circle.strand).format is not Format.GROUP:
        return
    by_family: dict[str, list[str]] = {}
    for person in circle.people:
        by_family.setdefault(person.family, []).append(person.name)
    for names in by_family.values():
        if len(names) > 1:
            yield reason(
                SAME_FAMILY,
                False,
                f"{listed(names)} are of one family and both in the {circle.title.lower()}. Is that meant?",
                about=circle.title,
                source=OWN_DEFAULT,
                blocks=False,
            )


def twice_in_group_reasons(group: GroupFacts) -> Iterator[Reason]:
    """Say which family is in the group by two journeys."""
    journeys: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for person in group.seated:
        journeys.setdefault(person.family, set()).add(person.journey)
        names[person.family] = person.family_name
    for family, found in journeys.items():
        if len(found) > 1:
            yield reason(
                SAME_PERSON,
                False,
                f"The {names[family]} family is in this group twice, by two referrals.",
                about=names[family],
                source=OWN_DEFAULT,
            )


def missing_circle_reasons(definition: ProgrammeDefinition, group: GroupFacts) -> Iterator[Reason]:
    """Say which strand that somebody must take part in has no circle here."""
    held = {circle.strand for circle in group.circles}
    for strand in definition.strands:
        required = strand.is_group and strand.needed is Needed.REQUIRED
        if required and definition.choice_holding(strand.key) is None and strand.key not in held:
            yield reason(
                NO_CIRCLE,
                False,
                f"This group has no circle for {strand.title.lower()}.",
                why=strand.needed_why,
                source=source_of(definition, strand),
                blocks=False,
            )


def _unplaced(definition: ProgrammeDefinition, group: GroupFacts, family: FamilyFacts) -> Iterator[Reason]:
    seated = {person.key for person in group.seated}
    strands = {circle.strand for circle in group.circles}
    waiting = [person for person in family.participants if person.key not in seated and person.strand in strands]
    for person in waiting:
        strand = definition.strand(person.strand)
        yield reason(
            UNPLACED,
            False,
            f"{person.name} has no place yet ({strand.title.lower()}).",
            about=family.name,
            why=strand.needed_why,
            source=source_of(definition, strand),
            blocks=strand.needed is Needed.REQUIRED,
        )
    if not waiting:
        yield reason(
            UNPLACED, True, f"Everybody of the {family.name} family who takes part has a place.",
            about=family.name, source=OWN_DEFAULT,
        )  # fmt: skip


def _empty_strands(definition: ProgrammeDefinition, group: GroupFacts, family: FamilyFacts) -> Iterator[Reason]:
    taken = {person.strand for person in family.participants}
    held = {circle.strand for circle in group.circles}
    for strand in definition.strands:
        wanted = strand.key in held and strand.needed is not Needed.OPTIONAL
        if wanted and definition.choice_holding(strand.key) is None and strand.key not in taken:
            yield _empty_strand_reason(definition, strand, family)


def _empty_strand_reason(definition: ProgrammeDefinition, strand: Strand, family: FamilyFacts) -> Reason:
    required = strand.needed is Needed.REQUIRED
    return reason(
        STRAND_EMPTY,
        False,
        f"Nobody of the {family.name} family takes part in the {strand.title.lower()}"
        + ("." if required else "; ideally somebody does."),
        about=family.name,
        why=strand.needed_why,
        source=source_of(definition, strand),
        blocks=required,
    )


def _choices(definition: ProgrammeDefinition, family: FamilyFacts) -> Iterator[Reason]:
    taken = {person.strand for person in family.participants}
    for choice in definition.choices:
        found = len(taken.intersection(choice.strands))
        if not choice.least <= found <= choice.most:
            yield reason(
                CHOICE,
                False,
                f"{choice.title}: the {family.name} family takes {found} of the strands; "
                f"from {choice.least} to {choice.most} are wanted.",
                about=family.name,
                why=choice.why,
                source=OWN_DEFAULT,
            )
