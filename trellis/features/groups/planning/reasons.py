"""Why a family has no place: what stands in the way, and the smallest change that would place them, tried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from trellis.features.groups.planning.changes import Change, changed, renumbered
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.problem import Offer, age_on
from trellis.features.groups.planning.standing import Hurdle, Standing, Way
from trellis.features.groups.planning.trying import Helps, OutOfTime, first_that_helps, fits
from trellis.features.groups.planning.words import (
    begun,
    circle_words,
    kind_words,
    listed,
    offer_words,
    person_words,
    slot_words,
    venue_words,
    where_words,
)
from trellis.kernel.dates import in_words

MOST = 3
EASED = ("forbidden", "travel", "slot", "earliest")
NONE_HELPS = (
    "No single change would place them: not one more place, room or practitioner, nor another time, a longer way or "
    "an earlier beginning."
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, and the change that it names, when it names one that was tried and places the family."""

    words: str
    change: Change | None = None
    at: int = -1


def reasons_for(indexed: Indexed, plan: Plan, *, until: float, clock: Callable[[], float]) -> dict[int, list[str]]:
    """Return reasons in words for each family without a place; after `until` the quick ones alone."""
    standing, placed = Standing(indexed, plan), plan.placed()
    return {
        family: [reason.words for reason in explain(indexed, standing, family, until=until, clock=clock)]
        for family in range(len(indexed.families))
        if family not in placed
    }


def explain(
    indexed: Indexed,
    standing: Standing,
    family: int,
    *,
    until: float = float("inf"),
    clock: Callable[[], float] = lambda: 0.0,
) -> list[Reason]:
    """Return why a family has no place, the most useful first; after `until` what is quickly found alone."""
    never = _who_cannot(indexed, family)
    if never:
        return never
    offers = indexed.offers_of[family]
    hurdles = [standing.hurdle(family, at) for at in offers]
    found = [_sole(indexed, family, hurdle) for hurdle in hurdles if hurdle.sole]
    found = _first_of_each(found)
    hurried = clock() > until
    found += [] if hurried or len(found) >= MOST else _if_they_could(indexed, standing, family)
    told = [] if offers else _out_of_reach(indexed, family)
    told += _what_is_there(indexed, standing, family, hurdles)
    if not found and not hurried and offers and not any(hurdle.way is Way.FREE for hurdle in hurdles):
        tried = _tried(indexed, standing, family, until, clock)
        found, told = [each for each in tried if each.change], told + [each for each in tried if not each.change]
    return [*told[: max(1, MOST - len(found))], *found][: MOST + 1]


def _tried(indexed: Indexed, standing: Standing, family: int, until: float, clock: Callable[[], float]) -> list[Reason]:
    """Return a change that would do although nothing quick found it, or that none would, when there is time to try."""
    barred = {}
    for at, offer in enumerate(indexed.offers):
        bars = bars_of(indexed, family, offer)
        if len(bars) == 1 and bars <= set(EASED):
            barred[at] = next(iter(bars))
    try:
        helps = first_that_helps(indexed, standing.plan, family, barred, until=until, clock=clock)
    except OutOfTime:
        return []
    return [Reason(NONE_HELPS) if helps is None else _helpful(indexed, family, helps)]


def _helpful(indexed: Indexed, family: int, helps: Helps) -> Reason:
    if not helps.what:
        return _worth(indexed, family, [Hurdle(Way.FREE, helps.at)])
    if helps.what == "room":
        return _sole(indexed, family, Hurdle(Way.ROOM, helps.at))
    if helps.what == "practitioner":
        return _sole(indexed, family, Hurdle(Way.STAFF, helps.at, kind=helps.kind))
    if helps.what == "place":
        circles = [number for number, circle in enumerate(indexed.circles) if circle.strand.id == helps.strand]
        groups = listed([circle_words(indexed, circle) for circle in circles])
        each = "each of " if len(circles) > 1 else ""
        words = f"One more place in {each}the {groups} of {where_words(indexed, helps.at)} would do."
        return Reason(words, Change("place", circle=circles[0]), helps.at)
    return _eased(indexed, family, helps.at, helps.what)


