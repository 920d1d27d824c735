"""What a waiting list says of a family: how long, what is missing, what was offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Needed

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OTHER = "other"


def days_waiting(since: date, today: date) -> int:
    """Return the days from the referral to today; never less than 0."""
    return max(0, (today - since).days)


def support_kinds(definition: ProgrammeDefinition) -> tuple[tuple[str, str], ...]:
    """Return the kinds of support that a programme offers beside its sessions, as (key, label) pairs."""
    kinds: list[tuple[str, str]] = []
    if definition.waiting_support is not None:
        kinds.append(("waiting", "Support while waiting"))
        kinds += [
            (f"waiting_{place}", f"While waiting: {words}"[:200])
            for place, words in enumerate(definition.waiting_support.outline, start=1)
        ]
    if definition.induction is not None:
        kinds.append(("induction", "Induction"))
    kinds += [(f"step_down_{each.key}"[:60], each.title) for each in definition.step_down]
    kinds += [("call", "Telephone call"), ("visit", "Visit"), (OTHER, "Something else")]
    return tuple(kinds)


def support_label(definition: ProgrammeDefinition, key: str) -> str:
    """Return the words for a kind of support."""
    return dict(support_kinds(definition)).get(key, "Support")


def support_due(definition: ProgrammeDefinition, last: date | None, since: date, today: date) -> bool:
    """Tell whether the programme's own interval for support while waiting has passed."""
    if definition.waiting_support is None:
        return False
    return (today - (last or since)).days >= definition.waiting_support.every_days


def missing(
    definition: ProgrammeDefinition,
    *,
    strands: Iterable[str],
    has_keyworker: bool,
    evenings: Iterable[int],
) -> list[str]:
    """Say in words what a waiting family still lacks before it can start."""
    found = []
    taken = set(strands)
    for strand in definition.strands:
        required = strand.needed is Needed.REQUIRED and definition.choice_holding(strand.key) is None
        if required and strand.key not in taken:
            found.append(f"Nobody yet for “{strand.title}”")
    found += [
        f"Nobody yet for “{choice.title}”"
        for choice in definition.choices
        if choice.least and not taken.intersection(choice.strands)
    ]
    if not has_keyworker:
        found.append("No keyworker")
    if definition.meets_in_groups and not list(evenings):
        found.append("When they can come is not known")
    return found


def evenings_in_words(evenings: Iterable[int]) -> str:
    """Write the weekdays on which a family can come: "Mon, Wed"."""
    days = sorted(set(evenings))
    return ", ".join(WEEKDAYS[day][:3] for day in days if 0 <= day < len(WEEKDAYS))
