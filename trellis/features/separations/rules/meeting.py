"""When two bookings would bring together two people who are kept apart."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from trellis.kernel.decisions import Decision, Outcome, Reason
from trellis.kernel.labelled import LabelledEnum

OWN_DEFAULT = "Our own default: no published rule was found"


class Brings(LabelledEnum):
    """How two bookings would bring two people together."""

    GROUP = "group", "Both would be in one group"
    SESSION = "session", "Both would be at one session"
    BUILDING = "building", "Both would be in one building at times too near each other"
    LOBBY = "lobby", "Both would wait in one online lobby at times too near each other"
    WORKER = "worker", "Both would have the same worker"


@dataclass(frozen=True, slots=True)
class Apart:
    """Two people who must not meet, by one separation, in one direction."""

    separation: uuid.UUID
    one: uuid.UUID
    other: uuid.UUID
    margin: timedelta
    different_workers: bool = False


@dataclass(frozen=True, slots=True)
class Booking:
    """That a person has a place in a group, or is expected at a session at a place and a time.

    `place` and `lobby` are keys of `rules.places`, empty where not known. `journey` is whose way it belongs to;
    `by_design` says that the programme brings parent and child together by its definition.
    """

    person: uuid.UUID
    session: object = None
    group: uuid.UUID | None = None
    journey: uuid.UUID | None = None
    by_design: bool = False
    begins: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    lobby: str = ""


@dataclass(frozen=True, slots=True)
class Works:
    """That a member of staff works with a person, in a journey."""

    person: uuid.UUID
    staff: uuid.UUID
    journey: uuid.UUID | None = None
    by_design: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """What would bring two people together: the bookings, and how."""

    apart: Apart
    brings: Brings
    wanted: Booking | Works
    standing: Booking | Works


def near(wanted: Booking, standing: Booking, margin: timedelta) -> bool:
    """Tell whether less than the margin lies between two bookings; exactly the margin is enough."""
    if wanted.begins is None or wanted.ends is None or standing.begins is None or standing.ends is None:
        return False
    return wanted.begins - margin < standing.ends and standing.begins < wanted.ends + margin


def together_by_design(one: Booking | Works, other: Booking | Works) -> bool:
    """Tell whether two people of one family take part together in a programme that is made for it."""
    return one.by_design and one.journey is not None and one.journey == other.journey


def brings(wanted: Booking, standing: Booking, margin: timedelta, *, moved: bool = False) -> Brings | None:
    """Say how two bookings bring people together, if they do.

    A session that only moves (`moved`) makes nothing new of those who are in it, or in its group, already.
    """
    if together_by_design(wanted, standing):
        return None
    same_session = wanted.session is not None and wanted.session == standing.session
    same_group = wanted.group is not None and wanted.group == standing.group
    if moved and (same_session or same_group):
        return None
    if same_session:
        return Brings.SESSION
    if same_group and wanted.session is None and standing.session is None:
        return Brings.GROUP
    if not near(wanted, standing, margin):
        return None
    if wanted.place and wanted.place == standing.place:
        return Brings.BUILDING
    return Brings.LOBBY if wanted.lobby and wanted.lobby == standing.lobby else None


def meetings(
    apart: Iterable[Apart], wanted: Sequence[Booking], standing: Sequence[Booking], *, moved: bool = False
) -> Iterator[Meeting]:
    """Give every meeting that the bookings wanted would make, with those that stand and among themselves."""
    asked, there = _by_person(wanted), _by_person([*standing, *wanted])
    for each in apart:
        for one in asked.get(each.one, ()):
            for other in there.get(each.other, ()):
                how = brings(one, other, each.margin, moved=moved)
                if how is not None:
                    yield Meeting(each, how, one, other)


def shared_workers(apart: Iterable[Apart], wanted: Sequence[Works], standing: Sequence[Works]) -> Iterator[Meeting]:
    """Give every worker that two people would share although their separation asks for different ones."""
    for each in apart:
        if not each.different_workers:
            continue
        for one in wanted:
            for other in (*standing, *wanted):
                if (
                    one.person == each.one
                    and other.person == each.other
                    and one.staff == other.staff
                    and not together_by_design(one, other)
                ):
                    yield Meeting(each, Brings.WORKER, one, other)


def decide(found: Iterable[Meeting]) -> Decision:
    """Decide from the meetings found: each is a reason against, told once for each separation and way of meeting."""
    reasons: dict[tuple[uuid.UUID, Brings], Reason] = {}
    for each in found:
        reasons.setdefault(
            (each.apart.separation, each.brings),
            Reason(
                key=each.brings.value,
                outcome=Outcome.NOT_MET,
                words=f"{each.brings.label}.",
                source=OWN_DEFAULT,
                about=str(each.apart.separation),
            ),
        )
    return Decision.of(reasons.values())


def _by_person(bookings: Iterable[Booking]) -> dict[uuid.UUID, list[Booking]]:
    found: dict[uuid.UUID, list[Booking]] = {}
    for each in bookings:
        found.setdefault(each.person, []).append(each)
    return found
