"""A planning problem as plain values: who waits, what is on offer, who can run it, what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PROBLEM_FORMAT = "trellis-planning-problem/1"


@dataclass(frozen=True, slots=True)
class ParticipantRule:
    """Who may take part in a role: sex (None: either) and ages in completed years, both ends included."""

    sex: str | None
    min_age: int | None
    max_age: int | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """How many practitioners of a role a group needs; `trained` false takes both."""

    id: str
    role: str
    sex: str | None
    trained: bool
    count: int


@dataclass(frozen=True, slots=True)
class Strand:
    """A line of the programme; a cohort has one group of it, or one for each sex."""

    id: str
    takes: tuple[str, ...]
    split_by_sex: bool
    min: int
    max: int
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What a cohort is made of; with `by_family`, sizes count families and not people."""

    id: str
    name: str
    by_family: bool
    participants: Mapping[str, ParticipantRule]
    strands: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The weights of a plan's value, in points."""

    place: int
    wait_day: int
    travel_minute: int
    open_cohort: int


@dataclass(frozen=True, slots=True)
class Venue:
    """A building, with how many of its rooms can be used at once."""

    id: str
    rooms: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of the week."""

    id: str
    weekday: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A venue, a slot and a start that a cohort could have; the run is from `first` to `last`, both included."""

    id: str
    venue: str
    slot: str
    first: date
    last: date

    def overlaps(self, other: Offer) -> bool:
        """Say whether two runs share a day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a family who would take part."""

    id: str
    role: str
    sex: str
    born: date


@dataclass(frozen=True, slots=True)
class Family:
    """A family that waits: when and how far they can come, and who takes part. Travel in minutes, one way."""

    id: str
    referred_on: date
    earliest: date
    weight: int
    slots: frozenset[str]
    max_travel_minutes: int
    travel_minutes: Mapping[str, int]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Busy:
    """A group outside the plan that somebody runs in a slot, on all days from `first` to `last`, both included."""

    slot: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Somebody who can run groups, at most `max_cohorts` of them on any day, those of `busy` included."""

    id: str
    role: str
    sex: str
    trained: bool
    slots: frozenset[str]
    max_cohorts: int
    conflicts: frozenset[str]
    busy: tuple[Busy, ...] = ()

    def fits(self, need: Requirement) -> bool:
        """Say whether they may fill a requirement."""
        return (
            self.role == need.role and (need.sex is None or self.sex == need.sex) and (self.trained or not need.trained)
        )


@dataclass(frozen=True, slots=True)
class Separation:
    """Two families that are kept apart: in cohorts, or (scope `venue`) also at a venue on one weekday."""

    one: str
    other: str
    scope: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A place that a family was promised."""

    family: str
    offer: str


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A place that somebody ruled out by hand."""

    family: str
    offer: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Rooms of a venue that groups outside the plan use in a slot, from `first` to `last`, both included."""

    venue: str
    slot: str
    first: date
    last: date
    rooms: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that a plan is made from; every id is known and every list is free of repeats."""

    name: str
    programme: Programme
    coefficients: Coefficients
    venues: tuple[Venue, ...]
    slots: tuple[Slot, ...]
    offers: tuple[Offer, ...]
    families: tuple[Family, ...]
    practitioners: tuple[Practitioner, ...]
    separations: tuple[Separation, ...]
    fixed: tuple[Promise, ...]
    forbidden: tuple[RuledOut, ...] = ()
    taken: tuple[Taken, ...] = ()


def age_on(born: date, day: date) -> int:
    """Return completed years on a day; somebody born on 29 February is a year older on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
