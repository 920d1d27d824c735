"""The sheet on the wall: sessions down, circles across, what was passed over in between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.groups.queries import calendar_for, sessions_by_week
from trellis.features.groups.rules.schedule import passed_over
from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.strands import HeldWith

if TYPE_CHECKING:
    from datetime import date

    from trellis.features.groups.models import Circle, Group
    from trellis.features.groups.queries.groups import WeekOfSessions
    from trellis.features.programmes.rules.schema import ProgrammeDefinition
    from trellis.platform.access.viewer import Viewer


def sheet_of(
    viewer: Viewer, group: Group, circles: Sequence[Circle], today: date, sessions: Sequence[Any] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of a group's sheet in order: weeks with a cell for each circle, and days passed over.

    A row has `state` (past, now, to_come, break), `note`, and for a week `number`, `day`, `register` and `cells`;
    a cell has `title`, `status` and `alone` (held with each family by itself).
    """
    rule = definition(group.programme_version_id)
    weeks = sessions_by_week(circles, sessions)
    next_day = next((week.day for week in weeks if week.day >= today), None)
    rows = [_week_row(rule, circles, week, today, next_day) for week in weeks]
    if weeks:
        calendar = calendar_for(viewer, group.venue_id, weeks[0].day)
        skipped = passed_over([week.day for week in weeks], calendar, rule.cadence)
        rows += [{"day": each.day, "state": "break", "note": f"No session: {each.why}"} for each in skipped]
    rows.sort(key=lambda row: row["day"])
    return _with_families_alone(rule, circles, rows)


def _week_row(
    rule: ProgrammeDefinition, circles: Sequence[Circle], week: WeekOfSessions, today: date, next_day: date | None
) -> dict[str, Any]:
    first = next(iter(week.sessions.values()))
    together = any(_part(rule, circle, week.number, "together") for circle in circles)
    return {
        "number": week.number,
        "day": week.day,
        "state": "past" if week.day < today else "now" if _same_week(week.day, today) else "to_come",
        "is_today": week.day == today,
        "is_next": week.day == next_day,
        "is_held": week.is_held,
        "note": "All together" if together and len(circles) > 1 else "",
        "register": reverse("sessions:register", args=[first.pk]) if week.day <= today else "",
        "cells": [_cell(week, circle) for circle in circles],
    }


def _same_week(day: date, other: date) -> bool:
    return day.isocalendar()[:2] == other.isocalendar()[:2]


def _cell(week: WeekOfSessions, circle: Circle) -> dict[str, Any]:
    session = week.sessions.get(circle.pk)
    if session is None:
        return {"title": "", "status": "", "href": ""}
    href = reverse("sessions:session", args=[session.pk])
    return {"title": session.title, "status": session.status, "href": href}


def _part(rule: ProgrammeDefinition, circle: Circle, number: int, name: str) -> bool:
    found = [each for each in rule.strand(circle.strand_key).sessions if each.number == number]
    return bool(found and getattr(found[0], name))


def _with_families_alone(
    rule: ProgrammeDefinition, circles: Sequence[Circle], rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    alone: dict[int, str] = {}
    for circle in circles:
        for session in rule.strand(circle.strand_key).sessions:
            if session.held_with is HeldWith.EACH_FAMILY:
                alone[session.number] = session.title
    for number, title in sorted(alone.items()):
        at = next((i for i, row in enumerate(rows) if row.get("number", 0) > number), len(rows))
        rows.insert(at, {"number": number, "day": None, "state": "alone", "note": title})
    return rows
