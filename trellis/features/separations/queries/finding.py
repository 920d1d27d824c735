"""Bookings that a separation finds broken already, told to a viewer who may see the separation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from trellis.features.families.models import FamilyMember
from trellis.features.safety.models import SafetyPlan
from trellis.features.separations.queries.checking import booked, worked_with
from trellis.features.separations.queries.naming import side_of
from trellis.features.separations.rules import Apart, Booking, Brings, Meeting, Works, meetings, shared_workers
from trellis.features.separations.rules.by_design import asked_of
from trellis.features.separations.rules.meeting import together_by_design
from trellis.features.separations.rules.people import Side, pairs
from trellis.platform.contributions.registry import hooks

if TYPE_CHECKING:
    from trellis.features.separations.models import Separation
    from trellis.kernel.decisions import Decision
    from trellis.platform.access.viewer import Viewer

IN_WORDS = "bookings_in_words"


@dataclass(frozen=True, slots=True)
class Asked:
    """Two sides to be looked at, whether their separation is recorded or only about to be."""

    key: uuid.UUID
    first: Side
    second: Side
    margin_minutes: int
    different_workers: bool = False


@dataclass(frozen=True, slots=True)
class BookingInWords:
    """A booking that the viewer may see: what and when, where to look, and the ways out of it as (words, address)."""

    title: str
    when: str
    href: str
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """Two bookings that bring together people who are kept apart; each may be unseen."""

    how: Brings
    bookings: tuple[BookingInWords, ...]


@dataclass(frozen=True, slots=True)
class ByDesign:
    """That people of one family come together in a group that is made for it, and what is still missing."""

    booking: BookingInWords
    decision: Decision


@dataclass(slots=True)
class Found:
    """What a separation finds: breaches the viewer may see, whether there are others, and what is so by design."""

    breaches: list[Breach] = field(default_factory=list)
    others: bool = False
    by_design: list[ByDesign] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Tell whether any booking brings the two sides together."""
        return bool(self.breaches) or self.others

    @property
    def lacks(self) -> bool:
        """Tell whether something that a programme asks for is still missing."""
        return any(each.decision.not_met or each.decision.not_yet_known for each in self.by_design)


def sides_of(separation: Separation) -> Asked:
    """Return a separation as plain values to be looked at."""
    return Asked(
        separation.pk,
        side_of(separation, "first"),
        side_of(separation, "second"),
        separation.margin_minutes,
        separation.different_workers,
    )


def breaches_of(viewer: Viewer, asked: Iterable[Asked]) -> dict[uuid.UUID, Found]:
    """Return what stands against separations: booked sessions, places in groups, workers who are shared.

    Bookings that the viewer may not see are counted by nobody: `others` says that there are some.
    """
    wanted = list(asked)
    families = _people_of(viewer, wanted)
    apart = [each for one in wanted for each in _pairs(one, families)]
    if not apart:
        return {one.key: Found() for one in wanted}
    bookings = booked(viewer, {p for each in apart for p in (each.one, each.other)})
    found = list(_once(meetings(apart, bookings, [])))
    own_way = list(_by_design(apart, bookings))
    watched = {p for each in apart if each.different_workers for p in (each.one, each.other)}
    workers = list(_once(shared_workers(apart, worked_with(viewer, watched), [])))
    words = _in_words(viewer, [*found, *own_way])
    told = {one.key: Found() for one in wanted}
    for meeting in found:
        _tell(told[meeting.apart.separation], meeting, words)
    for meeting in workers:
        if not any(each.how is Brings.WORKER for each in told[meeting.apart.separation].breaches):
            told[meeting.apart.separation].breaches.append(Breach(Brings.WORKER, ()))
    _tell_by_design(viewer, told, own_way, words, families)
    return told


