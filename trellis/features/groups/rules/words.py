"""Reasons for groups: the three outcomes, said the same way everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from trellis.features.programmes.rules.parts import Confidence, SourcedPart
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.kernel.decisions import Outcome, Reason

OWN_DEFAULT = "Our own default"
GENDERS = {"female": "female", "male": "male", "another": "another gender", "not_known": "gender not known"}


def source_of(definition: ProgrammeDefinition, part: SourcedPart) -> str:
    """Name where a rule comes from: the document, or that it is our own."""
    source = definition.source(part.source)
    if source is None:
        return OWN_DEFAULT
    if part.confidence is Confidence.SOURCE:
        return source.title
    return f"{source.title}; {part.confidence.label[0].lower()}{part.confidence.label[1:]}"


def decides(part: SourcedPart) -> bool:
    """Tell whether a rule is the programme owner's own word, which stops a start, or ours, which warns."""
    return part.confidence is Confidence.SOURCE


def reason(
    key: str,
    kept: bool | None,
    words: str,
    *,
    about: str = "",
    why: str = "",
    source: str = "",
    found: str = "",
    blocks: bool = True,
    ask_whom: str = "",
) -> Reason:
    """Make a reason: kept, broken (False) or not yet known (None); what is not yet known asks its words."""
    outcome = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.NOT_YET_KNOWN}[kept]
    return Reason(
        key=key,
        outcome=outcome,
        words=words,
        about=about,
        why=why,
        source=source,
        found=found,
        blocks=blocks,
        question=words if kept is None else "",
        ask_whom=ask_whom,
    )


def counted(number: int, one: str, many: str) -> str:
    """Write a number of things: "1 family", "3 families"."""
    return f"{number} {one if number == 1 else many}"


def listed(items: Iterable[str]) -> str:
    """Join names as in a sentence: "Ann, Bea and Cath"."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
