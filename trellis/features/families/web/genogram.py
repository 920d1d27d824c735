"""The genogram and the ecomap of a family: on the screen, on one page of paper, and as PDF."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from trellis.features.families import drawn, queries
from trellis.features.families.web.pictures import Picture, ecomap_picture, genogram_picture
from trellis.features.families.web.tabs import tabs_of
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.documents.paper import pdf_from_html

if TYPE_CHECKING:
    from trellis.features.families.models import Family

    Maker = Callable[..., Picture]


@page("families.see")
def genogram(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show who is in a family and how they are tied, drawn and in words."""
    return render(request, "families/genogram.jinja", _context(request, family_id, _genogram))


@page("families.see")
def genogram_paper(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show the genogram as a page to print, A4 across."""
    return render(request, "families/picture_paper.jinja", _context(request, family_id, _genogram, on_paper=True))


@page("families.see")
def genogram_pdf(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Give the genogram as a PDF."""
    return _pdf(request, _context(request, family_id, _genogram, on_paper=True), "genogram")


@page("families.see")
def ecomap(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show the services and people round a family, drawn and in words."""
    return render(request, "families/ecomap.jinja", _context(request, family_id, _ecomap))


@page("families.see")
def ecomap_paper(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show the ecomap as a page to print, A4 across."""
    return render(request, "families/picture_paper.jinja", _context(request, family_id, _ecomap, on_paper=True))


@page("families.see")
def ecomap_pdf(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Give the ecomap as a PDF."""
    return _pdf(request, _context(request, family_id, _ecomap, on_paper=True), "ecomap")


def _context(request: HttpRequest, family_id: uuid.UUID, make: Maker, *, on_paper: bool = False) -> dict[str, Any]:
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    today = timezone.localdate()
    shown = drawn.drawn(viewer, family, today)
    viewed(viewer, family, people=shown.people)
    picture = make(viewer, family, shown, today, on_paper=on_paper)
    return {
        "family": family,
        "today": today,
        "picture": picture,
        "tabs": tabs_of(viewer, family.pk, f"families:{picture.kind}"),
        "organisation": viewer.organisation_name,
    }


def _genogram(_viewer: Any, family: Family, shown: drawn.Drawn, _today: Any, *, on_paper: bool) -> Picture:
    return genogram_picture(family, shown.kin, on_paper=on_paper)


def _ecomap(viewer: Any, family: Family, shown: drawn.Drawn, today: Any, *, on_paper: bool) -> Picture:
    return ecomap_picture(family, drawn.surroundings(viewer, family, shown, today), on_paper=on_paper)


def _pdf(request: HttpRequest, context: dict[str, Any], name: str) -> HttpResponse:
    made = pdf_from_html(render_to_string("families/picture_paper.jinja", context, request))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
