"""Writes a plan as JSON values of the format `trellis-planning-plan/1`, and reads one back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from trellis.features.groups.planning.fields import Field, unrepeated
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Cohort, Plan

PLAN_FORMAT = "trellis-planning-plan/1"


def written(
    indexed: Indexed,
    plan: Plan | None,
    *,
    status: str,
    bound: int | None,
    seconds: float,
    reasons: Mapping[int, Sequence[str]],
) -> dict[str, object]:
    """Return a plan as JSON values; each family without a place has its reasons."""
    placed = plan.placed() if plan else {}
    unplaced = [number for number in range(len(indexed.families)) if number not in placed]
    return {
        "format": PLAN_FORMAT,
        "problem": indexed.problem.name,
        "status": status,
        "value": plan.value(indexed) if plan else None,
        "bound": bound,
        "seconds": round(seconds, 3),
        "cohorts": [_cohort(indexed, at, plan.cohorts[at]) for at in sorted(plan.cohorts)] if plan else [],
        "unplaced": [
            {"family": indexed.families[number].id, "reasons": list(reasons.get(number) or ["There is no plan."])}
            for number in unplaced
        ],
    }


def _cohort(indexed: Indexed, at: int, cohort: Cohort) -> dict[str, object]:
    people: dict[int, list[str]] = defaultdict(list)
    for family in cohort.families:
        for person in indexed.families[family].people:
            people[indexed.circle_of(person)].append(person.id)
    of_kind: dict[int, list[int]] = defaultdict(list)
    for who, kind in sorted(cohort.staff):
        of_kind[kind].append(who)
    groups = []
    for circle in sorted(people):
        about = indexed.circles[circle]
        staff = []
        for need in about.strand.requirements:
            kind = next(
                number
                for number, kind in enumerate(indexed.kinds)
                if (kind.role, kind.sex, kind.trained) == (need.role, need.sex, need.trained)
            )
            staff += [
                {"practitioner": indexed.practitioners[of_kind[kind].pop(0)].id, "requirement": need.id}
                for _ in range(need.count)
            ]
        groups.append({"strand": about.strand.id, "label": about.label, "people": people[circle], "staff": staff})
    families = [indexed.families[family].id for family in cohort.families]
    return {"offer": indexed.offers[at].id, "families": families, "groups": groups}


def read_plan(indexed: Indexed, source: object) -> Plan:
    """Return the plan that JSON values describe; raise ProblemRefused, naming the field, when they do not."""
    top = Field("", source)
    if top.inner("format").value != PLAN_FORMAT:
        raise top.inner("format").wrong(PLAN_FORMAT)
    cohorts = {}
    unrepeated((each.inner("offer"), each.inner("offer").text()) for each in top.inner("cohorts").items())
    for each in top.inner("cohorts").items():
        at = indexed.offer_at[each.inner("offer").among(indexed.offer_at, "an offer of the problem")]
        families = sorted(
            indexed.family_at[one.among(indexed.family_at, "a family of the problem")]
            for one in each.inner("families").items()
        )
        staff = [member for group in each.inner("groups").items() for member in _staff(indexed, group)]
        cohorts[at] = Cohort(tuple(families), tuple(sorted(staff)))
    return Plan(cohorts)


def _staff(indexed: Indexed, group: Field) -> list[tuple[int, int]]:
    strands = {strand.id: strand for strand in indexed.problem.programme.strands}
    needs = {need.id: need for need in strands[group.inner("strand").among(strands, "a strand")].requirements}
    found = []
    for each in group.inner("staff").items():
        who = each.inner("practitioner").among(indexed.practitioner_at, "a practitioner of the problem")
        need = needs[each.inner("requirement").among(needs, "a requirement of the strand")]
        kind = next(
            number
            for number, kind in enumerate(indexed.kinds)
            if (kind.role, kind.sex, kind.trained) == (need.role, need.sex, need.trained)
        )
        found.append((indexed.practitioner_at[who], kind))
    return found
