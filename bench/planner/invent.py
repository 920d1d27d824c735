"""Invents planning problems of any size; the same arguments give the same problem."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

TODAY = date(2027, 1, 4)
SLOTS = {
    "mon-late": "monday", "tue-early": "tuesday", "tue-late": "tuesday", "wed-early": "wednesday",
    "wed-late": "wednesday", "thu-early": "thursday", "thu-late": "thursday", "sat": "saturday",
}  # fmt: skip
PAIRED: dict[str, Any] = {
    "id": "paired", "name": "Paired groups", "sessions": 12, "by_family": False,
    "participants": {"carer": {"sex": "female", "min_age": 18, "max_age": None},
                     "child": {"sex": None, "min_age": 13, "max_age": 17}},
    "strands": [
        {"id": "carers", "takes": ["carer"], "split_by_sex": False, "min": 4, "max": 10, "requirements": [
            {"id": "lead", "role": "facilitator", "sex": "female", "trained": True, "count": 2},
            {"id": "mentor", "role": "parent_mentor", "sex": None, "trained": False, "count": 1}]},
        {"id": "young", "takes": ["child"], "split_by_sex": True, "min": 3, "max": 8, "requirements": [
            {"id": "first", "role": "facilitator", "sex": None, "trained": True, "count": 1},
            {"id": "second", "role": "facilitator", "sex": None, "trained": False, "count": 1}]},
    ],
}  # fmt: skip
TOGETHER: dict[str, Any] = {
    "id": "together", "name": "Whole families", "sessions": 10, "by_family": True,
    "participants": {"carer": {"sex": None, "min_age": 18, "max_age": None},
                     "child": {"sex": None, "min_age": 8, "max_age": 17}},
    "strands": [{"id": "families", "takes": ["carer", "child"], "split_by_sex": False, "min": 3, "max": 8,
                 "requirements": [{"id": "lead", "role": "facilitator", "sex": None, "trained": True, "count": 2}]}],
}  # fmt: skip


def invent(families: int, seed: int, *, together: bool = False, weeks: int = 10) -> dict[str, Any]:
    """Return a problem with this many families whose runs start within some weeks."""
    rng = random.Random(f"{families}-{seed}-{together}-{weeks}")
    side = 6_000 + 500 * families**0.5
    venues = [
        {"id": f"V{number:02}", "x_m": int(rng.uniform(-side, side)), "y_m": int(rng.uniform(-side, side)),
         "rooms": rng.choice([2, 3, 3, 4])}
        for number in range(1, max(3, round(0.75 * families**0.5)) + 1)
    ]  # fmt: skip
    slots = list(SLOTS)[: 4 + min(4, families // 30)]
    programme = TOGETHER if together else PAIRED
    offers = _offers(rng, venues, slots, int(programme["sessions"]), weeks)
    waiting = [_family(rng, f"F{number:04}", venues, slots, side, together, weeks) for number in range(families)]
    return {
        "format": "trellis-planning-problem/1", "name": f"own-{programme['id']}-{families}-{seed}-{weeks}",
        "planned_on": TODAY.isoformat(), "programme": programme,
        "coefficients": {"place": 1000, "wait_day": 1, "travel_minute": 1, "open_cohort": 200}, "closures": [],
        "venues": venues,
        "slots": [{"id": slot, "weekday": SLOTS[slot], "from": "17:00", "to": "19:00"} for slot in slots],
        "offers": offers, "families": waiting, "practitioners": _practitioners(rng, waiting, slots, together),
        "separations": _separations(rng, waiting), "fixed": [],
    }  # fmt: skip


def _offers(rng: random.Random, venues: list[Any], slots: list[str], sessions: int, weeks: int) -> list[Any]:
    offers: list[Any] = []
    for venue in venues:
        for slot in rng.sample(slots, min(len(slots), rng.choice([2, 3, 4]))):
            day = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].index(SLOTS[slot])
            for week in sorted(rng.sample(range(weeks), min(weeks, rng.choice([2, 3, 4])))):
                first = TODAY + timedelta(days=7 + 7 * week + day)
                dates = [(first + timedelta(days=7 * turn)).isoformat() for turn in range(sessions)]
                offers.append({"id": f"O{len(offers):04}", "venue": venue["id"], "slot": slot, "sessions": dates})
    return offers


def _family(
    rng: random.Random, name: str, venues: list[Any], slots: list[str], side: float, together: bool, weeks: int
) -> dict[str, Any]:
    x, y, pace = rng.gauss(0, side / 2), rng.gauss(0, side / 2), rng.uniform(1.8, 4.5)
    waited = rng.randrange(10, 250)
    people = []
    for letter in "ab"[: 1 + (rng.random() < 0.15)]:
        male = rng.random() < (0.3 if together else 0.03)
        people.append({"id": f"{name}{letter}", "role": "carer", "sex": "male" if male else "female",
                       "born": date(1985, 1, 1).replace(year=rng.randrange(1970, 1998)).isoformat()})  # fmt: skip
    youngest = 8 if together else 13
    for letter in "yz"[: 1 + (rng.random() < 0.15)]:
        born = TODAY - timedelta(days=int(365.25 * rng.uniform(youngest - 0.1, 17.9)))
        people.append({"id": f"{name}{letter}", "role": "child", "sex": rng.choice(["male", "male", "female"]),
                       "born": born.isoformat()})  # fmt: skip
    return {
        "id": name, "referred_on": (TODAY - timedelta(days=waited)).isoformat(),
        "earliest": (TODAY + timedelta(days=rng.choice([0, 0, 0, rng.randrange(7 * weeks)]))).isoformat(),
        "weight": rng.choice([1, 1, 2, 2, 3, 4]) + (waited > 120), "x_m": int(x), "y_m": int(y),
        "slots": sorted(rng.sample(slots, rng.choice([1, 1, 2, 3]))),
        "max_travel_minutes": rng.choice([30, 45, 45, 60]),
        "travel_minutes": {
            venue["id"]: round(8 + pace * ((x - venue["x_m"]) ** 2 + (y - venue["y_m"]) ** 2) ** 0.5 / 1000)
            for venue in venues
        },
        "people": people,
    }  # fmt: skip


def _practitioners(rng: random.Random, families: list[Any], slots: list[str], together: bool) -> list[Any]:
    count = len(families)
    kinds = [("facilitator", max(4, round((0.16 if together else 0.34) * count)))]
    kinds += [] if together else [("parent_mentor", max(3, round(0.06 * count)))]
    return [
        {"id": f"{role[0].upper()}{number:03}", "role": role, "sex": "male" if rng.random() < 0.2 else "female",
         "trained": role == "facilitator" and rng.random() < 0.7,
         "slots": sorted(rng.sample(slots, min(len(slots), rng.choice([2, 3, 4])))),
         "max_cohorts": rng.choice([1, 2, 2, 3]),
         "conflicts": sorted(one["id"] for one in families if rng.random() < 1.0 / count)}
        for role, many in kinds for number in range(many)
    ]  # fmt: skip


def _separations(rng: random.Random, families: list[Any]) -> list[Any]:
    pairs = {tuple(sorted(one["id"] for one in rng.sample(families, 2))) for _ in range(round(0.05 * len(families)))}
    return [{"families": list(pair), "scope": rng.choice(["cohort", "venue"])} for pair in sorted(pairs)]


def running_beside(problem: dict[str, Any], seed: int, share: float = 0.3) -> dict[str, Any]:
    """Return the problem of a service that already runs groups: rooms taken, practitioners busy, places ruled out."""
    rng = random.Random(f"beside-{seed}")
    slots = [slot["id"] for slot in problem["slots"]]
    days = sorted(day for offer in problem["offers"] for day in offer["sessions"]) or [TODAY.isoformat()]

    def some_days() -> dict[str, str]:
        first, last = sorted(date.fromisoformat(rng.choice(days)) for _ in "ab")
        return {"from": first.isoformat(), "to": (last - timedelta(days=rng.randrange(2))).isoformat()}

    beside = {**problem, "practitioners": [dict(who) for who in problem["practitioners"]]}
    beside["taken"] = [
        {"venue": venue["id"], "slot": slot, **span, "rooms": rng.randint(1, 2)}
        for venue in problem["venues"] for slot in slots if rng.random() < share
        if (span := some_days())["from"] <= span["to"]
    ]  # fmt: skip
    for who in beside["practitioners"]:
        spans = [{"slot": rng.choice(slots), **some_days()} for _ in range(rng.randint(1, 2)) if rng.random() < share]
        who["busy"] = [span for span in spans if span["from"] <= span["to"]]
    pairs = [(family["id"], offer["id"]) for family in problem["families"] for offer in problem["offers"]]
    chosen = rng.sample(pairs, round(len(pairs) * share / 4))
    beside["forbidden"] = [{"family": family, "offer": offer} for family, offer in sorted(chosen)]
    return beside


def invent_small(seed: int) -> dict[str, Any]:
    """Return a problem small enough to try every placement: few families and offers, low least sizes, promises."""
    rng = random.Random(seed)
    together = rng.random() < 0.3
    problem = invent(rng.randrange(4, 7), seed, together=together, weeks=rng.choice([2, 14]))
    problem["offers"] = rng.sample(problem["offers"], min(len(problem["offers"]), rng.choice([2, 3, 4])))
    programme = {**problem["programme"], "strands": [
        {**strand, "min": rng.choice([1, 2]), "max": rng.choice([2, 3, 4]), "requirements": [
            {**need, "count": rng.choice([1, 1, 2]) if number == 0 else 1}
            for number, need in enumerate(strand["requirements"][: rng.choice([1, 2])])
        ]}
        for strand in problem["programme"]["strands"]
    ]}  # fmt: skip
    problem["programme"] = programme
    for family in problem["families"]:
        family["slots"] = sorted(rng.sample([slot["id"] for slot in problem["slots"]], 3))
        family["max_travel_minutes"] = 90
    for venue in problem["venues"]:
        venue["rooms"] = rng.choice([1, 2, 3])
    problem["practitioners"] = problem["practitioners"][: rng.choice([3, 5, 8])] + problem["practitioners"][-1:]
    problem["practitioners"] = list({one["id"]: one for one in problem["practitioners"]}.values())
    names = [family["id"] for family in problem["families"]]
    problem["separations"] = [{"families": sorted(rng.sample(names, 2)), "scope": rng.choice(["cohort", "venue"])}]
    problem["coefficients"] = {**problem["coefficients"], "open_cohort": rng.choice([200, 900, 2500])}
    if rng.random() < 0.4 and problem["offers"]:
        problem["fixed"] = [{"family": rng.choice(names), "offer": rng.choice(problem["offers"])["id"]}]
    return running_beside(problem, seed) if rng.random() < 0.4 else problem
