"""Plans again after something has changed, with as little disturbance as possible.

What counts, in this order: that begun cohorts and confirmed places stay (always); then as many families as possible
keep the place that they had; then as many practitioners as possible keep the cohort that they had; then the value.
A family that waited and gets a place disturbs nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from trellis.features.groups.planning.fields import Field
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.part import Part, PartModel, TrueOf
from trellis.features.groups.planning.plan import Cohort, Plan
from trellis.features.groups.planning.problem import Promise
from trellis.features.groups.planning.replan import Effort, solver_for
from trellis.features.groups.planning.words import family_words, offer_words, practitioner_words

MOST_CLOSED = 40


@dataclass(frozen=True)
class Repaired:
    """The plan after repair (None: what is fixed cannot be kept), what changed, whether less is proved impossible."""

    plan: Plan | None
    differences: tuple[str, ...] = ()
    proved: bool = False


@dataclass(frozen=True)
class Earlier:
    """A plan that was made before, by ids: families and staff by offer, with the kind of place as an index."""

    families: dict[str, tuple[str, ...]] = field(default_factory=dict)
    staff: dict[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)


def read_earlier(source: object) -> Earlier:
    """Return an earlier plan from JSON values; who and what is no longer in the problem may be in it."""
    families, staff = {}, {}
    for each in Field("", source).inner("cohorts").items():
        offer = each.inner("offer").text()
        families[offer] = tuple(one.text() for one in each.inner("families").items())
        staff[offer] = tuple(
            (group.inner("strand").text(), one.inner("requirement").text(), one.inner("practitioner").text())
            for group in each.inner("groups").items() for one in group.inner("staff").items()
        )  # fmt: skip
    return Earlier(families, staff)


def carried_over(indexed: Indexed, earlier: Earlier) -> Plan:
    """Return what of an earlier plan still exists; it may break rules now."""
    kind_of = {}
    for strand in indexed.problem.programme.strands:
        for need in strand.requirements:
            kind_of[strand.id, need.id] = next(
                number for number, kind in enumerate(indexed.kinds)
                if (kind.role, kind.sex, kind.trained) == (need.role, need.sex, need.trained)
            )  # fmt: skip
    cohorts = {}
    for offer, families in earlier.families.items():
        if offer not in indexed.offer_at:
            continue
        members = tuple(sorted(indexed.family_at[one] for one in families if one in indexed.family_at))
        staff = tuple(sorted(
            (indexed.practitioner_at[who], kind_of[strand, need]) for strand, need, who in earlier.staff[offer]
            if who in indexed.practitioner_at and (strand, need) in kind_of
        ))  # fmt: skip
        if members:
            cohorts[indexed.offer_at[offer]] = Cohort(members, staff)
    return Plan(cohorts)


def repair(
    indexed: Indexed,
    earlier: Plan,
    *,
    begun: Iterable[int] = (),
    confirmed: Iterable[tuple[int, int]] = (),
    seconds: float = 5.0,
    seed: int = 0,
) -> Repaired:
    """Plan again with the least disturbance.

    `earlier` is what was planned, as `carried_over` gives it; `begun` are offers whose cohorts stay wholly as they
    are, without those who left, but for somebody new in the place of a practitioner who left; `confirmed` are
    (family, offer) places that stay.
    """
    began = {at: earlier.cohorts[at] for at in begun if at in earlier.cohorts}
    short = {at: cohort for at, cohort in began.items() if lacks_staff(indexed, cohort)}
    began = {at: cohort for at, cohort in began.items() if at not in short}
    promised = {Promise(indexed.families[family].id, indexed.offers[at].id) for family, at in confirmed}
    kept = tuple(sorted({*indexed.problem.fixed, *promised}, key=lambda each: (each.family, each.offer)))
    indexed = Indexed(replace(indexed.problem, fixed=kept), indexed.names)
    written = _written(indexed, earlier, Plan(began), short)
    _disturb_least(indexed, earlier, written)
    written.hint(earlier)
    solver = solver_for(Effort(1e6, seconds, seed))
    status = solver.solve(written.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Repaired(None, proved=status == cp_model.INFEASIBLE)
    plan = written.read(TrueOf(solver), earlier)
    return Repaired(plan, differences(indexed, earlier, plan), status == cp_model.OPTIMAL)


def lacks_staff(indexed: Indexed, cohort: Cohort) -> bool:
    """Say whether a cohort has not everybody whom it needs."""
    circles = [circle for circle, many in enumerate(indexed.sizes(cohort.families)) if many]
    return indexed.needs(circles) != Counter(kind for _, kind in cohort.staff)


def _written(indexed: Indexed, earlier: Plan, began: Plan, short: Mapping[int, Cohort]) -> PartModel:
    """Write the parts that may change: cohorts not begun, and closed offers that displaced families could attend.

    Of those in `short`, which have begun and lost a practitioner, nothing may change but that somebody new comes.
    """
    settled = set(began.placed())
    families = [family for family in range(len(indexed.families)) if family not in settled]
    opened = [at for at in earlier.cohorts if at not in began.cohorts]
    needed = {at for offers in indexed.promised.values() for at in offers} - set(began.cohorts)
    closed = [at for at in range(len(indexed.offers)) if at not in earlier.cohorts and at not in needed]
    waiting = set(families) - set(earlier.placed())
    closed.sort(key=lambda at: (-len(waiting & set(indexed.families_of[at])), at))
    offers = tuple(sorted({*opened, *needed, *closed[:MOST_CLOSED]}))
    pairs = frozenset(
        (family, at) for at in offers for family in indexed.families_of[at]
        if at not in short or family in short[at].families
    )  # fmt: skip
    written = PartModel(indexed, Part(offers, tuple(families), began, pairs=pairs, name_staff=True))
    for at, cohort in short.items():
        for family in cohort.families:
            written.model.add_bool_or([written.place[family, at]] if (family, at) in written.place else [])
        for who, _ in cohort.staff:
            written.model.add_bool_or(
                [var for (one, there, _), var in written.in_offer.items() if (one, there) == (who, at)]
            )
    return written


def _disturb_least(indexed: Indexed, earlier: Plan, written: PartModel) -> None:
    """Ask for kept places first, kept staff second, value last: each weighs more than all that comes after it."""
    keeps = [
        var
        for (family, at), var in written.place.items()
        if at in earlier.cohorts and family in earlier.cohorts[at].families
    ]
    stays = []
    for at, cohort in earlier.cohorts.items():
        if at in written.cell_of:
            for who in sorted({who for who, _ in cohort.staff}):
                stays += [
                    var for kind in indexed.fits[who] if (var := written.in_offer.get((who, at, kind))) is not None
                ]
    rate = indexed.problem.coefficients.open_cohort
    swing = sum(abs(indexed.gain[pair]) for pair in written.place) + abs(rate) * len(written.open) + 1
    written.model.maximize(
        swing * (len(stays) + 1) * sum(keeps) + swing * sum(stays) + written.worth
    )  # fmt: skip


def differences(indexed: Indexed, earlier: Plan, plan: Plan) -> tuple[str, ...]:
    """Return, in words, everything that is not as it was."""
    before, after = earlier.placed(), plan.placed()
    told = [
        f"{offer_words(indexed, at)} is not opened any more." for at in sorted(set(earlier.cohorts) - set(plan.cohorts))
    ]
    told += [f"{offer_words(indexed, at)} is opened." for at in sorted(set(plan.cohorts) - set(earlier.cohorts))]
    for family in sorted(set(before) | set(after)):
        old, new = before.get(family), after.get(family)
        name = family_words(indexed, family)
        if old == new:
            continue
        if old is None and new is not None:
            told.append(f"{name} gets a place in {offer_words(indexed, new)}.")
        elif old is not None and new is None:
            told.append(f"{name} loses the place in {offer_words(indexed, old)}.")
        elif old is not None and new is not None:
            told.append(f"{name} moves from {offer_words(indexed, old)} to {offer_words(indexed, new)}.")
    for at in sorted(set(earlier.cohorts) & set(plan.cohorts)):
        told += _staff_changes(indexed, at, earlier.cohorts[at], plan.cohorts[at])
    return tuple(told)


def _staff_changes(indexed: Indexed, at: int, old: Cohort, new: Cohort) -> list[str]:
    before, after = {who for who, _ in old.staff}, {who for who, _ in new.staff}
    offer = offer_words(indexed, at)
    return [
        *(f"{practitioner_words(indexed, who)} does not run {offer} any more." for who in sorted(before - after)),
        *(f"{practitioner_words(indexed, who)} runs {offer}." for who in sorted(after - before)),
    ]
