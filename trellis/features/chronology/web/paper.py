"""A chronology to print, as a Word document and as PDF: date, event, source, significance, as social work uses it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from trellis.features.chronology import actions
from trellis.features.chronology.actions import SEE
from trellis.features.chronology.rules import for_paper
from trellis.features.chronology.web.asking import Reading, read
from trellis.features.chronology.word import Paper, document
from trellis.features.families import queries as families
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.words import count, day, listed
from trellis.platform.documents.paper import pdf_from_html

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(SEE)
def to_print(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show the whole line of time as a page to print, A4 across."""
    reading = read(request, family_id)
    viewed(request.viewer, reading.family)
    return render(request, "chronology/paper.jinja", _context(request, reading))


@page(SEE)
def word(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Give the line of time as a Word document."""
    reading = read(request, family_id)
    _log(request, reading, "word")
    return _file(document(_paper(request, reading)), WORD, "docx")


@page(SEE)
def pdf(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Give the line of time as a tagged PDF."""
    reading = read(request, family_id)
    _log(request, reading, "pdf")
    html = render_to_string("chronology/paper.jinja", _context(request, reading), request)
    return _file(pdf_from_html(html), "application/pdf", "pdf")


def _log(request: HttpRequest, reading: Reading, form: str) -> None:
    viewed(request.viewer, reading.family)
    actions.take_out(by=request.viewer, family=reading.family, form=form, entries=len(reading.lines))


def _file(made: bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=kind)
    # No name of a family: a file in a folder of downloads is seen by whoever uses the machine.
    answer["Content-Disposition"] = f'attachment; filename="chronology.{ending}"'
    return answer


def _paper(request: HttpRequest, reading: Reading) -> Paper:
    viewer, family = request.viewer, reading.family
    lines, left_out = for_paper(reading.lines, newest_first=reading.asked.newest_first)
    people = [
        f"{one.full_name}, born {day(one.birth_date)}" if one.birth_date else one.full_name
        for one in families.people_of(viewer, family.pk)
    ]
    about = [f"Made on {day(timezone.localdate())} from the family file at {viewer.organisation_name}."]
    if reading.chosen:
        about.append(f"Only a part of it: {listed([one['text'] for one in reading.chosen])}.")
    if left_out:
        about.append(f"{count(left_out, 'earlier event')} left out: this paper holds the latest {len(lines)}.")
    return Paper(
        title=f"Chronology of the {family.name}",
        organisation=viewer.organisation_name,
        people=people,
        about=about,
        lines=lines,
    )


def _context(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    here = reading.family.pk
    return {
        "paper": _paper(request, reading),
        "today": timezone.localdate(),
        "pdf": reverse("chronology:pdf", args=[here]) + query,
        "word": reverse("chronology:word", args=[here]) + query,
        "back": reverse("chronology:chronology", args=[here]) + query,
    }
