"""Pages of risk: score sheets, judgements, notes."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.features.families import queries as families
from trellis.features.safety import actions, queries
from trellis.features.safety.rules.risk import NoteRoute
from trellis.features.safety.web.answering import BOTH, People, answered, overview, three_valued
from trellis.features.safety.web.forms import AssessmentForm, JudgementForm, NoteForm, ReviewForm, WhyForm
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.access.queries import people_in_role
from trellis.platform.access.roles import Role
from trellis.platform.audit.actions import viewed


@page("safety.see")
def risks(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """List every score sheet and risk note of a family, newest first."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    viewed(viewer, family)
    found = list(queries.assessments_of(viewer, family.pk))
    context = {
        "family": family,
        "standings": queries.standings(viewer, family.pk, found),
        "notes": list(queries.notes_of(viewer, family.pk)),
        "back_href": overview(family),
    }
    return render(request, "safety/risk.jinja", context)


@page("safety.record", methods=BOTH)
def assess(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Keep the score of a sheet."""
    family = families.family(request.viewer, family_id)
    people = People(request, family)

    def do(given: dict[str, Any]) -> Any:
        assessed, harming = people.the_one(given.pop("assessed")), people.chosen(given.pop("harming"))
        sixteen = three_valued(given.pop("said_sixteen"))
        return actions.record_assessment(
            by=request.viewer, family=family, assessed=assessed, harming=harming, said_sixteen=sixteen, **given
        )

    return answered(
        request,
        AssessmentForm(request.POST or None, people=people.choices),
        do,
        done="The score has been kept. Here is where it leads.",
        onward=lambda made: reverse("safety:assessment", args=[family.pk, made.pk]),
        context={"title": "Keep a DASH score", "caption": family.name, "family": family, "back_href": overview(family)},
        template="safety/assess.jinja",
    )


@page("safety.see")
def assessment(request: HttpRequest, family_id: uuid.UUID, assessment_id: uuid.UUID) -> HttpResponse:
    """Show a score, where it leads and why, and the judgements on it."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    found = get_or_404(queries.assessments_of(viewer, family.pk), pk=assessment_id)
    viewed(viewer, found, family)
    standing = queries.standings(viewer, family.pk, [found])[0]
    return render(
        request, "safety/assessment.jinja", {"family": family, "standing": standing, "back_href": overview(family)}
    )


@page("safety.record", methods=BOTH)
def judge(request: HttpRequest, family_id: uuid.UUID, assessment_id: uuid.UUID) -> HttpResponse:
    """Let judgement differ from a score."""
    family = families.family(request.viewer, family_id)
    found = get_or_404(queries.assessments_of(request.viewer, family.pk), pk=assessment_id)
    supervisors = [(str(one.pk), one.user.name) for one in people_in_role(request.viewer, Role.SUPERVISOR)]

    def do(given: dict[str, Any]) -> Any:
        chosen = given.pop("supervisor") or None
        return actions.judge(by=request.viewer, assessment=found, supervisor_id=chosen, **given)

    return answered(
        request,
        JudgementForm(request.POST or None, supervisors=supervisors),
        do,
        done="Your judgement has been kept beside the score.",
        onward=reverse("safety:assessment", args=[family.pk, found.pk]),
        context={
            "title": "Judge otherwise than the score",
            "caption": family.name,
            "intro": f"The level is {queries.level_now(request.viewer, found).label.lower()}. Anybody may raise it. "
            "It is lowered from high only after talking with a supervisor, and a high score still leads to MARAC.",
        },
    )


@page("safety.record", methods=BOTH)
def withdraw(request: HttpRequest, family_id: uuid.UUID, assessment_id: uuid.UUID) -> HttpResponse:
    """Take out a score that was entered in error."""
    family = families.family(request.viewer, family_id)
    found = get_or_404(queries.assessments_of(request.viewer, family.pk), pk=assessment_id)
    return answered(
        request,
        WhyForm(request.POST or None, label="Why is this entry wrong?"),
        lambda given: actions.withdraw_assessment(by=request.viewer, assessment=found, why=given["why"]),
        done="The entry has been taken out. It stays in the record with your reason.",
        onward=reverse("safety:risk", args=[family.pk]),
        context={"title": "Take out a score entered in error", "submit_text": "Take it out"},
    )


@page("safety.record", methods=BOTH)
def write_note(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Write down a worry in our own words."""
    family = families.family(request.viewer, family_id)
    people = People(request, family)

    def do(given: dict[str, Any]) -> Any:
        person, harming = people.the_one(given.pop("person")), people.chosen(given.pop("harming"))
        return actions.write_note(by=request.viewer, family=family, person=person, harming=harming, **given)

    return answered(
        request,
        NoteForm(request.POST or None, people=people.choices),
        do,
        done="The worry has been written down.",
        onward=lambda made: reverse("safety:note", args=[family.pk, made.pk]),
        context={"title": "Write a risk note", "caption": family.name, "back_href": overview(family)},
    )


@page("safety.see")
def note(request: HttpRequest, family_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    """Show a worry and the looks at it."""
    family = families.family(request.viewer, family_id)
    found = get_or_404(queries.notes_of(request.viewer, family.pk), pk=note_id)
    viewed(request.viewer, found, family)
    routes = [NoteRoute(route).label for route in found.routes]
    context = {"family": family, "note": found, "routes": routes, "back_href": overview(family)}
    return render(request, "safety/note.jinja", context)


@page("safety.record", methods=BOTH)
def review_note(request: HttpRequest, family_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    """Look at a worry again."""
    family = families.family(request.viewer, family_id)
    found = get_or_404(queries.notes_of(request.viewer, family.pk), pk=note_id, ended_on__isnull=True)
    return answered(
        request,
        ReviewForm(request.POST or None),
        lambda given: actions.review_note(by=request.viewer, note=found, **given),
        done="Saved.",
        onward=reverse("safety:note", args=[family.pk, found.pk]),
        context={"title": "Look at the worry again", "caption": family.name, "intro": found.concern},
    )
