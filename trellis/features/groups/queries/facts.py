"""A group's facts as plain values, for its rules."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from trellis.features.groups.models import Circle, Group, Place, Room
from trellis.features.groups.queries.groups import CANCELLED, circles_of, sessions_of_circles
from trellis.features.groups.rules.checks import rules_of
from trellis.features.groups.rules.plan import CircleFacts, FamilyFacts, GroupFacts, Running, Seated
from trellis.features.journeys.queries.placing import journeys_with_people
from trellis.features.programmes.queries import definition
from trellis.features.sessions.queries.clashes import busy_on
from trellis.features.workforce.queries import trained_of
from trellis.kernel.dates import in_words

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey, Participant
    from trellis.features.workforce.models import StaffMember
    from trellis.kernel.decisions import Reason
    from trellis.platform.access.viewer import Viewer


def facts_of(
    viewer: Viewer,
    group: Group,
    *,
    plus: Sequence[tuple[Participant, Circle]] = (),
    circles: Sequence[Circle] | None = None,
    sessions: Sequence[Any] | None = None,
) -> GroupFacts:
    """Return a group as it stands, or with more people in it (`plus`), as plain values.

    Reads the whole group: for those who place families and for actions, not for every viewer's page. Circles
    and sessions that were read already may be given.
    """
    circles = circles_of(group) if circles is None else circles
    sessions = sessions_of_circles(circles) if sessions is None else sessions
    busy = _busy_staff(viewer, circles, sessions)
    taken = rooms_taken(group.pk, {c.room_id for c in circles if c.room_id}, sessions)
    people, journeys = _people(viewer, [group], plus)
    return _assemble(group, circles, sessions, people, journeys, busy, taken)


def facts_of_several(viewer: Viewer, groups: Sequence[Group]) -> dict[uuid.UUID, GroupFacts]:
    """Return several groups as they stand, with as many reads as for one; whether rooms and staff are taken
    elsewhere at the time is left out."""
    circles = circles_of(*groups)
    sessions = sessions_of_circles(circles)
    people, journeys = _people(viewer, groups)
    found = {}
    for group in groups:
        own = [circle for circle in circles if circle.group_id == group.pk]
        keys = {circle.pk for circle in own}
        here = [session for session in sessions if session.circle_id in keys]
        there = {person.journey for key in keys for person in people.get(key, ())}
        families = {pk: journey for pk, journey in journeys.items() if str(pk) in there}
        found[group.pk] = _assemble(group, own, here, people, families, {}, {})
    return found


def _people(
    viewer: Viewer, groups: Sequence[Group], plus: Sequence[tuple[Participant, Circle]] = ()
) -> tuple[dict[uuid.UUID, list[Seated]], dict[uuid.UUID, Journey]]:
    places = _taken(groups)
    journeys = journeys_with_people(
        viewer, {p.participant.journey_id for p in places} | {p.journey_id for p, _ in plus}
    )
    people: dict[uuid.UUID, list[Seated]] = {}
    for place in places:
        journey = journeys[place.participant.journey_id]
        seated = seated_of(place.participant, journey, agreed=bool(place.despite))
        people.setdefault(place.circle_id, []).append(seated)
    for participant, circle in plus:
        people.setdefault(circle.pk, []).append(seated_of(participant, journeys[participant.journey_id]))
    return people, journeys


def _assemble(
    group: Group,
    circles: Sequence[Circle],
    sessions: Sequence[Any],
    people: Mapping[uuid.UUID, list[Seated]],
    journeys: Mapping[uuid.UUID, Journey],
    busy: Mapping[uuid.UUID, str],
    taken: Mapping[uuid.UUID, str],
) -> GroupFacts:
    days = sorted({session.day for session in sessions})
    return GroupFacts(
        first_day=days[0] if days else group.first_day,
        last_day=days[-1] if days else group.first_day,
        starts=group.starts,
        circles=tuple(_circle_facts(circle, people.get(circle.pk, ()), busy, taken) for circle in circles),
        families=tuple(family_facts(journey) for journey in journeys.values()),
    )


def _circle_facts(
    circle: Circle, people: Iterable[Seated], busy: Mapping[uuid.UUID, str], taken: Mapping[uuid.UUID, str]
) -> CircleFacts:
    room, name, seats = room_facts(circle.room)
    return CircleFacts(
        key=str(circle.pk),
        title=circle.title,
        strand=circle.strand_key,
        gender_group=circle.gender,
        room=room,
        room_name=name,
        seats=seats,
        room_taken=taken.get(circle.room_id, "") if circle.room_id else "",
        starts=circle.starts,
        people=tuple(people),
        staff=tuple(running_of(row.staff, row.duty, busy.get(row.staff_id, "")) for row in circle.staff.all()),
    )


def reasons_of(
    viewer: Viewer,
    group: Group,
    *,
    circles: Sequence[Circle] | None = None,
    sessions: Sequence[Any] | None = None,
) -> list[Reason]:
    """Return every rule of a group with its outcome, in words."""
    facts = facts_of(viewer, group, circles=circles, sessions=sessions)
    return rules_of(definition(group.programme_version_id), facts)


def seated_of(participant: Participant, journey: Journey, *, agreed: bool = False) -> Seated:
    """Return a participant as a value for the rules; person and the journey's family are loaded."""
    person = participant.person
    return Seated(
        key=str(participant.pk),
        name=person.short_name,
        journey=str(journey.pk),
        family=str(journey.family_id),
        family_name=short_family(journey.family.name),
        strand=participant.strand_key,
        gender=person.gender,
        birth_date=person.birth_date,
        agreed=agreed,
    )


