"""Who runs sessions, as far as the viewer may know."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trellis.features.workforce.models import StaffMember, Training
from trellis.features.workforce.rules import Duty, Trained, duty_label, trained_on
from trellis.kernel.dates import Period
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import STAFF

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AvailableStaff:
    """A member of staff who can do a duty, and whether they are trained in the programme on the day."""

    staff: StaffMember
    is_trained: bool

    @property
    def label(self) -> str:
        """Return the name with what helps to choose: "Ruth Hartley, female, trained"."""
        words = [self.staff.name, self.staff.get_gender_display().lower()]
        return ", ".join([*words, "trained"] if self.is_trained else words)


def staff_members(viewer: Viewer, *, duty: str = "", with_inactive: bool = False) -> QuerySet[StaffMember]:
    """Return the staff of the house by name; those who have left only when asked for."""
    found = StaffMember.objects.visible_to(viewer).select_related("membership__user")
    if duty:
        found = found.filter(duties__contains=[duty])
    if not with_inactive:
        found = found.filter(is_active=True)
    return found.prefetch_related("trainings").order_by("-is_active", "name", "pk")


def staff_by_id(viewer: Viewer, ids: Iterable[uuid.UUID | str]) -> dict[uuid.UUID, StaffMember]:
    """Return the staff with these ids; ids that the viewer may not see are left out."""
    found = StaffMember.objects.visible_to(viewer).select_related("membership__user")
    return found.prefetch_related("trainings").in_bulk(list(ids))


def available_staff(viewer: Viewer, duty: str, programme_key: str, on: date) -> list[AvailableStaff]:
    """List the staff at work who can do a duty, those trained in the programme on the day first."""
    found = [
        AvailableStaff(member, trained_on(trained_of(member), programme_key, on) is not None)
        for member in staff_members(viewer, duty=duty)
    ]
    return sorted(found, key=lambda each: (not each.is_trained, each.staff.name))


def trained_of(member: StaffMember) -> tuple[Trained, ...]:
    """Return what somebody is trained in, as plain values; training may be loaded beforehand."""
    return tuple(
        Trained(training.programme_key, Period(training.valid_from, training.valid_to))
        for training in member.trainings.all()
    )


def duties_known(viewer: Viewer) -> list[tuple[str, str]]:
    """List duties with their words: the house's own, then those that its staff have besides."""
    held = StaffMember.objects.visible_to(viewer).values_list("duties", flat=True)
    others = {duty for duties in held for duty in duties} - {duty.value for duty in Duty}
    return [*Duty.choices(), *((key, duty_label(key)) for key in sorted(others))]


def memberships_to_link(viewer: Viewer, member: StaffMember | None = None) -> list[Membership]:
    """List those who sign in as staff and are not yet somebody else's sign-in."""
    free = Q(staff_member__isnull=True)
    if member is not None:
        free |= Q(staff_member=member)
    found = Membership.objects.visible_to(viewer).filter(free, is_active=True, role__in=sorted(STAFF))
    return list(found.select_related("user").order_by("user__name", "pk"))


def trainings_of(viewer: Viewer, member: StaffMember) -> QuerySet[Training]:
    """Return somebody's training, newest first."""
    return Training.objects.visible_to(viewer).filter(staff=member).order_by("programme_key", "-valid_from")


def staff_member_of(viewer: Viewer) -> StaffMember | None:
    """Return the member of staff who the viewer is, when they run sessions."""
    return StaffMember.objects.visible_to(viewer).filter(membership_id=viewer.membership_id).first()
