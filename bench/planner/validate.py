"""Checks a plan against a problem, both as JSON values; shares no code with the planner.

Written from the rules alone: everything is looked at day by day and person by person, with no regard for speed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any


def birthday_age(born: str, day: date) -> int:
    """Return completed years on a day."""
    birth, years = date.fromisoformat(born), 0
    while True:
        try:
            reached = birth.replace(year=birth.year + years + 1)
        except ValueError:
            reached = date(birth.year + years + 1, 3, 1)
        if reached > day:
            return years
        years += 1


def within(day: date, span: dict[str, Any]) -> bool:
    """Say whether a day is between `from` and `to`, both included."""
    return date.fromisoformat(span["from"]) <= day <= date.fromisoformat(span["to"])


class Ledger:
    """A problem with its parts by id, and what a plan makes of it."""

    def __init__(self, problem: dict[str, Any], plan: dict[str, Any]) -> None:
        """Look everything up once."""
        self.problem, self.plan, self.cohorts = problem, plan, plan["cohorts"]
        for part in ("offers", "families", "practitioners", "venues", "slots"):
            setattr(self, part, {one["id"]: one for one in problem[part]})
        self.offers: dict[str, Any]
        self.families: dict[str, Any]
        self.practitioners: dict[str, Any]
        self.venues: dict[str, Any]
        self.slots: dict[str, Any]
        self.place_of = {family: cohort["offer"] for cohort in self.cohorts for family in cohort["families"]}

    def span(self, offer: str) -> tuple[date, date]:
        """Return the first and last day of a run."""
        days = [date.fromisoformat(day) for day in self.offers[offer]["sessions"]]
        return min(days), max(days)

    def days(self, offer: str) -> Iterator[date]:
        """Give every day of a run."""
        first, last = self.span(offer)
        while first <= last:
            yield first
            first += timedelta(days=1)

    def busy(self, who: str, day: date) -> list[Any]:
        """Return what somebody runs outside the plan on a day."""
        return [work for work in self.practitioners[who].get("busy", []) if within(day, work)]

    def group_name(self, person: dict[str, Any]) -> tuple[str, str]:
        """Return the group that a person belongs to."""
        for strand in self.problem["programme"]["strands"]:
            if person["role"] in strand["takes"]:
                return strand["id"], person["sex"] if strand["split_by_sex"] else "all"
        raise ValueError(person["role"])

    def value(self) -> int:
        """Return what the plan is worth."""
        rate, total = self.problem["coefficients"], 0
        for family, offer in self.place_of.items():
            about = self.families[family]
            days = (self.span(offer)[0] - date.fromisoformat(about["referred_on"])).days
            minutes = about["travel_minutes"][self.offers[offer]["venue"]]
            total += rate["place"] * about["weight"] - rate["wait_day"] * days - rate["travel_minute"] * minutes
        return int(total - rate["open_cohort"] * len(self.cohorts))


def faults(problem: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    """Return everything that is wrong with a plan, and nothing for a valid one."""
    if plan["status"] == "infeasible":
        return (
            []
            if plan["value"] is None and plan["bound"] is None and not plan["cohorts"]
            else ["infeasible, with a plan"]
        )
    ledger = Ledger(problem, plan)
    return [*_listing(ledger), *_attending(ledger), *_grouping(ledger), *_staffing(ledger), *_days(ledger),
            *_separating(ledger), *_figures(ledger)]  # fmt: skip


def _listing(ledger: Ledger) -> Iterator[str]:
    opened = [cohort["offer"] for cohort in ledger.cohorts]
    members = [family for cohort in ledger.cohorts for family in cohort["families"]]
    left_out = [entry["family"] for entry in ledger.plan["unplaced"]]
    if len(set(opened)) < len(opened) or not set(opened) <= set(ledger.offers):
        yield "an offer is unknown or opened twice"
    if sorted(members + left_out) != sorted(ledger.families):
        yield "a family is missing, unknown or there twice"
    if any(not cohort["families"] for cohort in ledger.cohorts):
        yield "a cohort is empty"
    if any(not any(words.strip() for words in entry["reasons"]) for entry in ledger.plan["unplaced"]):
        yield "a family has no reason"
    for promise in ledger.problem["fixed"]:
        if ledger.place_of.get(promise["family"]) != promise["offer"]:
            yield f"{promise['family']} was promised {promise['offer']}"


def _attending(ledger: Ledger) -> Iterator[str]:
    for family, offer in ledger.place_of.items():
        about, details, first = ledger.families[family], ledger.offers[offer], ledger.span(offer)[0]
        if details["slot"] not in about["slots"]:
            yield f"{family} cannot come to {offer} at {details['slot']}"
        if first < date.fromisoformat(about["earliest"]):
            yield f"{family} cannot begin as early as {offer}"
        if about["travel_minutes"][details["venue"]] > about["max_travel_minutes"]:
            yield f"{family} would travel too far to {offer}"
        for person in about["people"]:
            rule = ledger.problem["programme"]["participants"][person["role"]]
            age = birthday_age(person["born"], first)
            young = rule["min_age"] is not None and age < rule["min_age"]
            old = rule["max_age"] is not None and age > rule["max_age"]
            if young or old or rule["sex"] not in (None, person["sex"]):
                yield f"{person['id']} may not take part in {offer}"
    for pair in ledger.problem.get("forbidden", []):
        if ledger.place_of.get(pair["family"]) == pair["offer"]:
            yield f"{pair['family']} was ruled out for {pair['offer']}"


def _grouping(ledger: Ledger) -> Iterator[str]:
    strands = {strand["id"]: strand for strand in ledger.problem["programme"]["strands"]}
    for cohort in ledger.cohorts:
        right: dict[tuple[str, str], list[str]] = defaultdict(list)
        homes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for family in cohort["families"]:
            for person in ledger.families[family]["people"]:
                right[ledger.group_name(person)].append(person["id"])
                homes[ledger.group_name(person)].add(family)
        told = {(group["strand"], group["label"]): sorted(group["people"]) for group in cohort["groups"]}
        if told != {key: sorted(people) for key, people in right.items()} or len(told) < len(cohort["groups"]):
            yield f"{cohort['offer']} has the wrong groups or people"
        for key, people in right.items():
            size = len(homes[key]) if ledger.problem["programme"]["by_family"] else len(people)
            if not strands[key[0]]["min"] <= size <= strands[key[0]]["max"]:
                yield f"{cohort['offer']} {key} has {size}"


def _staffing(ledger: Ledger) -> Iterator[str]:
    strands = {strand["id"]: strand for strand in ledger.problem["programme"]["strands"]}
    for cohort in ledger.cohorts:
        everybody = [entry["practitioner"] for group in cohort["groups"] for entry in group["staff"]]
        if len(set(everybody)) < len(everybody):
            yield f"somebody is in {cohort['offer']} twice"
        for group in cohort["groups"]:
            asked = sorted(
                need["id"] for need in strands[group["strand"]]["requirements"] for _ in range(need["count"])
            )
            if sorted(entry["requirement"] for entry in group["staff"]) != asked:
                yield f"{cohort['offer']} {group['strand']} is not staffed as asked"
            for entry in group["staff"]:
                need = next(
                    one for one in strands[group["strand"]]["requirements"] if one["id"] == entry["requirement"]
                )
                yield from _one_of_staff(ledger, cohort, need, ledger.practitioners[entry["practitioner"]])


def _one_of_staff(ledger: Ledger, cohort: Any, need: Any, who: Any) -> Iterator[str]:
    able = who["role"] == need["role"] and need["sex"] in (None, who["sex"]) and (who["trained"] or not need["trained"])
    if not able or ledger.offers[cohort["offer"]]["slot"] not in who["slots"]:
        yield f"{who['id']} may not fill {need['id']} in {cohort['offer']}"
    if set(who["conflicts"]) & set(cohort["families"]):
        yield f"{who['id']} has a conflict in {cohort['offer']}"


def _days(ledger: Ledger) -> Iterator[str]:
    rooms: dict[tuple[Any, ...], int] = defaultdict(int)
    slots: dict[tuple[Any, ...], int] = defaultdict(int)
    loads: dict[tuple[Any, ...], int] = defaultdict(int)
    for cohort in ledger.cohorts:
        offer = ledger.offers[cohort["offer"]]
        for day in ledger.days(cohort["offer"]):
            rooms[offer["venue"], offer["slot"], day] += len(cohort["groups"])
            for entry in (entry for group in cohort["groups"] for entry in group["staff"]):
                slots[entry["practitioner"], offer["slot"], day] += 1
                loads[entry["practitioner"], day] += 1
    for venue, slot, day in rooms:
        rooms[venue, slot, day] += sum(
            use["rooms"] for use in ledger.problem.get("taken", [])
            if (use["venue"], use["slot"]) == (venue, slot) and within(day, use)
        )  # fmt: skip
    for who, slot, day in slots:
        slots[who, slot, day] += sum(work["slot"] == slot for work in ledger.busy(who, day))
    for who, day in loads:
        loads[who, day] += len(ledger.busy(who, day))
    yield from {
        f"too few rooms at {key[0]} {key[1]}" for key, used in rooms.items() if used > ledger.venues[key[0]]["rooms"]
    }
    yield from {f"{key[0]} is twice at {key[1]}" for key, used in slots.items() if used > 1}
    yield from {f"{who} has too many cohorts" for (who, _), used in loads.items()
                if used > ledger.practitioners[who]["max_cohorts"]}  # fmt: skip


def _separating(ledger: Ledger) -> Iterator[str]:
    for pair in ledger.problem["separations"]:
        one, other = (ledger.place_of.get(family) for family in pair["families"])
        if one is None or other is None:
            continue
        here, there = ledger.offers[one], ledger.offers[other]
        near = here["venue"] == there["venue"]
        near &= ledger.slots[here["slot"]]["weekday"] == ledger.slots[there["slot"]]["weekday"]
        near &= bool(set(ledger.days(one)) & set(ledger.days(other)))
        if one == other or (pair["scope"] == "venue" and near):
            yield f"{pair['families']} are not kept apart"


def _figures(ledger: Ledger) -> Iterator[str]:
    value, plan = ledger.value(), ledger.plan
    if plan["value"] != value:
        yield f"the plan says {plan['value']}, it is worth {value}"
    if plan["bound"] < value or (plan["status"] == "optimal" and plan["bound"] != value):
        yield f"the bound {plan['bound']} does not fit the value {value}"