def family_facts(journey: Journey) -> FamilyFacts:
    """Return a journey's family as a value for the rules; participants and persons are loaded."""
    return FamilyFacts(
        journey=str(journey.pk),
        name=short_family(journey.family.name),
        participants=tuple(seated_of(each, journey) for each in journey.participants.all()),
        weekdays=frozenset(journey.evenings),
    )


def short_family(name: str) -> str:
    """Return a family's name for use before the word "family": "Ashworth family" gives "Ashworth"."""
    return name.removesuffix(" family").removesuffix(" Family")


def running_of(staff: StaffMember, duty: str, busy: str = "") -> Running:
    """Return a member of staff as a value for the rules; training is loaded."""
    return Running(str(staff.pk), staff.name, staff.gender, duty, trained_of(staff), busy)


def rooms_taken(
    group_id: uuid.UUID | None, rooms: Collection[uuid.UUID], sessions: Iterable[Any]
) -> dict[uuid.UUID, str]:
    """Say for each room what other group meets in it at the time of one of these sessions.

    `sessions` have `day`, `starts` and `ends`.
    """
    wanted: dict[date, list[tuple[time, time]]] = {}
    for session in sessions:
        wanted.setdefault(session.day, []).append((session.starts, session.ends))
    if not rooms or not wanted:
        return {}
    others = Circle.objects.filter(room_id__in=rooms, sessions__day__in=list(wanted)).exclude(
        Q(group_id=group_id) | Q(sessions__status=CANCELLED)
    )
    found: dict[uuid.UUID, str] = {}
    for room, name, day, starts, ends in others.order_by("sessions__day").values_list(
        "room_id", "group__name", "sessions__day", "sessions__starts", "sessions__ends"
    ):
        if any(starts < until and since < ends for since, until in wanted[day]):
            found.setdefault(room, f"{name} meets there on {in_words(day)}")
    return found


def room_facts(room: Room | None) -> tuple[str, str, int | None]:
    """Return a room's id, name and seats as the rules take them."""
    return (str(room.pk), room.name, room.seats) if room else ("", "", None)


def _taken(groups: Sequence[Group]) -> list[Place]:
    found = Place.objects.filter(group__in=groups, left_on__isnull=True)
    return list(found.select_related("participant__person").order_by("created_at", "pk"))


def _busy_staff(viewer: Viewer, circles: Sequence[Circle], sessions: Sequence[Any]) -> dict[uuid.UUID, str]:
    staff_ids = {row.staff_id for circle in circles for row in circle.staff.all()}
    taken = busy_on(viewer, {session.day for session in sessions}, [], staff_ids, without=[s.pk for s in sessions])
    own: dict[date, list[tuple[time, time]]] = {}
    for session in sessions:
        own.setdefault(session.day, []).append((session.starts, session.ends))
    return {
        busy.who: f"runs “{busy.title}” at the same time on {in_words(busy.day)}"
        for busy in sorted(taken, key=lambda each: each.day, reverse=True)
        if any(busy.starts < ends and starts < busy.ends for starts, ends in own.get(busy.day, ()))
    }
