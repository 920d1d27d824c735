"""What an ecomap is drawn from: those at home in the middle, and what is round them."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.kernel.labelled import LabelledEnum


class Strength(LabelledEnum):
    """What a family's tie to something outside is like (Hartman, Diagrammatic assessment of family relationships)."""

    STRONG = "strong", "Strong"
    PLAIN = "plain", "There is a tie; how strong is not written"
    WEAK = "weak", "Weak, waiting or over"
    STRESSFUL = "stressful", "Stressful"


@dataclass(frozen=True, slots=True)
class Outside:
    """A school, a workplace, a service, a programme or a person outside the home: whose tie it is, and how strong."""

    kind: str
    name: str
    strength: Strength = Strength.PLAIN
    whose: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A family at home (`called`, with names) and all that is round it."""

    called: str
    at_home: tuple[str, ...]
    outside: tuple[Outside, ...]


def together(outside: list[Outside]) -> tuple[Outside, ...]:
    """Put those into one who have the same tie to the same thing: two children of one school."""
    found: dict[tuple[str, str, Strength, str], list[str]] = {}
    for one in outside:
        names = found.setdefault((one.kind, one.name, one.strength, one.note), [])
        names += [name for name in one.whose if name not in names]
    return tuple(
        Outside(kind, name, strength, tuple(whose), note) for (kind, name, strength, note), whose in found.items()
    )
