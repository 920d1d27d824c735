"""What is wrong with a plan, in words: for plans that come from outside, such as one to start with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Cohort, Plan
from trellis.features.groups.planning.words import circle_words, kind_words, offer_words, practitioner_words

BARRED = {
    "slot": "they cannot come at its time",
    "travel": "they would travel longer than they can",
    "earliest": "it starts before they can begin",
    "sex": "somebody is not of the sex that the programme takes",
    "age": "somebody is outside the programme's ages when it starts",
    "forbidden": "the place was ruled out by hand",
}


def broken_rules(indexed: Indexed, plan: Plan) -> list[str]:
    """Return every rule that a plan breaks, in words; nothing for a valid plan."""
    return [
        *_places(indexed, plan),
        *(words for at, cohort in sorted(plan.cohorts.items()) for words in _cohort(indexed, at, cohort)),
        *_days(indexed, plan),
        *_apart(indexed, plan),
    ]


def _places(indexed: Indexed, plan: Plan) -> Iterator[str]:
    placed = plan.placed()
    times = Counter(family for cohort in plan.cohorts.values() for family in cohort.families)
    for family, many in sorted(times.items()):
        if many > 1:
            yield f"{indexed.families[family].id} has {many} places; a family has one at most."
    for family, offers in sorted(indexed.promised.items()):
        for at in sorted(offers):
            if placed.get(family) != at:
                yield f"{indexed.families[family].id} was promised {offer_words(indexed, at)}."


def _cohort(indexed: Indexed, at: int, cohort: Cohort) -> Iterator[str]:
    where, offer = offer_words(indexed, at), indexed.offers[at]
    if not cohort.families:
        yield f"{where} has no families."
    for family in cohort.families:
        if (family, at) not in indexed.gain:
            bar = BARRED[indexed.bar(indexed.families[family], offer) or "forbidden"]
            yield f"{indexed.families[family].id} cannot attend {where}: {bar}."
    sizes = indexed.sizes(cohort.families)
    for number, (many, circle) in enumerate(zip(sizes, indexed.circles, strict=True)):
        if many and not circle.min <= many <= circle.max:
            group = circle_words(indexed, number)
            yield f"The {group} of {where} has {many}; it takes {circle.min} to {circle.max}."
    yield from _staff(indexed, at, cohort)


def _staff(indexed: Indexed, at: int, cohort: Cohort) -> Iterator[str]:
    where, offer = offer_words(indexed, at), indexed.offers[at]
    asked = indexed.needs(circle for circle, many in enumerate(indexed.sizes(cohort.families)) if many)
    there = Counter(kind for _, kind in cohort.staff)
    for kind in sorted(set(asked) | set(there)):
        if asked[kind] != there[kind]:
            yield f"{where} has {there[kind]} of {kind_words(indexed, kind)}; it needs {asked[kind]}."
    for who, kind in cohort.staff:
        about, name = indexed.practitioners[who], practitioner_words(indexed, who)
        if kind not in indexed.fits[who]:
            yield f"{name} cannot be the {kind_words(indexed, kind)} of {where}."
        if offer.slot not in about.slots:
            yield f"{name} does not work at the time of {where}."
        if indexed.conflicts[who] & set(cohort.families):
            yield f"{name} may not work with a family in {where}."


def _days(indexed: Indexed, plan: Plan) -> Iterator[str]:
    rooms, slots, loads = Counter(indexed.taken_rooms), Counter(indexed.busy_slot), Counter(indexed.busy_load)
    wrong: dict[str, None] = {}
    for at, cohort in sorted(plan.cohorts.items()):
        offer = indexed.offers[at]
        for moment in indexed.moments_of[at]:
            rooms[offer.venue, offer.slot, moment] += len(plan.circles(indexed, at))
            if rooms[offer.venue, offer.slot, moment] > indexed.rooms[offer.venue]:
                wrong[f"{offer_words(indexed, at)} has too few rooms."] = None
            for who, _ in cohort.staff:
                slots[who, offer.slot, moment] += 1
                loads[who, moment] += 1
                if slots[who, offer.slot, moment] > 1:
                    wrong[f"{practitioner_words(indexed, who)} would be twice at the time of {offer.slot}."] = None
                if loads[who, moment] > indexed.practitioners[who].max_cohorts:
                    wrong[f"{practitioner_words(indexed, who)} would have too many groups at once."] = None
    yield from wrong


def _apart(indexed: Indexed, plan: Plan) -> Iterator[str]:
    placed = plan.placed()
    for one in sorted(indexed.apart):
        for other, scope in sorted(indexed.apart[one].items()):
            here, there = placed.get(one), placed.get(other)
            if one > other or here is None or there is None:
                continue
            if here == there or (scope == "venue" and indexed.too_near(here, there)):
                yield f"For safety, {indexed.families[one].id} cannot be in {offer_words(indexed, here)}."