def _people_of(viewer: Viewer, asked: Sequence[Asked]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    families = {side.family for one in asked for side in (one.first, one.second) if side.family}
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    rows = FamilyMember.objects.of_organisation(viewer).filter(family_id__in=families)
    for family_id, person_id in rows.order_by("pk").values_list("family_id", "person_id"):
        found.setdefault(family_id, set()).add(person_id)
    return {family: frozenset(people) for family, people in found.items()}


def _pairs(one: Asked, families: dict[uuid.UUID, frozenset[uuid.UUID]]) -> Iterator[Apart]:
    margin = timedelta(minutes=one.margin_minutes)
    for first, second in pairs(one.first, one.second, families):
        yield Apart(one.key, first, second, margin, one.different_workers)


def _once(found: Iterable[Meeting]) -> Iterator[Meeting]:
    """Tell two bookings of the same sessions once, however many people meet in them."""
    seen = set()
    for each in found:
        key = (each.apart.separation, each.brings, frozenset({_key(each.wanted), _key(each.standing)}))
        if key not in seen:
            seen.add(key)
            yield each


def _key(of: Booking | Works) -> object:
    return of.staff if isinstance(of, Works) else of.session or of.group


def _by_design(apart: Iterable[Apart], bookings: Sequence[Booking]) -> Iterator[Meeting]:
    seats = [each for each in bookings if each.session is None and each.by_design]
    for each in apart:
        for one in seats:
            for other in seats:
                if (
                    one.person == each.one
                    and other.person == each.other
                    and one.group == other.group
                    and together_by_design(one, other)
                ):
                    yield Meeting(each, Brings.GROUP, one, other)


def _with_plan(viewer: Viewer, families: set[uuid.UUID]) -> set[uuid.UUID]:
    plans = SafetyPlan.objects.visible_to(viewer).filter(family_id__in=families, ended_on__isnull=True)
    return set(plans.values_list("family_id", flat=True))


def _in_words(viewer: Viewer, found: Iterable[Meeting]) -> dict[object, BookingInWords]:
    """Say bookings in words, of those that the viewer may see.

    Hook "bookings_in_words": viewer, ids of sessions, ids of groups; returns a BookingInWords by id.
    """
    both = [each for meeting in found for each in (meeting.wanted, meeting.standing) if isinstance(each, Booking)]
    sessions = {each.session for each in both if each.session is not None}
    groups = {each.group for each in both if each.session is None and each.group is not None}
    words: dict[object, BookingInWords] = {}
    for hook in hooks(IN_WORDS) if sessions or groups else ():
        words.update(hook.call(viewer, sessions, groups))
    return words


def _tell(told: Found, meeting: Meeting, words: dict[object, BookingInWords]) -> None:
    keys = dict.fromkeys((_key(meeting.wanted), _key(meeting.standing)))
    seen = tuple(words[key] for key in keys if key in words)
    if len(seen) < len(keys):
        told.others = True
    if seen:
        told.breaches.append(Breach(meeting.brings, seen))


def _tell_by_design(
    viewer: Viewer,
    told: dict[uuid.UUID, Found],
    found: Sequence[Meeting],
    words: dict[object, BookingInWords],
    families: dict[uuid.UUID, frozenset[uuid.UUID]],
) -> None:
    if not found:
        return
    people = {p for each in found for p in (each.apart.one, each.apart.other)}
    members = FamilyMember.objects.visible_to(viewer).filter(person_id__in=people)
    of_person: dict[uuid.UUID, set[uuid.UUID]] = {}
    for person_id, family_id in members.order_by("pk").values_list("person_id", "family_id"):
        of_person.setdefault(person_id, set()).add(family_id)
    planned = _with_plan(viewer, {family for each in of_person.values() for family in each})
    rooms: dict[tuple[uuid.UUID, object], tuple[dict[uuid.UUID, str], bool]] = {}
    for each in found:
        assert isinstance(each.wanted, Booking)
        assert isinstance(each.standing, Booking)
        key = (each.apart.separation, each.wanted.group)
        shared = of_person.get(each.apart.one, set()) & of_person.get(each.apart.other, set())
        held, has_plan = rooms.get(key, ({}, True))
        held |= {each.wanted.person: each.wanted.place, each.standing.person: each.standing.place}
        rooms[key] = (held, has_plan and bool(shared & planned))
    for (separation, group), (held, has_plan) in rooms.items():
        if group in words:
            told[separation].by_design.append(ByDesign(words[group], asked_of(list(held.values()), has_plan)))
