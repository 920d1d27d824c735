"""What several pages of groups show alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.groups.rules import MANAGE_VENUES, PLACE_FAMILIES, SEE_GROUPS, SEE_VENUES, GroupStatus
from trellis.features.workforce.queries import available_staff
from trellis.features.workforce.rules import SEE_STAFF, duty_label
from trellis.kernel.dates import age_on
from trellis.kernel.decisions import Outcome

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, QueryDict

    from trellis.features.groups.models import Circle, Group
    from trellis.features.programmes.rules.strands import Strand
    from trellis.kernel.decisions import Reason
    from trellis.platform.access.viewer import Viewer

LOOKS = {
    GroupStatus.FORMING: "open",
    GroupStatus.RUNNING: "good",
    GroupStatus.FINISHED: "quiet",
    GroupStatus.CANCELLED: "quiet",
}
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent by a form, also when it was empty; nothing for a page that was only opened."""
    return request.POST if request.method == "POST" else None


def status_of(group: Group) -> dict[str, str]:
    """Return a group's state in words and how it looks."""
    status = GroupStatus(group.status)
    return {"text": status.label, "look": LOOKS[status]}


def slot_of(group: Group) -> str:
    """Name the weekday of a group: "Tuesdays"."""
    return WEEKDAYS[group.first_day.weekday()]


def parts_of_groups(viewer: Viewer, active: str) -> list[dict[str, Any]]:
    """Return the tabs over groups, venues, closures and staff, those that the viewer may open."""
    every = (
        ("Groups", "groups:groups", SEE_GROUPS),
        ("Venues and rooms", "groups:venues", SEE_VENUES),
        ("Days closed", "groups:closures", SEE_VENUES),
        ("Staff", "workforce:staff", SEE_STAFF),
    )
    return [
        {"text": text, "href": reverse(name), "active": name == active}
        for text, name, permission in every
        if viewer.may(permission)
    ]


def tabs_of(viewer: Viewer, group: Group, active: str) -> list[dict[str, Any]]:
    """Return the tabs of one group."""
    tabs = [{"text": "The group", "href": reverse("groups:group", args=[group.pk]), "active": active == "group"}]
    if viewer.may(PLACE_FAMILIES):
        tabs.append({"text": "Places", "href": reverse("groups:places", args=[group.pk]), "active": active == "places"})
    return tabs


def by_outcome(reasons: Iterable[Reason]) -> dict[str, list[Reason]]:
    """Sort reasons into broken (those that stop a start first), not yet known, and kept."""
    found: dict[str, list[Reason]] = {"broken": [], "unknown": [], "kept": []}
    names = {Outcome.NOT_MET: "broken", Outcome.NOT_YET_KNOWN: "unknown", Outcome.MET: "kept"}
    for reason in reasons:
        found[names[reason.outcome]].append(reason)
    found["broken"].sort(key=lambda reason: not reason.blocks)
    return found


def age_words(birth_date: date | None, day: date) -> str:
    """Return an age in whole years on a day, or that it is not known."""
    return str(age_on(birth_date, day)) if birth_date and birth_date <= day else "age not known"


def staff_by_duty(circle: Circle) -> list[dict[str, str]]:
    """Return who runs a circle, as what."""
    return [{"name": row.staff.name, "duty": duty_label(row.duty)} for row in circle.staff.all()]


def staff_choices(
    viewer: Viewer, strand: Strand, wanted: Sequence[tuple[str, str]], on: date
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return, for each duty that a strand asks for, its words and the staff who could do it."""
    keys = {line.role: line.training for line in strand.staffing if line.training}
    return [
        (
            duty,
            f"{duty_label(duty)}: {words}",
            [(str(each.staff.pk), each.label) for each in available_staff(viewer, duty, keys.get(duty, ""), on)],
        )
        for duty, words in wanted
    ]


def may_manage_venues(viewer: Viewer) -> bool:
    """Tell whether the viewer may change venues and closures."""
    return viewer.may(MANAGE_VENUES)
