"""A group as plain values: circles, the people in them, who runs them, the families they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from trellis.features.workforce.rules import Trained, trained_on
from trellis.kernel.dates import Period


@dataclass(frozen=True, slots=True)
class Seated:
    """A person with a place in a circle, or for whom one is being looked for.

    ``gender`` is a value of the facts' vocabulary ("female", "not_known"). ``agreed`` says that a rule
    about this person was set aside, in writing, when the place was given.
    """

    key: str
    name: str
    journey: str
    family: str
    family_name: str
    strand: str
    gender: str
    birth_date: date | None
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """Somebody who runs a circle, as what, with what they are trained in.

    ``busy`` says in words what else they do at the same time, when there is something.
    """

    key: str
    name: str
    gender: str
    duty: str
    trainings: tuple[Trained, ...] = ()
    busy: str = ""

    def trained(self, key: str, day: date) -> Period | None:
        """Return the days of the longest training in something that holds on a day, or nothing."""
        found = trained_on(self.trainings, key, day)
        return found.period if found else None

    def is_trained_for(self, key: str, run: Period) -> bool:
        """Tell whether training holds from the first to the last day of a run."""
        held = self.trained(key, run.first)
        return held is not None and (run.last or run.first) in held


@dataclass(frozen=True, slots=True)
class CircleFacts:
    """One circle: its strand, whom it is for where the strand is split, its room, people and staff.

    ``seats`` is None where the room, or how many it seats, is not known; ``room_taken`` says in words what
    else happens in the room then.
    """

    key: str
    title: str
    strand: str
    gender_group: str = ""
    room: str = ""
    room_name: str = ""
    seats: int | None = None
    room_taken: str = ""
    starts: time | None = None
    people: tuple[Seated, ...] = ()
    staff: tuple[Running, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """A family with at least one place: everybody of its journey who takes part, and when they can come.

    ``weekdays`` are those on which they can come, Monday 0; none given means nobody has said.
    """

    journey: str
    name: str
    participants: tuple[Seated, ...] = ()
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A whole group, as it stands or as it would stand; days are those of its first and last session."""

    first_day: date
    last_day: date
    starts: time
    circles: tuple[CircleFacts, ...]
    families: tuple[FamilyFacts, ...] = ()

    @property
    def run(self) -> Period:
        """Return the days from the first session to the last."""
        return Period(self.first_day, max(self.first_day, self.last_day))

    @property
    def seated(self) -> tuple[Seated, ...]:
        """Return everybody with a place."""
        return tuple(person for circle in self.circles for person in circle.people)
