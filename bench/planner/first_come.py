"""The baseline: families by date of referral, each to the nearest cohort that takes them or can be opened."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from bench.planner.validate import birthday_age


class Wall:
    """A wall planner: what is open, who is placed, who works when."""

    def __init__(self, problem: dict[str, Any]) -> None:
        """Hang up an empty planner."""
        self.problem = problem
        self.offers = {offer["id"]: offer for offer in problem["offers"]}
        self.families = {family["id"]: family for family in problem["families"]}
        self.rooms = {venue["id"]: venue["rooms"] for venue in problem["venues"]}
        self.strands = {strand["id"]: strand for strand in problem["programme"]["strands"]}
        self.span = {name: (min(offer["sessions"]), max(offer["sessions"])) for name, offer in self.offers.items()}
        self.ruled_out = {(pair["family"], pair["offer"]) for pair in problem.get("forbidden", [])}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for pair in problem["separations"]:
            one, other = pair["families"]
            self.apart[one].add(other)
            self.apart[other].add(one)
        self.members: dict[str, list[str]] = {}
        self.teams: dict[str, list[str]] = {}
        self.place_of: dict[str, str] = {}
        self.near = {name: self._near(family) for name, family in self.families.items()}

    def _near(self, family: dict[str, Any]) -> list[str]:
        minutes = family["travel_minutes"]
        found = [
            name for name, offer in self.offers.items()
            if offer["slot"] in family["slots"] and minutes[offer["venue"]] <= family["max_travel_minutes"]
            and (family["id"], name) not in self.ruled_out
            and self.span[name][0] >= family["earliest"] and self._takes(family, self.span[name][0])
        ]  # fmt: skip
        return sorted(found, key=lambda name: (minutes[self.offers[name]["venue"]], self.span[name][0], name))

    def _takes(self, family: dict[str, Any], first: str) -> bool:
        for person in family["people"]:
            rule = self.problem["programme"]["participants"][person["role"]]
            age = birthday_age(person["born"], date.fromisoformat(first))
            if rule["sex"] not in (None, person["sex"]) or not (rule["min_age"] or 0) <= age <= (
                rule["max_age"] or 999
            ):
                return False
        return True

    def sizes(self, members: list[str]) -> Counter[tuple[str, str]]:
        """Return the size of each group."""
        total: Counter[tuple[str, str]] = Counter()
        for family in members:
            mine: Counter[tuple[str, str]] = Counter()
            for person in self.families[family]["people"]:
                strand = next(one for one in self.strands.values() if person["role"] in one["takes"])
                mine[strand["id"], person["sex"] if strand["split_by_sex"] else "all"] += 1
            total.update(dict.fromkeys(mine, 1) if self.problem["programme"]["by_family"] else mine)
        return total

    def meets(self, one: str, other: str) -> bool:
        """Say whether two runs share a day."""
        return bool(self.span[one][0] <= self.span[other][1] and self.span[other][0] <= self.span[one][1])

    def kept_apart(self, family: str, offer: str, company: list[str]) -> bool:
        """Say whether somebody whom the family must not meet is there, or at that venue at all."""
        venue = self.offers[offer]["venue"]
        near = {one for one in self.apart[family] if one in self.place_of
                and self.offers[self.place_of[one]]["venue"] == venue}  # fmt: skip
        return bool(near) or bool(self.apart[family] & set(company))

    def place(self, family: str) -> bool:
        """Give a family the nearest place there is."""
        for offer in self.near[family]:
            if offer in self.members:
                if self.join(family, offer):
                    return True
            elif self.open(family, offer):
                return True
        return False

    def join(self, family: str, offer: str) -> bool:
        """Add a family to an open cohort, when no group is new or too large."""
        before, after = self.sizes(self.members[offer]), self.sizes([*self.members[offer], family])
        fits = set(before) == set(after) and all(many <= self.strands[key[0]]["max"] for key, many in after.items())
        people = [who for who in self.problem["practitioners"] if who["id"] in self.teams[offer]]
        if not fits or self.kept_apart(family, offer, []) or any(family in who["conflicts"] for who in people):
            return False
        self.members[offer].append(family)
        self.place_of[family] = offer
        return True

    def open(self, family: str, offer: str) -> bool:
        """Open an offer for a family and whoever else waits for it, in order."""
        company = [family]
        for other in self.families:
            if other in self.place_of or other in company or offer not in self.near[other]:
                continue
            after = self.sizes([*company, other])
            fits = all(many <= self.strands[key[0]]["max"] for key, many in after.items())
            if fits and not self.kept_apart(other, offer, company):
                company.append(other)
        while company and (short := self._short(company)):
            company = [one for one in company if not set(self.sizes([one])) & short]
        if family not in company or self._rooms_left(offer) < len(self.sizes(company)):
            return False
        team = self._team(offer, company)
        if team is None:
            return False
        self.members[offer], self.teams[offer] = company, team
        self.place_of.update(dict.fromkeys(company, offer))
        return True

    def _short(self, company: list[str]) -> set[tuple[str, str]]:
        return {key for key, many in self.sizes(company).items() if many < self.strands[key[0]]["min"]}

    def _rooms_left(self, offer: str) -> int:
        mine = self.offers[offer]
        used = sum(
            len(self.sizes(members)) for other, members in self.members.items()
            if self.offers[other]["venue"] == mine["venue"] and self.offers[other]["slot"] == mine["slot"]
            and self.meets(offer, other)
        )  # fmt: skip
        used += sum(
            use["rooms"] for use in self.problem.get("taken", [])
            if (use["venue"], use["slot"]) == (mine["venue"], mine["slot"]) and self._during(offer, use)
        )  # fmt: skip
        return int(self.rooms[mine["venue"]]) - used

    def _during(self, offer: str, use: dict[str, Any]) -> bool:
        return bool(self.span[offer][0] <= use["to"] and use["from"] <= self.span[offer][1])

    def _team(self, offer: str, company: list[str]) -> list[str] | None:
        team: list[str] = []
        needs = [need for strand, _ in sorted(self.sizes(company)) for need in self.strands[strand]["requirements"]
                 for _ in range(need["count"])]  # fmt: skip
        for need in needs:
            free = [who for who in self.problem["practitioners"]
                    if who["id"] not in team and self._may(who, need, offer)
                    and not set(company) & set(who["conflicts"])]  # fmt: skip
            if not free:
                return None
            team.append(
                min(free, key=lambda who: (who["trained"] > need["trained"], len(who["slots"]), who["id"]))["id"]
            )
        return team

    def _may(self, who: dict[str, Any], need: dict[str, Any], offer: str) -> bool:
        slot = self.offers[offer]["slot"]
        able = bool(
            who["role"] == need["role"] and need["sex"] in (None, who["sex"]) and who["trained"] >= need["trained"]
        )
        busy = [other for other, team in self.teams.items() if who["id"] in team and self.meets(offer, other)]
        outside = [work["slot"] for work in who.get("busy", []) if self._during(offer, work)]
        same = slot in outside or any(self.offers[other]["slot"] == slot for other in busy)
        return bool(able and slot in who["slots"] and not same and len(busy) + len(outside) < who["max_cohorts"])

    def value(self) -> int:
        """Return what has been planned is worth."""
        rate, total = self.problem["coefficients"], 0
        for family, offer in self.place_of.items():
            about = self.families[family]
            waited = date.fromisoformat(self.span[offer][0]) - date.fromisoformat(about["referred_on"])
            minutes = about["travel_minutes"][self.offers[offer]["venue"]]
            total += rate["place"] * about["weight"] - rate["wait_day"] * waited.days - rate["travel_minute"] * minutes
        return int(total - rate["open_cohort"] * len(self.members))


def first_come(problem: dict[str, Any]) -> tuple[int, int]:
    """Return the value of planning by hand and how many families it places; promises are not looked at."""
    wall = Wall(problem)
    queue = sorted(problem["families"], key=lambda one: (one["referred_on"], -one["weight"], one["id"]))
    changed = True
    while changed:
        changed = False
        for family in queue:
            changed |= family["id"] not in wall.place_of and wall.place(family["id"])
    return wall.value(), len(wall.place_of)
