"""Promises that cannot all be kept: the smallest set that clashes, with what stands against it."""

from __future__ import annotations

from ortools.sat.python import cp_model

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.part import Part, PartModel
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.replan import Effort, solver_for
from trellis.features.groups.planning.words import family_words, slot_words, where_words
from trellis.kernel.dates import in_words

Promised = tuple[int, int]


def smallest_clash(indexed: Indexed) -> tuple[str, ...]:
    """Return, in words, promises that cannot be kept together and what stands against each.

    None of them can be left out: without any one of those named, the others can be kept.
    """
    promises = [(family, at) for family, offers in sorted(indexed.promised.items()) for at in sorted(offers)]
    kept = first_core(indexed, promises)
    for promise in list(kept):
        fewer = [other for other in kept if other != promise]
        if not can_keep(indexed, fewer):
            kept = fewer
    return tuple(f"{_promise(indexed, one)}{_against(indexed, one, kept)}" for one in kept)


def first_core(indexed: Indexed, promises: list[Promised]) -> list[Promised]:
    """Return promises that already clash, as the solver's own explanation names them."""
    written, chosen = _written(indexed, promises)
    if chosen is None:
        return promises
    written.model.add_assumptions(list(chosen.values()))
    solver = solver_for(Effort(200.0, 600.0))
    if solver.solve(written.model) != cp_model.INFEASIBLE:
        return promises
    named = set(solver.sufficient_assumptions_for_infeasibility())
    core = [promise for promise, var in chosen.items() if var.index in named]
    return core if core and not can_keep(indexed, core) else promises


def can_keep(indexed: Indexed, promises: list[Promised]) -> bool:
    """Say whether some plan keeps these promises."""
    written, chosen = _written(indexed, promises)
    if chosen is None:
        return False
    written.model.add_bool_and(list(chosen.values()))
    return bool(solver_for(Effort(1e6, 1e6)).solve(written.model) != cp_model.INFEASIBLE)


def _written(indexed: Indexed, promises: list[Promised]) -> tuple[PartModel, dict[Promised, cp_model.IntVar] | None]:
    offers = tuple(sorted({at for _, at in promises}))
    families = {family for at in offers for family in indexed.families_of[at]}
    written = PartModel(indexed, Part(offers, tuple(sorted(families)), Plan()), promises=False)
    if not all(promise in written.place for promise in promises):
        impossible = [promise for promise in promises if promise not in written.place]
        if len(promises) == 1 or len(impossible) == len(promises):
            return written, None
        return written, {promise: written.place.get(promise, _never(written)) for promise in promises}
    return written, {promise: written.place[promise] for promise in promises}


def _never(written: PartModel) -> cp_model.IntVar:
    var = written.model.new_bool_var("")
    written.model.add(var == 0)
    return var


def _promise(indexed: Indexed, promise: Promised) -> str:
    return f"{family_words(indexed, promise[0])} was promised {where_words(indexed, promise[1])}"


def _against(indexed: Indexed, promise: Promised, kept: list[Promised]) -> str:
    """Say what stands against one promise: a rule about the family, or the others named with it."""
    family, at = indexed.families[promise[0]], indexed.offers[promise[1]]
    bar = indexed.bar(family, at)
    words = {
        "slot": f"they cannot come on {slot_words(indexed, at.slot)}",
        "travel": f"it is {family.travel_minutes[at.venue]} minutes away and they travel at most "
        f"{family.max_travel_minutes}",
        "earliest": f"it starts on {in_words(at.first)} and they can begin on {in_words(family.earliest)} "
        "at the earliest",
        "sex": "somebody in the family is not of the sex that the programme takes",
        "age": f"somebody in the family is outside the programme's ages on {in_words(at.first)}",
        "forbidden": "the same place was ruled out by hand",
    }
    if bar is not None:
        return f": {words[bar]}."
    if len(kept) == 1:
        return ": with everybody who could join, no groups of the right size with rooms and practitioners can be made."
    if any(other[0] == promise[0] for other in kept if other != promise):
        return ": nobody can be in two groups."
    return ": this and the other promises named cannot all be kept with the rules, rooms and practitioners there are."
