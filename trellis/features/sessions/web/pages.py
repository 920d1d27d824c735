"""Sessions by day and week, and one session with its plan."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.features.programmes.queries import definition
from trellis.features.sessions import queries
from trellis.features.sessions.permissions import BOOK, SEE
from trellis.features.sessions.queries.days import is_mine
from trellis.features.sessions.rules import SessionKind, SessionStatus
from trellis.features.sessions.rules.contents import contents
from trellis.features.sessions.web.shared import label_of, line_of, where_of, whose
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed


@page(SEE)
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions of a day or a week; `?day=2026-03-03&show=week&whose=all`."""
    today = timezone.localdate()
    day = _day(request.GET.get("day", ""), today)
    week = request.GET.get("show") == "week"
    first = day - timedelta(days=day.weekday()) if week else day
    last = first + timedelta(days=6) if week else day
    mine = is_mine(request.viewer) and request.GET.get("whose") != "all"
    found = queries.sessions_between(request.viewer, first, last, mine=mine)
    waiting = queries.open_registers(request.viewer, today)
    step = timedelta(days=7 if week else 1)
    context = {
        "day": day,
        "first": first,
        "last": last,
        "today": today,
        "week": week,
        "mine": mine,
        "is_practitioner": is_mine(request.viewer),
        "days": _by_day([line_of(each, today) for each in found.rows]),
        "more": found.more,
        "before": (first - step).isoformat(),
        "after": (first + step).isoformat(),
        "unfilled": [line_of(each, today) for each in waiting.rows if each.day < today],
        "follow_up_count": len(queries.follow_ups(request.viewer).values_list("pk")[:101]),
    }
    return render(request, "sessions/list.jinja", context)


@page(SEE)
def session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show a session: its plan, who is expected, who runs it, and what came of it."""
    shown = queries.register(request.viewer, session_id)
    one = shown.session
    plan = contents(definition(one.programme_version_id), SessionKind(one.kind), one.strand_key, one.number, one.title)
    today = timezone.localdate()
    sheets = [each for each in shown.sheets if each.session.pk == one.pk]
    viewed(request.viewer, one, people=[row.participant.person for each in sheets for row in each.rows])
    context = {
        "session": one,
        "label": label_of(one),
        "whose": whose(one),
        "where": where_of(one),
        "line": line_of(one, today),
        "plan": plan,
        "sheets": sheets,
        "beside": [each for each in shown.sheets if each.session.pk != one.pk],
        "may_change": request.viewer.may(BOOK) and one.status == SessionStatus.PLANNED,
        "may_move": one.day >= today,
        "today": today,
    }
    return render(request, "sessions/session.jinja", context)


def _day(asked: str, today: date) -> date:
    try:
        found = date.fromisoformat(asked)
    except ValueError:
        return today
    return found if 2000 <= found.year <= 2099 else today


def _by_day(lines: list[dict[str, Any]]) -> list[tuple[date, list[dict[str, Any]]]]:
    days: dict[date, list[dict[str, Any]]] = {}
    for line in lines:
        days.setdefault(line["session"].day, []).append(line)
    return list(days.items())
