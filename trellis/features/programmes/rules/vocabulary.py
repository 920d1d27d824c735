"""The facts that one programme asks for, and what for."""

from collections.abc import Iterator

from trellis.features.programmes.rules.facts import FACTS, Fact
from trellis.features.programmes.rules.schema import ProgrammeDefinition


def facts_asked(definition: ProgrammeDefinition) -> list[tuple[Fact, list[str]]]:
    """List the facts to give about a family for a programme, in the vocabulary's order, with their uses.

    A derived fact stands as the one that is asked instead: the birth date for an age.
    """
    uses: dict[str, list[str]] = {}
    for key, words in _uses(definition):
        asked = FACTS[key].derived_from or key
        if words not in uses.setdefault(asked, []):
            uses[asked].append(words)
    return [(fact, uses[fact.key]) for fact in FACTS.values() if fact.key in uses]


def _uses(definition: ProgrammeDefinition) -> Iterator[tuple[str, str]]:
    yield "family_role", "Who takes part"
    for criterion in definition.criteria:
        if criterion.about == "child_of_concern":
            yield "child_of_concern", criterion.title
        for condition in criterion.conditions:
            yield condition.fact, criterion.title
    if not definition.who_may_refer.anyone:
        yield "referrer_profession", "Who may refer"
    for document in definition.documents:
        yield "documents", document.title
        for condition in document.needed_when:
            yield condition.fact, document.title