def _first_of_each(found: list[Reason]) -> list[Reason]:
    first: dict[str, Reason] = {}
    for reason in found:
        if reason.change is not None:
            first.setdefault(reason.change.what, reason)
    return list(first.values())[:2]


def _who_cannot(indexed: Indexed, family: int) -> list[Reason]:
    """Return reasons that lie in who the people are, whatever is on offer."""
    told = []
    for person in indexed.families[family].people:
        rule = indexed.problem.programme.participants[person.role]
        if rule.sex is not None and person.sex != rule.sex:
            who = (
                {"female": "women", "male": "men"}[rule.sex]
                if person.role == "carer"
                else {"female": "girls", "male": "boys"}[rule.sex]
            )
            group = circle_words(indexed, indexed.circle_of(person))
            told.append(Reason(f"The {group} takes {who} only; {person_words(indexed, person)} is {person.sex}."))
    starts = [offer.first for offer in indexed.offers]
    for person in indexed.families[family].people:
        if not told and starts and all(indexed.bar_of(person, offer) == "age" for offer in indexed.offers):
            rule = indexed.problem.programme.participants[person.role]
            ages = sorted({age_on(person.born, start) for start in starts})
            span = f"{ages[0]}" if len(ages) == 1 else f"{ages[0]} to {ages[-1]}"
            allowed = f"{rule.min_age if rule.min_age is not None else 0} to {rule.max_age or 'any age'}"
            told.append(
                Reason(
                    f"{begun(person_words(indexed, person))} is {span} when offers start; "
                    f"the programme takes {allowed}."
                )
            )
    return told


def bars_of(indexed: Indexed, family: int, offer: Offer) -> set[str]:
    """Return everything that keeps a family from attending an offer."""
    about = indexed.families[family]
    bars = {bar for person in about.people if (bar := indexed.bar_of(person, offer))}
    if offer.slot not in about.slots:
        bars.add("slot")
    if about.travel_minutes[offer.venue] > about.max_travel_minutes:
        bars.add("travel")
    if offer.first < about.earliest:
        bars.add("earliest")
    if (about.id, offer.id) in indexed.ruled_out:
        bars.add("forbidden")
    return bars


def _out_of_reach(indexed: Indexed, family: int) -> list[Reason]:
    """Say why no offer is in reach, and which is the nearest to being so."""
    about = indexed.families[family]
    when = listed([slot_words(indexed, slot) for slot in sorted(about.slots)])
    at_times = [offer for offer in indexed.offers if offer.slot in about.slots]
    if not at_times:
        return [Reason(f"There is no offer at the times when they can come ({when}).")]
    near = [offer for offer in at_times if about.travel_minutes[offer.venue] <= about.max_travel_minutes]
    if not near:
        least = min(at_times, key=lambda offer: (about.travel_minutes[offer.venue], offer.id))
        minutes = about.travel_minutes[least.venue]
        return [
            Reason(
                f"No offer on {when} is within {about.max_travel_minutes} minutes; "
                f"the nearest takes {minutes} ({venue_words(indexed, least.venue)})."
            )
        ]
    late = [offer for offer in near if offer.first >= about.earliest]
    if not late:
        last = max(near, key=lambda offer: (offer.first, offer.id))
        return [
            Reason(
                f"Every offer within {about.max_travel_minutes} minutes on {when} starts before "
                f"{in_words(about.earliest)}, when they can begin; the last, "
                f"{offer_words(indexed, indexed.offer_at[last.id])}, starts on {in_words(last.first)}."
            )
        ]
    where = f"within {about.max_travel_minutes} minutes on {when}"
    if all(bars_of(indexed, family, offer) == {"forbidden"} for offer in late):
        return [Reason(f"Every offer {where} that they could begin was ruled out for them by hand.")]
    return [_age_at(indexed, family, late, where)]


