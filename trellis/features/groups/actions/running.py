"""Starting, finishing and cancelling a group."""

from __future__ import annotations

import uuid

from django.utils import timezone

from trellis.features.groups.actions.placing import group_for_update, leave
from trellis.features.groups.models import Group, Place
from trellis.features.groups.queries.facts import reasons_of
from trellis.features.groups.queries.groups import HELD, circles_of, sessions_of_circles
from trellis.features.groups.rules import MAKE_GROUPS, GroupStatus, check_next
from trellis.features.groups.rules.checks import stops_start
from trellis.features.journeys.queries.placing import journeys_with_people
from trellis.features.sessions import actions as sessions
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("group.started", MAKE_GROUPS)
def start_group(*, by: Viewer, group_id: uuid.UUID, despite: str = "") -> Group:
    """Say that a group runs. Each family's journey begins with the first session that somebody comes to.

    Raises RuleBroken with every rule that stands against it, unless `despite` says why it starts all the same.
    """
    group = group_for_update(by, group_id)
    check_next(GroupStatus(group.status), GroupStatus.RUNNING)
    if not Place.objects.filter(group=group, left_on__isnull=True).exists():
        raise RuleBroken("Nobody has a place in this group yet.")
    broken = stops_start(reasons_of(by, group))
    if broken and not despite.strip():
        problems = [(None, each.words) for each in broken]
        raise RuleBroken(" ".join(each.words for each in broken), problems=problems)
    group.status = GroupStatus.RUNNING
    group.started_despite = despite.strip()[:300] if broken else ""
    group.save(update_fields=["status", "started_despite"])
    about(group, broken=[each.key for each in broken])
    return group


@action("group.finished", MAKE_GROUPS)
def finish_group(*, by: Viewer, group_id: uuid.UUID) -> Group:
    """Say that a group is over; raises RuleBroken while a session is still to come or has no register."""
    group = group_for_update(by, group_id)
    check_next(GroupStatus(group.status), GroupStatus.FINISHED)
    open_ = [each for each in sessions_of_circles(circles_of(group)) if each.status != HELD]
    if open_:
        first = open_[0]
        raise RuleBroken(f"Session {first.number} on {in_words(first.day)} has no register yet.")
    group.status, group.ended_on = GroupStatus.FINISHED, timezone.localdate()
    group.save(update_fields=["status", "ended_on"])
    about(group)
    return group


@action("group.cancelled", MAKE_GROUPS)
def cancel_group(*, by: Viewer, group_id: uuid.UUID, why: str) -> Group:
    """Cancel a group and its sessions to come; its families wait again, counted from the same day as before."""
    if not why.strip():
        raise RuleBroken("Say why the group is cancelled.", "why")
    group = group_for_update(by, group_id)
    check_next(GroupStatus(group.status), GroupStatus.CANCELLED)
    taken: dict[uuid.UUID, list[Place]] = {}
    places = Place.objects.of_organisation(by).filter(group=group, left_on__isnull=True)
    for place in places.select_related("participant").order_by("pk"):
        taken.setdefault(place.participant.journey_id, []).append(place)
    journeys = journeys_with_people(by, taken)
    for journey_id, left in taken.items():
        leave(by, group, journeys[journey_id], left, f"The group was cancelled: {why.strip()}")
    for session in sessions_of_circles(circles_of(group)):
        if session.status != HELD:
            sessions.cancel_session(by=by, session_id=session.pk, why=why)
    group.status, group.ended_on = GroupStatus.CANCELLED, timezone.localdate()
    group.ended_why = why.strip()[:300]
    group.save(update_fields=["status", "ended_on", "ended_why"])
    about(group, families=len(taken))
    return group
