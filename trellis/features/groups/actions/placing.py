"""Giving families places in a group, and taking them back; all under a lock on the group."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from trellis.features.groups.actions.sight import end_sight_through
from trellis.features.groups.models import Circle, Group, Place
from trellis.features.groups.queries.facts import facts_of, seated_of
from trellis.features.groups.queries.groups import HELD, circles_of
from trellis.features.groups.rules import PLACE_FAMILIES, GroupStatus, check_takes_places
from trellis.features.groups.rules.checks import is_capacity, refusals, rules_of
from trellis.features.groups.rules.people import fitting_circles, must_be_asked
from trellis.features.groups.rules.plan import CircleFacts
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.queries.placing import journeys_with_people
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.programmes.queries import definition
from trellis.features.separations.queries import check_bookings, refusing
from trellis.features.separations.rules import Booking
from trellis.features.sessions import actions as sessions
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.notifications.actions import notify

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey, Participant
    from trellis.features.programmes.rules.schema import ProgrammeDefinition

A_PLACE = "A place in a group"
ASKED = "They were asked which group suits them"
TAKES_PART = frozenset({JourneyStatus.WAITING, JourneyStatus.IN_PROGRAMME})


@dataclass(slots=True)
class Placed:
    """What placing several families did: those placed, and those not, with why in words."""

    placed: list[Journey] = field(default_factory=list)
    refused: list[tuple[Journey, str]] = field(default_factory=list)


@action("group.family_placed", PLACE_FAMILIES)
def place_family(
    *,
    by: Viewer,
    group_id: uuid.UUID,
    journey_id: uuid.UUID,
    circles: Mapping[uuid.UUID, uuid.UUID] | None = None,
    despite: str = "",
) -> list[Place]:
    """Give everybody of a family who takes part a place in the circle of their strand and gender.

    `circles` chooses a circle (id) for a participant (id) where it is not plain. `despite` is the reason for
    setting aside a rule about who the group is for; room, size and keeping people apart are never set aside.
    Raises RuleBroken.
    """
    group = group_for_update(by, group_id)
    check_takes_places(GroupStatus(group.status))
    journey = _journey(by, group, journey_id)
    rule = definition(group.programme_version_id)
    here = circles_of(group)
    chosen = _choose(rule, group, journey, here, circles or {})
    asked = _check_rules(by, rule, group, chosen, despite)
    check_bookings(by, [_seat(rule, group, participant) for participant, _ in chosen])
    places = [
        Place(
            organisation_id=by.organisation_id,
            group=group,
            circle=circle,
            participant=participant,
            despite=_despite(rule, participant, journey, despite, asked),
        )
        for participant, circle in chosen
    ]
    try:
        with transaction.atomic(), refusing(by):
            Place.objects.bulk_create(places)
    except IntegrityError as taken:
        raise RuleBroken(
            f"Somebody else has just given the {journey.family.name} a place. Look at the list again."
        ) from taken
    since = expected_from(group)
    for place in places:
        sessions.expect_at(by=by, participant_id=place.participant_id, circle_id=place.circle_id, from_day=since)
    _now_waiting_for(by, journey, f"{group.name}, from {in_words(group.first_day)}")
    _tell_referrer(
        journey,
        "A place in a group",
        f"has a place in {group.name}. The first session is on {in_words(group.first_day)}.",
    )
    about(group, journey=str(journey.pk), places=len(places), despite=bool(despite.strip()))
    return places


@action("group.families_placed", PLACE_FAMILIES)
def place_families(*, by: Viewer, group_id: uuid.UUID, journey_ids: Iterable[uuid.UUID]) -> Placed:
    """Place several families, one after the other; those who cannot be placed are told with why."""
    group = group_for_update(by, group_id)
    check_takes_places(GroupStatus(group.status))
    wanted = list(dict.fromkeys(journey_ids))
    if not wanted:
        raise RuleBroken("Tick the families to place.", "journeys")
    known = journeys_with_people(by, wanted)
    result = Placed()
    for journey_id in wanted:
        journey = known.get(journey_id)
        if journey is None:
            continue
        try:
            place_family(by=by, group_id=group_id, journey_id=journey_id)
        except RuleBroken as broken:
            result.refused.append((journey, str(broken)))
        else:
            result.placed.append(journey)
    about(group, placed=len(result.placed), refused=len(result.refused))
    return result


@action("group.family_removed", PLACE_FAMILIES)
def remove_family(*, by: Viewer, group_id: uuid.UUID, journey_id: uuid.UUID, why: str) -> list[Place]:
    """Take a family's places back, with a reason; what was held stays, and the family keeps its place in the queue."""
    if not why.strip():
        raise RuleBroken("Say why the family gives up its place.", "why")
    group = group_for_update(by, group_id)
    check_takes_places(GroupStatus(group.status))
    taken = list(
        Place.objects.of_organisation(by)
        .filter(group=group, participant__journey_id=journey_id, left_on__isnull=True)
        .order_by("pk")
    )
    if not taken:
        raise RuleBroken("This family has no place in this group.")
    journey = journeys_with_people(by, [journey_id])[journey_id]
    leave(by, group, journey, taken, why)
    about(group, journey=str(journey_id), places=len(taken))
    return taken