def _age_at(indexed: Indexed, family: int, offers: list[Offer], where: str) -> Reason:
    aged = [each for each in offers if "age" in bars_of(indexed, family, each)]
    offer = min(aged, key=lambda each: (each.first, each.id))
    person = next(one for one in indexed.families[family].people if indexed.bar_of(one, offer))
    rule = indexed.problem.programme.participants[person.role]
    age = age_on(person.born, offer.first)
    allowed = f"{rule.min_age or 0} to {rule.max_age or 'any age'}"
    others = "no other offer there suits everybody's age"
    if len(aged) < len(offers):
        others = "where everybody's age suits, the place was ruled out by hand"
    return Reason(
        f"{begun(person_words(indexed, person))} is {age} on {in_words(offer.first)}, when an offer {where} "
        f"that they could begin starts ({offer_words(indexed, indexed.offer_at[offer.id])}); "
        f"the programme takes {allowed}, and {others}."
    )


def _sole(indexed: Indexed, family: int, hurdle: Hurdle) -> Reason:
    """Put the one thing that is missing at an offer into words."""
    offer = indexed.offers[hurdle.at]
    where = where_words(indexed, hurdle.at)
    others = len(hurdle.company) - 1
    if hurdle.way is Way.FULL:
        group = circle_words(indexed, hurdle.circle)
        most = indexed.circles[hurdle.circle].max
        full = f"is full with {most}" if hurdle.found == most else f"has {hurdle.found} of {most}"
        words = f"One more place in the {group} of {where}, which {full}, would do."
        return Reason(words, Change("place", circle=hurdle.circle), hurdle.at)
    company = f" with {others} other waiting famil{'y' if others == 1 else 'ies'}" if others > 0 else ""
    if hurdle.way is Way.ROOM:
        words = f"Would fit {where}{company} if {venue_words(indexed, offer.venue)} had one more room."
        return Reason(words, Change("room", venue=offer.venue), hurdle.at)
    kind = kind_words(indexed, hurdle.kind)
    words = f"Would fit {where}{company} if one more {kind} were free at that time."
    return Reason(words, Change("practitioner", slot=offer.slot, kind=hurdle.kind), hurdle.at)


def _if_they_could(indexed: Indexed, standing: Standing, family: int) -> list[Reason]:
    """Return the changes to what the family can do that would give them a place as the plan stands."""
    about = indexed.families[family]
    best: dict[str, tuple[float, str, Reason]] = {}
    for at, offer in enumerate(indexed.offers):
        bars = bars_of(indexed, family, offer)
        if len(bars) != 1 or not bars <= set(EASED):
            continue
        what = next(iter(bars))
        minutes = about.travel_minutes[offer.venue]
        cost = {"earliest": -offer.first.toordinal()}.get(what, minutes)
        if what in best and best[what][:2] <= (cost, offer.id):
            continue
        if standing.hurdle(family, at).way is not Way.FREE:
            continue
        best[what] = (cost, offer.id, _eased(indexed, family, at, what))
    return [best[what][2] for what in EASED if what in best][:2]


def _eased(indexed: Indexed, family: int, at: int, what: str) -> Reason:
    about, offer = indexed.families[family], indexed.offers[at]
    minutes, where = about.travel_minutes[offer.venue], where_words(indexed, at)
    if what == "forbidden":
        words = f"Could go to {where}, which was ruled out for them by hand."
        return Reason(words, Change("forbidden", family=about.id, offer=offer.id), at)
    if what == "travel":
        words = f"Could go to {where} if they travelled {minutes} minutes instead of {about.max_travel_minutes}."
        return Reason(words, Change("travel", family=about.id, minutes=minutes), at)
    if what == "slot":
        words = f"Could go to {where} if they could come on {slot_words(indexed, offer.slot)}."
        return Reason(words, Change("slot", family=about.id, slot=offer.slot), at)
    words = (
        f"Could go to {where} if they could begin on {in_words(offer.first)} and not first on "
        f"{in_words(about.earliest)}."
    )
    return Reason(words, Change("earliest", family=about.id, day=offer.first), at)


