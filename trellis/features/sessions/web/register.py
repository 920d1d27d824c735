"""The register: a group's whole evening on one page, and as a sheet of paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from trellis.features.sessions import actions, queries
from trellis.features.sessions.permissions import REGISTER
from trellis.features.sessions.queries.registers import Register
from trellis.features.sessions.rules import SessionStatus
from trellis.features.sessions.rules.register import check_open, filled_with_attended
from trellis.features.sessions.web.marks import marks_from, sheets_for, staff_from
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed


@page(REGISTER, methods=("GET", "POST"))
def register(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show a register and save it; every person by themselves, so that a part of it can be saved."""
    shown = queries.register(request.viewer, session_id)
    closed = _why_closed(shown)
    if request.method == "POST" and not closed:
        return _save(request, shown)
    viewed(request.viewer, shown.session, people=_people(shown))
    return _page(request, shown, closed=closed)


@page(REGISTER)
def sheet(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show the register as a sheet to print and fill in by hand."""
    shown = queries.register(request.viewer, session_id)
    viewed(request.viewer, shown.session, people=_people(shown))
    return render(request, "sessions/sheet.jinja", {"register": shown})


def _save(request: HttpRequest, shown: Register) -> HttpResponse:
    marks = marks_from(request.POST, shown)
    present = staff_from(request.POST, shown)
    if "everyone" in request.POST:
        everybody = {runs.staff_id for each in shown.sheets for runs in each.staff}
        return _page(request, shown, marks=filled_with_attended(marks), present=everybody, filled=True)
    try:
        rows = actions.record_attendance(by=request.viewer, session_id=shown.session.pk, marks=marks)
        for each in shown.sheets:
            ids = present & {runs.staff_id for runs in each.staff}
            if each.staff and any(row.session_id == each.session.pk for row in rows):
                actions.record_staff_present(by=request.viewer, session_id=each.session.pk, present=ids)
    except RuleBroken as broken:
        return _page(request, shown, marks=marks, present=present, problems=broken.problems, status=422)
    left = shown.people - len(rows)
    words = "The register is saved." if left <= 0 else f"Saved. {left} still to fill in."
    messages.success(request, words)
    return redirect("sessions:register", session_id=shown.session.pk)


def _page(
    request: HttpRequest,
    shown: Register,
    *,
    marks: Any = None,
    present: Any = None,
    problems: Any = (),
    closed: str = "",
    filled: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "register": shown,
        "sheets": sheets_for(shown, marks, present, problems),
        "errors": [{"text": words, "href": f"#{field}" if field else ""} for field, words in problems],
        "closed": closed,
        "filled": filled,
        "today": timezone.localdate(),
    }
    return render(request, "sessions/register.jinja", context, status=status)


def _why_closed(shown: Register) -> str:
    try:
        check_open(SessionStatus(shown.session.status), shown.session.day, timezone.localdate())
    except RuleBroken as broken:
        return str(broken)
    return ""


def _people(shown: Register) -> list[Any]:
    return [row.participant.person for each in shown.sheets for row in each.rows]
