"""A safety plan as a page for the fridge, and as one that tells a stranger nothing; neither where paper is unsafe."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from trellis.features.safety import queries
from trellis.features.safety.rules.helplines import helplines
from trellis.features.safety.rules.plans import (
    SECTIONS,
    code_words_in,
    lines_of,
    may_print,
    tells,
)
from trellis.features.safety.rules.plans import (
    discreet as discreet_page,
)
from trellis.features.safety.web.plans import agreed_words, plan_of
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.documents.paper import pdf_from_html


@page("safety.see")
def paper(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Show a plan as the page for the fridge."""
    return render(request, "safety/fridge.jinja", _whole(request, family_id, plan_id))


@page("safety.see")
def pdf(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Give the page for the fridge as a PDF."""
    return _pdf("safety/fridge.jinja", _whole(request, family_id, plan_id), request)


@page("safety.see")
def discreet(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Show the page that tells a stranger nothing."""
    return render(request, "safety/discreet.jinja", _discreet(request, family_id, plan_id))


@page("safety.see")
def discreet_pdf(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Give the page that tells a stranger nothing as a PDF."""
    return _pdf("safety/discreet.jinja", _discreet(request, family_id, plan_id), request)


def _pdf(template: str, context: dict[str, Any], request: HttpRequest) -> HttpResponse:
    made = pdf_from_html(render_to_string(template, {**context, "is_pdf": True}, request))
    answer = HttpResponse(made, content_type="application/pdf")
    # A file in a telephone's downloads is seen by whoever holds the telephone.
    answer["Content-Disposition"] = 'attachment; filename="page.pdf"'
    return answer


def _allowed(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID, *, discreetly: bool) -> dict[str, Any]:
    """Return the plan as it is now; where it may not be printed the address is missing."""
    family, found = plan_of(request, family_id, plan_id)
    allowed = may_print(queries.paper_of_home(request.viewer, family.pk), discreetly=discreetly)
    if found.ended_on is not None or not allowed:
        raise Http404
    version = queries.current_version(found)
    viewed(request.viewer, version, family)
    return {"family": family, "plan": found, "version": version, "is_pdf": False}


def _whole(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> dict[str, Any]:
    context = _allowed(request, family_id, plan_id, discreetly=False)
    version = context["version"]
    filled = [(section.title, lines_of(version.sections[section.key])) for section in SECTIONS]
    return {
        **context,
        "sections": [(title, lines) for title, lines in filled if lines],
        "numbers": helplines(version.helplines),
        "other_numbers": lines_of(version.other_numbers),
        "agreed": agreed_words(version),
    }


def _discreet(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> dict[str, Any]:
    context = _allowed(request, family_id, plan_id, discreetly=True)
    version = context["version"]
    secret = code_words_in(version.code_words)
    return {
        **context,
        "sections": discreet_page(version.sections)[0],
        "numbers": helplines(version.helplines),
        "other_numbers": [line for line in lines_of(version.other_numbers) if not tells(line, secret)],
    }
