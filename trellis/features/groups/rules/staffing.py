"""Who runs each circle: how many, as what, of what gender, with what training, and not twice at once."""

from __future__ import annotations

from collections.abc import Iterator

from trellis.features.groups.rules.plan import CircleFacts, GroupFacts, Running
from trellis.features.groups.rules.words import (
    OWN_DEFAULT,
    counted,
    decides,
    listed,
    reason,
    source_of,
)
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Staffing
from trellis.kernel.dates import Period, in_words
from trellis.kernel.decisions import Reason

LICENCE, LICENSED_STAFF, BUSY, TWICE = "licence", "licensed_staff", "staff_busy", "staff_twice"


def staffing_key(line: Staffing) -> str:
    """Return the key of a staffing rule's reason."""
    return f"staffing_{line.role}"


def staffing_reasons(definition: ProgrammeDefinition, circle: CircleFacts, run: Period) -> Iterator[Reason]:
    """Say, for each line of staffing that the strand asks for, whether the circle has it, and who is busy."""
    left = list(circle.staff)
    # The lines that ask for most come first, so that a trained woman is not counted as "anybody".
    for line in sorted(definition.strand(circle.strand).staffing, key=_strictness, reverse=True):
        fitting = [person for person in left if _fits(line, person, run)]
        for person in fitting[: line.count]:
            left.remove(person)
        yield _line_reason(definition, circle, line, fitting, run)
    for person in circle.staff:
        if person.busy:
            yield reason(BUSY, False, f"{person.name} {person.busy}.", about=circle.title, source=OWN_DEFAULT)


def licence_reasons(definition: ProgrammeDefinition, group: GroupFacts) -> Iterator[Reason]:
    """Say whether enough of the staff are trained, where a programme is run under licence."""
    licence = definition.licence
    if not licence.needed:
        return
    words = f"This programme is run under licence from {licence.licensor or 'its owner'}: "
    yield reason(LICENCE, None, f"{words}is yours in force until the last session?", blocks=False,
                 why=licence.words, source=source_of(definition, licence), ask_whom="the administrator")  # fmt: skip
    if licence.practitioners_trained:
        trained = {
            person.key: person.name
            for circle in group.circles
            for person in circle.staff
            if person.is_trained_for(licence.training or definition.key, group.run)
        }
        kept = len(trained) >= licence.practitioners_trained
        have = f"{counted(len(trained), 'trained practitioner', 'trained practitioners')}"
        names = f" ({listed(trained.values())})" if trained else ""
        wanted = f"at least {licence.practitioners_trained} are needed"
        yield reason(
            LICENSED_STAFF, kept, f"{have}{names}; {wanted}.", why=licence.words,
            source=source_of(definition, licence), found=str(len(trained)), blocks=decides(licence),
        )  # fmt: skip


def twice_reasons(definition: ProgrammeDefinition, group: GroupFacts) -> Iterator[Reason]:
    """Say who runs two circles that meet at once."""
    at: dict[tuple[str, object], list[tuple[str, str]]] = {}
    for circle in group.circles:
        for person in circle.staff:
            at.setdefault((person.key, circle.starts or group.starts), []).append((person.name, circle.title))
    for held in at.values():
        if len(held) > 1:
            circles = listed(f"the {title.lower()}" for _, title in held)
            yield reason(TWICE, False, f"{held[0][0]} cannot run {circles} at once.", source=OWN_DEFAULT)


def _strictness(line: Staffing) -> int:
    return bool(line.gender) + bool(line.training)


def _fits(line: Staffing, person: Running, run: Period) -> bool:
    return (
        person.duty == line.role
        and line.gender in ("", person.gender)
        and (not line.training or person.is_trained_for(line.training, run))
    )


def _line_reason(
    definition: ProgrammeDefinition,
    circle: CircleFacts,
    line: Staffing,
    fitting: list[Running],
    run: Period,
) -> Reason:
    kept = len(fitting) >= line.count
    names = listed(person.name for person in fitting)
    if kept:
        words = f"{line.label}: {names}."
    else:
        short = line.count - len(fitting)
        words = f"{line.label}: {short} still to find for the {circle.title.lower()}"
        words += f" ({names} found)." if names else "."
        words += _why_others_do_not_fit(line, circle, run)
    return reason(
        staffing_key(line),
        kept,
        words,
        about=circle.title,
        source=source_of(definition, line),
        found=names,
        blocks=decides(line),
    )


def _why_others_do_not_fit(line: Staffing, circle: CircleFacts, run: Period) -> str:
    words = []
    for person in circle.staff:
        if person.duty != line.role:
            continue
        if line.gender and person.gender != line.gender:
            words.append(f"{person.name} is {person.gender}")
        elif line.training and person.trained(line.training, run.first) is None:
            words.append(f"{person.name} is not trained on {in_words(run.first)}")
        elif line.training and not person.is_trained_for(line.training, run):
            words.append(f"{person.name}'s training does not last until {in_words(run.last or run.first)}")
    return f" {listed(words)}." if words else ""
