"""The best plan of a small problem, by trying every placement and every team; shares no code with the planner."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from functools import cache
from typing import Any

from bench.planner.validate import Ledger, faults

STAFF_WORDS = ("staffed", "worth", "bound")


class Trial:
    """A small problem, whose placements are tried one by one."""

    def __init__(self, problem: dict[str, Any]) -> None:
        """Work out what each family brings at each offer that it could attend."""
        self.problem = problem
        self.offers = {offer["id"]: offer for offer in problem["offers"]}
        self.families = {family["id"]: family for family in problem["families"]}
        rate = problem["coefficients"]["open_cohort"]
        self.brings = {
            (family, offer): Ledger(problem, self.plan({family: offer})).value() + rate
            for family in self.families for offer in self.offers if self._could(family, offer)
        }  # fmt: skip

    def plan(self, placed: dict[str, str]) -> dict[str, Any]:
        """Return a plan without staff."""
        cohorts = []
        for offer in sorted(set(placed.values())):
            members = tuple(family for family, at in placed.items() if at == offer)
            groups = [
                {"strand": strand, "label": label, "people": people, "staff": []}
                for (strand, label), people in self.groups(members).items()
            ]
            cohorts.append({"offer": offer, "families": list(members), "groups": groups})
        left = [{"family": one, "reasons": ["none"]} for one in self.families if one not in placed]
        return {"status": "feasible", "value": 0, "bound": 0, "cohorts": cohorts, "unplaced": left}

    def groups(self, members: tuple[str, ...]) -> dict[tuple[str, str], list[str]]:
        """Return the people of each group that these families make."""
        found: dict[tuple[str, str], list[str]] = {}
        for person in (person for family in members for person in self.families[family]["people"]):
            strand = next(one for one in self.problem["programme"]["strands"] if person["role"] in one["takes"])
            key = strand["id"], person["sex"] if strand["split_by_sex"] else "all"
            found.setdefault(key, []).append(person["id"])
        return found

    def _could(self, family: str, offer: str) -> bool:
        mine = (family, *(person["id"] for person in self.families[family]["people"]))
        words = faults(self.problem, self.plan({family: offer}))
        return not any(each.startswith(mine) and "promised" not in each for each in words)

    def best(self) -> int | None:
        """Return the best value of any plan, or None when there is no plan."""
        choices = [
            [None, *(offer for offer in self.offers if (family, offer) in self.brings)] for family in self.families
        ]
        rate = self.problem["coefficients"]["open_cohort"]
        ranked = []
        for places in itertools.product(*choices):
            placed = {family: offer for family, offer in zip(self.families, places, strict=True) if offer}
            worth = sum(self.brings[pair] for pair in placed.items()) - rate * len(set(placed.values()))
            ranked.append((worth, placed))
        for worth, placed in sorted(ranked, key=lambda each: -each[0]):
            if self._allowed(placed) and self._staffed(placed):
                return int(worth)
        return None

    def _allowed(self, placed: dict[str, str]) -> bool:
        for offer in set(placed.values()):
            if not self._sized(tuple(family for family, at in placed.items() if at == offer)):
                return False
        words = faults(self.problem, self.plan(placed))
        return not [each for each in words if not any(word in each for word in STAFF_WORDS)]

    def _sized(self, members: tuple[str, ...]) -> bool:
        strands = {strand["id"]: strand for strand in self.problem["programme"]["strands"]}
        by_family = self.problem["programme"]["by_family"]
        for (strand, _), people in self.groups(members).items():
            home = {
                family for family in members for person in self.families[family]["people"] if person["id"] in people
            }
            if not strands[strand]["min"] <= (len(home) if by_family else len(people)) <= strands[strand]["max"]:
                return False
        return True

    def _staffed(self, placed: dict[str, str]) -> bool:
        """Say whether everybody who is needed can be found, trying each practitioner in each place."""
        strands = {strand["id"]: strand for strand in self.problem["programme"]["strands"]}
        places = []
        for offer in sorted(set(placed.values())):
            members = tuple(family for family, at in placed.items() if at == offer)
            for strand, _ in sorted(self.groups(members)):
                for need in strands[strand]["requirements"]:
                    places += [(offer, members, need)] * need["count"]
        could = [[who for who in self.problem["practitioners"] if self._may(who, *place)] for place in places]
        order = sorted(range(len(places)), key=lambda number: len(could[number]))
        return self._fill([(places[number][0], could[number]) for number in order], {})

    def _may(self, who: dict[str, Any], offer: str, members: tuple[str, ...], need: dict[str, Any]) -> bool:
        return (
            self.offers[offer]["slot"] in who["slots"] and who["role"] == need["role"] and who["max_cohorts"] > 0
            and need["sex"] in (None, who["sex"]) and (who["trained"] or not need["trained"])
            and not set(members) & set(who["conflicts"])
        )  # fmt: skip

    def _fill(self, places: list[tuple[str, list[Any]]], works: dict[str, tuple[str, ...]]) -> bool:
        if not places:
            return True
        offer, could = places[0]
        for who in could:
            already = works.get(who["id"], ())
            free = offer not in already and self._can_also(who, already, offer)
            if free and self._fill(places[1:], {**works, who["id"]: (*already, offer)}):
                return True
        return False

    def _can_also(self, who: dict[str, Any], already: tuple[str, ...], offer: str) -> bool:
        slot = self.offers[offer]["slot"]
        if any(self.offers[one]["slot"] == slot and self._meet(one, offer) for one in already):
            return False
        busy = [(work["slot"], date.fromisoformat(work["from"]), date.fromisoformat(work["to"]))
                for work in who.get("busy", [])]  # fmt: skip
        mine = self._span(offer)
        if any(other == slot and mine[0] <= last and first <= mine[1] for other, first, last in busy):
            return False
        runs = [self._span(one) for one in (*already, offer)]
        days = [runs[-1][0] + timedelta(days=number) for number in range((mine[1] - mine[0]).days + 1)]
        outside = [(first, last) for _, first, last in busy]
        return all(sum(first <= day <= last for first, last in runs + outside) <= who["max_cohorts"] for day in days)

    @cache  # noqa: B019
    def _span(self, offer: str) -> tuple[date, date]:
        days = [date.fromisoformat(day) for day in self.offers[offer]["sessions"]]
        return min(days), max(days)

    def _meet(self, one: str, other: str) -> bool:
        return self._span(one)[0] <= self._span(other)[1] and self._span(other)[0] <= self._span(one)[1]


def best_value(problem: dict[str, Any]) -> int | None:
    """Return the best value of any plan, or None when there is no plan."""
    return Trial(problem).best()