@action("group.left_on_ending", None)
def leave_on_ending(*, by: Viewer, journey: Journey) -> int:
    """Give up the places of a journey that has ended; answers the hook "journey_ended"."""
    taken = Place.objects.of_organisation(by).filter(participant__journey=journey, left_on__isnull=True)
    count = taken.update(left_on=timezone.localdate(), left_why="The journey ended")
    about(journey, places=count)
    return count


def leave(by: Viewer, group: Group, journey: Journey, taken: Sequence[Place], why: str) -> None:
    """Give up places in a group that is locked, stop expecting these people, and tell their referrer."""
    today = timezone.localdate()
    since = expected_from(group)
    for place in taken:
        place.left_on, place.left_why = today, why.strip()[:200]
        sessions.stop_expecting(by=by, participant_id=place.participant_id, circle_id=place.circle_id, from_day=since)
    Place.objects.bulk_update(taken, ["left_on", "left_why"])
    end_sight_through(by, journey, taken)
    _now_waiting_for(by, journey, A_PLACE)
    _tell_referrer(
        journey,
        "No longer in a group",
        f"no longer has a place in {group.name}. They keep their place on the waiting list.",
    )


def group_for_update(by: Viewer, group_id: uuid.UUID) -> Group:
    """Return a group under a lock, so that two people who place at once do so one after the other."""
    found = Group.objects.visible_to(by).select_for_update(of=("self",)).select_related("venue")
    group = found.filter(pk=group_id).first()
    if group is None:
        raise RuleBroken("This group is not there.")
    return group


def expected_from(group: Group) -> date | None:
    """Return the day from which somebody new is expected: today, or any day while nothing has been held."""
    begun = Circle.objects.filter(group=group, sessions__status=HELD).exists()
    return timezone.localdate() if begun else None


def _seat(rule: ProgrammeDefinition, group: Group, person: Participant) -> Booking:
    return Booking(
        person=person.person_id, group=group.pk, journey=person.journey_id, by_design=rule.cadence.family_together
    )


def _journey(by: Viewer, group: Group, journey_id: uuid.UUID) -> Journey:
    journey = journeys_with_people(by, [journey_id]).get(journey_id)
    if journey is None or journey.programme_key != group.programme_key:
        raise RuleBroken("This family is not waiting for this programme.")
    if journey.status not in TAKES_PART:
        raise RuleBroken(f"The journey of the {journey.family.name} has ended.")
    return journey


