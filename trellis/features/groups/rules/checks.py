"""All the rules of a group together: which are kept, which are broken, what is not yet known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trellis.features.groups.rules.families import (
    SAME_PERSON,
    family_reasons,
    missing_circle_reasons,
    twice_in_circle_reasons,
    twice_in_group_reasons,
)
from trellis.features.groups.rules.people import CIRCLE, people_reasons, person_reasons, who_criteria
from trellis.features.groups.rules.plan import CircleFacts, GroupFacts, Seated
from trellis.features.groups.rules.rooms import room_reasons
from trellis.features.groups.rules.sizes import FAMILIES_MAX, PEOPLE_MAX, SEATS, size_reasons
from trellis.features.groups.rules.staffing import licence_reasons, staffing_reasons, twice_reasons
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.kernel.decisions import Outcome, Reason

CAPACITY = frozenset({PEOPLE_MAX, FAMILIES_MAX, SEATS})


def rules_of(definition: ProgrammeDefinition, group: GroupFacts, on_day: date | None = None) -> list[Reason]:
    """List every rule of a group with its outcome, in words; ages are those on the first session's day.

    ``blocks`` on a reason says that the group cannot start while it is broken; the others warn.
    """
    day = on_day or group.first_day
    found: list[Reason] = []
    for circle in group.circles:
        found.extend(size_reasons(definition, circle))
        found.extend(people_reasons(definition, circle, day))
        found.extend(twice_in_circle_reasons(definition, circle))
        found.extend(staffing_reasons(definition, circle, group.run))
    found.extend(twice_reasons(definition, group))
    found.extend(licence_reasons(definition, group))
    found.extend(room_reasons(definition, group))
    found.extend(missing_circle_reasons(definition, group))
    found.extend(twice_in_group_reasons(group))
    for family in group.families:
        found.extend(family_reasons(definition, group, family))
    return found


def refusals(definition: ProgrammeDefinition, before: Iterable[Reason], after: Iterable[Reason]) -> list[Reason]:
    """List what forbids a change of places: rules about capacity and people that it newly breaks.

    What was broken already, and what can still be put right before the start (staff, least sizes, people
    of the family who follow), does not forbid a place.
    """
    old = {(each.key, each.about, each.found) for each in before if each.outcome is Outcome.NOT_MET}
    keys = _placing_keys(definition)
    return [
        each
        for each in after
        if each.outcome is Outcome.NOT_MET
        and each.blocks
        and each.key in keys
        and (each.key, each.about, each.found) not in old
    ]


def is_capacity(reason: Reason) -> bool:
    """Tell whether a reason is about there being no room: never set aside, whatever is written."""
    return reason.key in CAPACITY


def stops_start(reasons: Iterable[Reason]) -> list[Reason]:
    """List the broken rules that keep a group from starting."""
    return [each for each in reasons if each.blocks and each.outcome is Outcome.NOT_MET]


def against_placing(definition: ProgrammeDefinition, circle: CircleFacts, person: Seated, on_day: date) -> list[Reason]:
    """List what speaks against one person's place in a circle, or has to be asked first."""
    return [each for each in person_reasons(definition, circle, person, on_day) if each.outcome is not Outcome.MET]


def _placing_keys(definition: ProgrammeDefinition) -> frozenset[str]:
    who = {each.key for strand in definition.strands for each in who_criteria(definition, strand)}
    return CAPACITY | who | {CIRCLE, SAME_PERSON}