def _what_is_there(indexed: Indexed, standing: Standing, family: int, hurdles: list[Hurdle]) -> list[Reason]:
    """Say what stands in the way at the offers in reach, what stands at most of them first."""
    free = [hurdle for hurdle in hurdles if hurdle.way is Way.FREE]
    if free:
        return [_worth(indexed, family, free)]
    told = []
    groups = Counter((hurdle.way, hurdle.circle, hurdle.kind, hurdle.at in standing.plan.cohorts) for hurdle in hurdles)
    total = len(hurdles)
    for (way, circle, kind, is_open), many in groups.most_common(MOST):
        same = [
            each
            for each in hurdles
            if (each.way, each.circle, each.kind) == (way, circle, kind)
            and (each.at in standing.plan.cohorts) == is_open
        ]
        names = listed([offer_words(indexed, each.at) for each in same[:3]]) + (" and others" if many > 3 else "")
        words = _hurdle_words(indexed, same, is_open)
        told.append(Reason(f"{names} ({many} of the {total} offer{'s' if total > 1 else ''} in reach): {words}."))
    return told


def _worth(indexed: Indexed, family: int, free: list[Hurdle]) -> Reason:
    best = max(free, key=lambda hurdle: indexed.gain[family, hurdle.at])
    offer, gain = indexed.offers[best.at], indexed.gain[family, best.at]
    days = (offer.first - indexed.families[family].referred_on).days
    minutes = indexed.families[family].travel_minutes[offer.venue]
    return Reason(
        f"{where_words(indexed, best.at)} has what it takes, but with {days} days "
        f"of waiting and {minutes} minutes of travel it is worth {gain:,} points to place them there, which does "
        "not make the plan better: a greater weight for the family would."
    )


def _hurdle_words(indexed: Indexed, same: list[Hurdle], is_open: bool) -> str:
    hurdle = same[0]
    if hurdle.way is Way.SAFETY:
        return "for safety, not with this group"
    if hurdle.way is Way.FULL:
        group, most = circle_words(indexed, hurdle.circle), indexed.circles[hurdle.circle].max
        return f"the {group} is full or has too few places left for them (at most {most})"
    if hurdle.way is Way.FEW:
        group, least = circle_words(indexed, hurdle.circle), indexed.circles[hurdle.circle].min
        most = max(each.found for each in same)
        if is_open:
            return f"runs without a {group}; that needs {least}, they would bring {most}"
        return (
            f"a {group} needs {least}, and with everybody who still waits and could come there would be at most {most}"
            if most < least
            else "those who still wait do not make up groups of the right sizes with them"
        )
    if hurdle.way is Way.ROOM:
        return _rooms_words(indexed, same)
    if hurdle.way is Way.CONFLICT:
        return "who runs it may not work with this family, and nobody else is free"
    return f"no {kind_words(indexed, hurdle.kind)} is free at that time"


def _rooms_words(indexed: Indexed, same: list[Hurdle]) -> str:
    """Say that no room is left, and where groups outside the plan are in the way."""
    for hurdle in same:
        offer = indexed.offers[hurdle.at]
        if not any(indexed.taken_rooms[offer.venue, offer.slot, moment] for moment in indexed.moments_of[hurdle.at]):
            return "no room is left at that time"
    return "no room is left at that time: other groups have taken rooms there"


def change_works(indexed: Indexed, plan: Plan, family: int, reason: Reason) -> bool:
    """Make the change that a reason names; say whether the family then has a place, all others left as they are."""
    if reason.change is None:
        return False
    after = Indexed(changed(indexed, reason.change), indexed.names)
    return reason.at in after.offers_of[family] and fits(after, renumbered(indexed, after, plan), family, reason.at)
