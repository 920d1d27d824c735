"""Whether a family has completed a programme, by the programme's own rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trellis.features.journeys.rules.evidence import (
    CORE,
    FAMILY,
    FINAL_INTERVIEW,
    Expected,
    TakesPart,
    core_of,
)
from trellis.features.programmes.rules.delivery import InterviewKind
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.kernel.decisions import Decision, Outcome, Reason


def completion(definition: ProgrammeDefinition, people: Sequence[TakesPart], expected: Iterable[Expected]) -> Decision:
    """Decide whether the programme's rule for completion is met, with a reason for each part of it.

    A session made good by a catch-up counts. What can still be reached is not yet known; what cannot is not met.
    """
    rows = list(expected)
    reasons = [
        reason
        for person in people
        for reason in (_attendance(definition, person, rows), _final_interview(definition, person, rows))
        if reason is not None
    ]
    if definition.completion.family_sessions:
        reasons += _family_sessions(definition, people, rows)
    if not reasons:
        words = "Nobody of this family takes part in a strand whose sessions are counted."
        reasons = [Reason(key="nobody", outcome=Outcome.NOT_MET, words=words)]
    return Decision.of(reasons)


def _reason(definition: ProgrammeDefinition, key: str, outcome: Outcome, words: str, about: str) -> Reason:
    return Reason(
        key=key,
        outcome=outcome,
        words=words,
        about=about,
        why=definition.completion.words,
        source=definition.completion.source,
    )


def _attendance(definition: ProgrammeDefinition, person: TakesPart, rows: Sequence[Expected]) -> Reason | None:
    least = definition.completion.at_least(person.strand)
    if not least:
        return None
    core = core_of(rows, person.participant)
    done = {row.number for row in core if row.counts}
    open_still = {row.number for row in core if row.came is None} - done
    to_make_good = {row.number for row in core if row.missed} - done - open_still
    words = f"{person.name} attended {len(done)} sessions; at least {least} are asked for"
    if len(done) >= least:
        return _reason(definition, f"attended.{person.strand}", Outcome.MET, f"{words}.", person.name)
    if len(done) + len(open_still) >= least:
        words = f"{words}; {len(open_still)} are still to come."
        return _reason(definition, f"attended.{person.strand}", Outcome.NOT_YET_KNOWN, words, person.name)
    if to_make_good:
        words = f"{words}; {len(to_make_good)} could still be caught up"
    return _reason(definition, f"attended.{person.strand}", Outcome.NOT_MET, f"{words}.", person.name)


def _family_sessions(
    definition: ProgrammeDefinition, people: Sequence[TakesPart], rows: Sequence[Expected]
) -> list[Reason]:
    strands = {person.strand for person in people}
    asked = [each for each in definition.family_sessions if strands.intersection(each.strands)]
    held = {row.day for row in rows if row.kind == FAMILY and row.counts}
    planned = {row.day for row in rows if row.kind == FAMILY and row.came is None}
    reasons = []
    for place, session in enumerate(asked, start=1):
        if len(held) >= place:
            outcome, words = Outcome.MET, f"“{session.title}” was held."
        elif len(held) + len(planned) >= place:
            outcome, words = Outcome.NOT_YET_KNOWN, f"“{session.title}” is booked and still to come."
        else:
            outcome, words = _not_booked(rows), f"“{session.title}” has not been held."
        reasons.append(_reason(definition, f"family.{session.key}", outcome, words, ""))
    return reasons


def _not_booked(rows: Sequence[Expected]) -> Outcome:
    """While core sessions are still to come, what is not booked yet may still be."""
    running = any(row.kind == CORE and row.came is None for row in rows)
    return Outcome.NOT_YET_KNOWN if running else Outcome.NOT_MET


def _final_interview(definition: ProgrammeDefinition, person: TakesPart, rows: Sequence[Expected]) -> Reason | None:
    asked = definition.interviews_of(InterviewKind.FINAL, person.strand)
    if not definition.completion.final_interview or not asked:
        return None
    own = [row for row in rows if row.kind == FINAL_INTERVIEW and row.participant == person.participant]
    title = asked[0].title
    if any(row.counts for row in own):
        outcome, words = Outcome.MET, f"“{title}” with {person.name} was held."
    elif any(row.came is None for row in own):
        outcome, words = Outcome.NOT_YET_KNOWN, f"“{title}” with {person.name} is booked and still to come."
    else:
        outcome, words = _not_booked(rows), f"“{title}” with {person.name} has not been held."
    return _reason(definition, f"interview.{asked[0].key}", outcome, words, person.name)
