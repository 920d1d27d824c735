"""What else would suit: a family against every programme, best first, with the explanation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from trellis.features.programmes.rules.facts_document import FamilyFacts
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.screening.rules.findings import Screening
from trellis.features.screening.rules.screening import screen
from trellis.kernel.decisions import Outcome

_RANK = {Outcome.MET: 0, Outcome.NOT_YET_KNOWN: 1, Outcome.NOT_MET: 2}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Hold one programme's screening, who would take part, and one sentence that sums it up."""

    screening: Screening
    words: str
    taking_part: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """Return the screening's outcome."""
        return self.screening.outcome


def what_else_suits(
    definitions: Iterable[ProgrammeDefinition],
    facts: FamilyFacts,
    on_day: date,
    on_day_why: str = "no first session is known yet",
) -> tuple[Suggestion, ...]:
    """Screen a family against every programme: what suits first, then what might, then what does not.

    Within each, fewer things not met and fewer to find out come first. Strands said for one programme are
    not carried over to another.
    """
    suggestions = [_suggestion(definition, facts, on_day, on_day_why) for definition in definitions]
    return tuple(sorted(suggestions, key=_order))


def _order(suggestion: Suggestion) -> tuple[int, int, int, str]:
    screening = suggestion.screening
    not_met = len(screening.with_outcome(Outcome.NOT_MET))
    unknown = len(screening.with_outcome(Outcome.NOT_YET_KNOWN))
    return _RANK[screening.outcome], not_met, unknown, screening.programme_name


def _suggestion(definition: ProgrammeDefinition, facts: FamilyFacts, on_day: date, on_day_why: str) -> Suggestion:
    if facts.programme and facts.programme != definition.key:
        people = tuple(replace(person, strand="") for person in facts.people)
        facts = replace(facts, people=people, programme="")
    screening = screen(definition, facts, on_day, on_day_why)
    titles = {strand.key: strand.title for strand in definition.strands}
    taking_part = tuple(f"{place.name}: {titles[place.strand_key]}" for place in screening.places)
    return Suggestion(screening, _words(screening), taking_part)


def _words(screening: Screening) -> str:
    not_met = screening.with_outcome(Outcome.NOT_MET)
    if not_met:
        return "Does not suit. " + " ".join(dict.fromkeys(finding.reason.words for finding in not_met[:3]))
    unknown = screening.with_outcome(Outcome.NOT_YET_KNOWN)
    if unknown:
        things = "one thing" if len(unknown) == 1 else f"{len(unknown)} things"
        titles = "; ".join(dict.fromkeys(finding.title for finding in unknown[:4]))
        return f"Might suit: {things} still to find out. {titles}."
    weigh = len(screening.to_weigh)
    also = f" Weigh {'one thing' if weigh == 1 else f'{weigh} things'} first." if weigh else ""
    return f"Suits: everything asked is met.{also}"
