"""What is done for a family that waits: its place in the list, its keyworker, support."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from trellis.features.families import actions as families
from trellis.features.journeys.actions.history import check_not_future, record, seen_for_update
from trellis.features.journeys.models import Keyworker, WaitingSupport
from trellis.features.journeys.permissions import MANAGE, SUPPORT
from trellis.features.journeys.rules import PRIORITY_ORDER, JourneyStatus, Priority, check_priority
from trellis.features.journeys.rules.waiting import support_kinds
from trellis.features.programmes.queries import definition
from trellis.features.separations.queries import check_workers, refusing
from trellis.features.separations.rules import Works
from trellis.features.workforce.queries import staff_by_id
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("journey.priority_set", MANAGE)
def set_priority(*, by: Viewer, journey_id: uuid.UUID, priority: str, why: str = "") -> None:
    """Say how soon a family should start; anything but standard needs a reason."""
    chosen = Priority(priority)
    check_priority(chosen, why)
    journey = seen_for_update(by, journey_id)
    journey.priority, journey.priority_order = chosen, PRIORITY_ORDER[chosen]
    journey.priority_why = why.strip()
    journey.save(update_fields=["priority", "priority_order", "priority_why"])
    record(by, journey, "priority", timezone.localdate(), note=f"{chosen.label}. {why.strip()}".strip())
    about(journey, priority=chosen.value)


@action("journey.waiting_for_set", MANAGE)
def set_waiting_for(*, by: Viewer, journey_id: uuid.UUID, waiting_for: str) -> None:
    """Say in words what a family is waiting for; the family must still wait."""
    journey = seen_for_update(by, journey_id)
    if journey.status != JourneyStatus.WAITING:
        raise RuleBroken("This family no longer waits, so there is nothing for it to wait for.", "waiting_for")
    journey.waiting_for = waiting_for.strip()
    journey.save(update_fields=["waiting_for"])
    record(by, journey, "waiting_for", timezone.localdate(), note=journey.waiting_for)
    about(journey, fields=["waiting_for"])


@action("journey.evenings_set", SUPPORT)
def set_evenings(*, by: Viewer, journey_id: uuid.UUID, evenings: Iterable[int]) -> None:
    """Say on which weekdays (Monday is 0) a family can come."""
    journey = seen_for_update(by, journey_id)
    journey.evenings = sorted(set(evenings))
    if any(day not in range(7) for day in journey.evenings):
        raise RuleBroken("Choose days from Monday to Sunday.", "evenings")
    journey.save(update_fields=["evenings"])
    about(journey, fields=["evenings"])


@action("journey.keyworker_given", MANAGE)
def give_keyworker(*, by: Viewer, journey_id: uuid.UUID, staff_id: uuid.UUID) -> Keyworker:
    """Give a family a keyworker; somebody who signs in then sees the family.

    Raises RuleBroken for somebody who works with a person from whom one of theirs is kept apart, workers included.
    """
    journey = seen_for_update(by, journey_id)
    staff = staff_by_id(by, [staff_id]).get(staff_id)
    if staff is None or not staff.is_active:
        raise RuleBroken("Choose somebody who works here.", "staff_id")
    by_design = definition(journey.programme_version_id).cadence.family_together
    people = journey.participants.order_by("pk").values_list("person_id", flat=True)
    check_workers(by, [Works(person, staff.pk, journey.pk, by_design) for person in people])
    with refusing(by):
        keyworker, made = Keyworker.objects.get_or_create(
            organisation_id=by.organisation_id, journey=journey, staff=staff, until=None
        )
    if staff.membership is not None:
        families.give_sight(by=by, family=journey.family, membership=staff.membership, because="Keyworker")
    if made:
        record(by, journey, "keyworker", timezone.localdate(), note=staff.name)
    about(journey, staff=str(staff.pk))
    return keyworker


@action("journey.keyworker_ended", MANAGE)
def end_keyworker(*, by: Viewer, keyworker_id: uuid.UUID) -> None:
    """End somebody's work as keyworker; what they may see through sessions that they run stays."""
    keyworker = Keyworker.objects.visible_to(by).select_related("journey", "staff").get(pk=keyworker_id)
    journey = seen_for_update(by, keyworker.journey_id)
    keyworker.until = timezone.localdate()
    keyworker.save(update_fields=["until"])
    record(by, journey, "keyworker_ended", keyworker.until, note=keyworker.staff.name)
    about(journey, staff=str(keyworker.staff_id))


@action("journey.support_recorded", SUPPORT)
def record_support(
    *,
    by: Viewer,
    journey_id: uuid.UUID,
    on: date,
    kind: str,
    note: str = "",
    person_id: uuid.UUID | None = None,
) -> WaitingSupport:
    """Record support given beside the sessions: while waiting, at induction, at step-down."""
    check_not_future(on, timezone.localdate(), "Support")
    journey = seen_for_update(by, journey_id)
    if on < journey.waiting_since:
        raise RuleBroken("Support is recorded from the day of the referral on.", "on")
    if kind not in dict(support_kinds(definition(journey.programme_version_id))):
        raise RuleBroken("Choose one of the kinds of support shown.", "kind")
    if person_id is not None and not journey.participants.filter(person_id=person_id).exists():
        raise RuleBroken("Choose somebody who takes part in this journey.", "person_id")
    support = WaitingSupport.objects.create(
        organisation_id=by.organisation_id,
        journey=journey,
        on=on,
        kind=kind,
        person_id=person_id,
        note=note.strip(),
        by_id=by.membership_id,
    )
    about(support, journey=str(journey.pk), kind=kind)
    return support
