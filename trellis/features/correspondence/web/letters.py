"""Pages of letters: writing, looking, printing with the address for those who may see it, and what became of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from trellis.features.correspondence import actions, queries
from trellis.features.correspondence.rules import SAID, refusal
from trellis.features.correspondence.web.forms import LetterForm, MarkForm
from trellis.features.correspondence.web.shared import BOTH, SEE, WRITE, answered, of_family, person_of
from trellis.features.families import queries as families
from trellis.features.families.rules import MaySay
from trellis.kernel.decisions import Outcome
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed
from trellis.platform.documents.paper import pdf_from_html


@page(SEE)
def family(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """List the letters, calls and messages of a family, and from here write to somebody."""
    found = families.family(request.viewer, family_id)
    viewed(request.viewer, found)
    return render(
        request,
        "correspondence/family.jinja",
        {
            "family": found,
            "people": families.people_of(request.viewer, found.pk),
            "letters": queries.as_seen(request.viewer, queries.letters_of(request.viewer, found.pk)[:50]),
            "calls": queries.calls_of(request.viewer, found.pk)[:50],
            "written": queries.messages_of(request.viewer, found.pk)[:50],
        },
    )


@page(WRITE, methods=BOTH)
def write(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Write a letter; `?about=session` begins one about the person's next session."""
    home, person = person_of(request, family_id, person_id)
    initial: dict[str, Any] = {}
    if request.GET.get("about") == "session":
        initial = queries.appointment(request.viewer, home.pk, person, timezone.localdate()) or {}
    decision = families.letter_decision(request.viewer, person, what=SAID[0])
    back = of_family(home)
    return answered(
        request,
        LetterForm(request.POST or None, initial=initial),
        lambda given: actions.write_letter(by=request.viewer, family=home, person=person, **given),
        done="The letter is on the post list.",
        onward=lambda made: reverse("correspondence:letter", args=[home.pk, made.pk]),
        template="correspondence/write.jinja",
        context={
            "title": f"A letter to {person.short_name}",
            "family": home,
            "person": person,
            "decision": decision,
            "refused": decision.outcome is not Outcome.MET,
            "may_say": _may_say(request, person),
            "back_href": back,
        },
    )


def _may_say(request: HttpRequest, person: Any) -> str:
    said = MaySay(families.plan_of(request.viewer, person).may_say)
    return said.label[0].lower() + said.label[1:]


def _letter(request: HttpRequest, family_id: uuid.UUID, letter_id: uuid.UUID) -> Any:
    home = families.family(request.viewer, family_id)
    letter = get_or_404(queries.letters_of(request.viewer, home.pk), pk=letter_id)
    return home, queries.seen(request.viewer, letter)


@page(SEE)
def letter(request: HttpRequest, family_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Show a letter and how it stands; where it goes is shown to whoever may see that."""
    home, seen = _letter(request, family_id, letter_id)
    viewed(request.viewer, seen.letter, home)
    context = {
        "family": home,
        "seen": seen,
        "today": timezone.localdate(),
        "held": refusal(seen.delivery.writing) if seen.is_held else "",
    }
    return render(request, "correspondence/letter.jinja", context)


@page(WRITE, methods=BOTH)
def mark(request: HttpRequest, family_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Say what became of a letter."""
    home, seen = _letter(request, family_id, letter_id)
    if not seen.marks:
        raise Http404
    back = reverse("correspondence:letter", args=[home.pk, seen.letter.pk])
    return answered(
        request,
        MarkForm(request.POST or None, marks=seen.marks),
        lambda given: actions.mark_letter(by=request.viewer, letter=seen.letter, **given),
        done="Saved.",
        onward=lambda _: back,
        template="layouts/one_thing_page.jinja",
        context={
            "title": "What became of the letter",
            "caption": seen.letter.title,
            "submit_text": "Save",
            "back_href": back,
            "cancel_href": back,
        },
    )


@page(SEE)
def paper(request: HttpRequest, family_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Give a letter as a PDF, its address where the window of an envelope is; only to whoever may see the address."""
    return _printed(request, family_id, letter_id, "correspondence/paper.jinja")


@page(SEE)
def envelope(request: HttpRequest, family_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Give an envelope as a PDF, to be printed on; only to whoever may see the address."""
    return _printed(request, family_id, letter_id, "correspondence/envelope.jinja")


def _printed(request: HttpRequest, family_id: uuid.UUID, letter_id: uuid.UUID, template: str) -> HttpResponse:
    home, seen = _letter(request, family_id, letter_id)
    if not seen.may_print:
        raise Http404
    viewed(request.viewer, seen.letter, home)
    context = {
        "letter": seen.letter,
        "delivery": seen.delivery,
        "names_us": seen.letter.says == MaySay.SERVICE and not seen.delivery.we_are,
        "return_lines": queries.return_address(request.viewer).splitlines(),
    }
    made = pdf_from_html(render_to_string(template, context, request))
    answer = HttpResponse(made, content_type="application/pdf")
    # Named so that a list of downloads tells nothing; kept by nobody on the way.
    answer["Content-Disposition"] = 'attachment; filename="page.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer
