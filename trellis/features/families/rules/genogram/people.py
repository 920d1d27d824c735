"""What a genogram is drawn from: people, ties and homes, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.kernel.labelled import LabelledEnum


class Shape(LabelledEnum):
    """The symbol of a person (McGoldrick, Genograms: square, circle; a diamond for everybody else)."""

    SQUARE = "square", "Male"
    CIRCLE = "circle", "Female"
    DIAMOND = "diamond", "Another gender, or not known"


class Parentage(LabelledEnum):
    """How a child came to a parent; the first that is known decides where the child hangs."""

    BIRTH = "birth", "parent"
    ADOPTIVE = "adoptive", "adoptive parent"
    FOSTER = "foster", "foster parent"
    STEP = "step", "step-parent"
    GUARDIAN = "guardian", "guardian"
    CARER = "carer", "carer"
    GRANDPARENT = "grandparent", "grandparent"


class Couple(LabelledEnum):
    """How two partners stand to each other."""

    MARRIED = "married", "married or civil partners"
    TOGETHER = "together", "partners"
    SEPARATED = "separated", "separated"
    DIVORCED = "divorced", "divorced"
    NOT_KNOWN = "not_known", "parents together, or it is not written whether they are a couple"


class Bond(LabelledEnum):
    """What a tie between two people is like."""

    CLOSE = "close", "close"
    VERY_CLOSE = "very_close", "very close"
    DISTANT = "distant", "distant"
    CUT_OFF = "cut_off", "cut off"
    CONFLICT = "conflict", "in conflict"
    VIOLENCE = "violence", "violence"
    OTHER = "other", "another tie"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person. `age` in whole years, at death for somebody who has died; `is_focus`: the file is about them."""

    key: str
    name: str
    shape: Shape = Shape.DIAMOND
    born: date | None = None
    age: int | None = None
    died: date | None = None
    has_died: bool = False
    is_focus: bool = False


@dataclass(frozen=True, slots=True)
class ParentTie:
    """That `parent` is a parent of `child` in this way; a grandparent without the parent between has a tie too."""

    parent: str
    child: str
    kind: Parentage = Parentage.BIRTH


@dataclass(frozen=True, slots=True)
class CoupleTie:
    """That two people are or were a couple, with the years if they are known."""

    first: str
    second: str
    state: Couple = Couple.TOGETHER
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class SiblingTie:
    """That two people are brothers or sisters; `half` when they share one parent."""

    first: str
    second: str
    half: bool = False


@dataclass(frozen=True, slots=True)
class BondTie:
    """What is between two people; violence goes from the first to the second."""

    first: str
    second: str
    bond: Bond
    words: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """People who live together."""

    label: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """Everybody and everything that is to be drawn."""

    people: tuple[Someone, ...]
    parents: tuple[ParentTie, ...] = ()
    couples: tuple[CoupleTie, ...] = ()
    siblings: tuple[SiblingTie, ...] = ()
    bonds: tuple[BondTie, ...] = ()
    homes: tuple[Home, ...] = ()

    def named(self) -> dict[str, Someone]:
        """Return people by key."""
        return {person.key: person for person in self.people}
