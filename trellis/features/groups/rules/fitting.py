"""Whether a waiting family fits a group, before a place is given: who goes where, and what stands against it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from trellis.features.groups.rules.checks import against_placing, is_capacity, refusals, rules_of
from trellis.features.groups.rules.families import evening_reason
from trellis.features.groups.rules.people import fitting_circles, must_be_asked
from trellis.features.groups.rules.plan import CircleFacts, FamilyFacts, GroupFacts, Seated
from trellis.features.groups.rules.words import OWN_DEFAULT, reason
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.kernel.decisions import Outcome, Reason
from trellis.kernel.labelled import LabelledEnum

NO_CIRCLE_HERE, ASK_WHICH = "no_circle_here", "ask_which_circle"


class Fits(LabelledEnum):
    """Say in one word whether a family fits."""

    YES = "yes", "Fits"
    ASK = "ask", "Something to ask"
    NO = "no", "Does not fit"
    FULL = "full", "No room"


@dataclass(frozen=True, slots=True)
class Fit:
    """How a family fits a group: the circle of each person (None when they choose or there is none), and why not."""

    family: FamilyFacts
    places: tuple[tuple[Seated, CircleFacts | None], ...]
    against: tuple[Reason, ...]
    to_ask: tuple[Reason, ...]

    @property
    def fits(self) -> Fits:
        """Return the one word: no room before does not fit, before something to ask."""
        if any(is_capacity(each) for each in self.against):
            return Fits.FULL
        if self.against:
            return Fits.NO
        return Fits.ASK if self.to_ask else Fits.YES

    @property
    def may_place_at_once(self) -> bool:
        """Tell whether a place can be given without a choice or a reason."""
        return not self.against and not any(each.key == ASK_WHICH for each in self.to_ask)


def fit_of(
    definition: ProgrammeDefinition,
    group: GroupFacts,
    family: FamilyFacts,
    standing: Sequence[Reason] | None = None,
) -> Fit:
    """Say how a family would fit a group; `standing` are the group's reasons now, when they are known already."""
    before = rules_of(definition, group) if standing is None else standing
    seated = {person.key for person in group.seated}
    places: list[tuple[Seated, CircleFacts | None]] = []
    against: list[Reason] = []
    to_ask: list[Reason] = []
    for person in family.participants:
        own = [circle for circle in group.circles if circle.strand == person.strand]
        if not own or person.key in seated:
            continue
        circle, hindrance = _circle_for(definition, own, person)
        places.append((person, circle))
        if hindrance is not None:
            (against if hindrance.outcome is Outcome.NOT_MET else to_ask).append(hindrance)
        elif circle is not None:
            found = against_placing(definition, circle, person, group.first_day)
            to_ask.extend(each for each in found if each.outcome is Outcome.NOT_YET_KNOWN)
    after = rules_of(definition, with_people(group, family, places))
    against.extend(refusals(definition, before, after))
    evening = evening_reason(group.first_day.weekday(), family)
    if evening.outcome is not Outcome.MET:
        to_ask.append(evening)
    return Fit(family, tuple(places), tuple(against), tuple(to_ask))


def with_people(
    group: GroupFacts, family: FamilyFacts, places: Sequence[tuple[Seated, CircleFacts | None]]
) -> GroupFacts:
    """Return a group as it would be with a family's people in the circles given."""
    coming: dict[str, list[Seated]] = {}
    for person, circle in places:
        if circle is not None:
            coming.setdefault(circle.key, []).append(person)
    circles = tuple(
        dataclasses.replace(circle, people=(*circle.people, *coming.get(circle.key, ()))) for circle in group.circles
    )
    others = tuple(each for each in group.families if each.journey != family.journey)
    return dataclasses.replace(group, circles=circles, families=(*others, family))


def _circle_for(
    definition: ProgrammeDefinition, own: Sequence[CircleFacts], person: Seated
) -> tuple[CircleFacts | None, Reason | None]:
    titles = " or ".join(circle.title.lower() for circle in own)
    if len(own) > 1 and must_be_asked(definition, person):
        words = f"Ask {person.name} which suits them: {titles}."
        return None, reason(ASK_WHICH, None, words, about=person.name, source=OWN_DEFAULT, ask_whom=person.name)
    fitting = fitting_circles(definition, own, person)
    if not fitting:
        words = f"There is no circle here for {person.name}, only the {titles}."
        return None, reason(NO_CIRCLE_HERE, False, words, about=person.name, source=OWN_DEFAULT)
    return fitting[0], None