def _choose(
    rule: ProgrammeDefinition,
    group: Group,
    journey: Journey,
    here: Sequence[Circle],
    wanted: Mapping[uuid.UUID, uuid.UUID],
) -> list[tuple[Participant, Circle]]:
    people = list(journey.participants.all())
    held = Place.objects.filter(participant__in=people, left_on__isnull=True).select_related("group")
    elsewhere = {place.participant_id: place.group for place in held}
    by_id = {circle.pk: circle for circle in here}
    facts = _bare(group, here)
    chosen: list[tuple[Participant, Circle]] = []
    for person in people:
        taken = elsewhere.get(person.pk)
        if taken is not None and taken.pk != group.pk:
            raise RuleBroken(f"{person.person.short_name} already has a place in {taken.name}.")
        if taken is not None:
            continue
        circle = _circle_for(rule, person, journey, facts, by_id, wanted.get(person.pk))
        if circle is not None:
            chosen.append((person, circle))
    if not chosen:
        raise RuleBroken(f"Nobody of the {journey.family.name} is without a place here.")
    return chosen


def _circle_for(
    rule: ProgrammeDefinition,
    person: Participant,
    journey: Journey,
    facts: Sequence[CircleFacts],
    by_id: Mapping[uuid.UUID, Circle],
    wanted: uuid.UUID | None,
) -> Circle | None:
    if wanted is not None:
        circle = by_id.get(wanted)
        if circle is None or circle.strand_key != person.strand_key:
            raise RuleBroken(f"Choose a circle of this group for {person.person.short_name}.")
        return circle
    seated = seated_of(person, journey)
    own = [circle for circle in facts if circle.strand == person.strand_key]
    if not own:
        return None
    if len(own) > 1 and must_be_asked(rule, seated):
        titles = " or ".join(circle.title.lower() for circle in own)
        raise RuleBroken(f"Ask {seated.name} which suits them: {titles}.")
    fitting = fitting_circles(rule, own, seated)
    if not fitting:
        title = " or ".join(circle.title.lower() for circle in own)
        raise RuleBroken(f"This group has no circle for {seated.name}, only the {title}.")
    return by_id[uuid.UUID(fitting[0].key)]


def _check_rules(
    by: Viewer,
    rule: ProgrammeDefinition,
    group: Group,
    chosen: Sequence[tuple[Participant, Circle]],
    despite: str,
) -> bool:
    before = rules_of(rule, facts_of(by, group))
    after = rules_of(rule, facts_of(by, group, plus=chosen))
    refused = refusals(rule, before, after)
    full = [each for each in refused if is_capacity(each)]
    if full or (refused and not despite.strip()):
        stands = full or refused
        raise RuleBroken(" ".join(each.words for each in stands), problems=[(None, each.words) for each in stands])
    return bool(refused)


def _despite(rule: ProgrammeDefinition, person: Participant, journey: Journey, despite: str, broken: bool) -> str:
    if broken:
        return despite.strip()[:300]
    return ASKED if must_be_asked(rule, seated_of(person, journey)) else ""


def _bare(group: Group, here: Sequence[Circle]) -> list[CircleFacts]:
    return [CircleFacts(str(c.pk), c.title, c.strand_key, c.gender) for c in here]


def _now_waiting_for(by: Viewer, journey: Journey, words: str) -> None:
    if journey.status == JourneyStatus.WAITING:
        journeys.set_waiting_for(by=by, journey_id=journey.pk, waiting_for=words)


def _tell_referrer(journey: Journey, what: str, that_it: str) -> None:
    """Write to a family's referrer by the number of the referral: a message outlives the right to see names."""
    reference = journey.referral.reference
    try:
        link = reverse("sessions:progress", kwargs={"referral_id": journey.referral_id})
    except NoReverseMatch:
        link = ""
    notify(
        to=journey.referral.made_by_id,
        subject=f"{what}: referral {reference}",
        body=f"The family of referral {reference} {that_it}",
        link=link,
    )
