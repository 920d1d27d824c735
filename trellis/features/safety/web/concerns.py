"""Pages of concerns about exploitation and modern slavery."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.features.families import queries as families
from trellis.features.safety import actions, queries
from trellis.features.safety.rules.exploitation import Told
from trellis.features.safety.web.answering import BOTH, People, answered, overview, three_valued
from trellis.features.safety.web.forms import ConcernForm, FollowUpForm, OutcomeForm, ReferralForm
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed

if TYPE_CHECKING:
    from trellis.features.families.models import Family
    from trellis.features.safety.models import ExploitationConcern


@page("safety.record", methods=BOTH)
def write(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Write down a fear of exploitation."""
    family = families.family(request.viewer, family_id)
    people = People(request, family)

    def do(given: dict[str, Any]) -> Any:
        person = people.by_key[given.pop("person")]
        return actions.write_concern(by=request.viewer, family=family, person=person, **given)

    return answered(
        request,
        ConcernForm(request.POST or None, people=people.choices),
        do,
        done="The concern has been written down. Say next to whom you took it.",
        onward=lambda made: reverse("safety:concern", args=[family.pk, made.pk]),
        context={
            "title": "Write down a fear of exploitation",
            "caption": family.name,
            "intro": "In danger now: 999 first. A child is never to blame for being used.",
            "back_href": overview(family),
        },
    )


@page("safety.see")
def concern(request: HttpRequest, family_id: uuid.UUID, concern_id: uuid.UUID) -> HttpResponse:
    """Show a concern: what was seen, who was told, where it was taken, what came of it."""
    family, found = _concern(request, family_id, concern_id)
    viewed(request.viewer, found, family)
    context = {"family": family, "concern": found, "Told": Told, "back_href": overview(family)}
    return render(request, "safety/concern.jinja", context)


@page("safety.record", methods=BOTH)
def refer(request: HttpRequest, family_id: uuid.UUID, concern_id: uuid.UUID) -> HttpResponse:
    """Write down that a concern was taken to somebody."""
    family, found = _open(request, family_id, concern_id)

    def do(given: dict[str, Any]) -> Any:
        consents = three_valued(given.pop("consents"))
        given["through"] = given["through"] or ""
        return actions.refer_concern(by=request.viewer, concern=found, consents=consents, **given)

    return answered(
        request,
        ReferralForm(request.POST or None),
        do,
        done="Written down.",
        onward=reverse("safety:concern", args=[family.pk, found.pk]),
        context={"title": "To whom was it taken?", "caption": family.name},
    )


@page("safety.record", methods=BOTH)
def outcome(request: HttpRequest, family_id: uuid.UUID, concern_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """Write down what came of a referral."""
    family, found = _concern(request, family_id, concern_id)
    referral = get_or_404(queries.referrals_of(request.viewer, family.pk), pk=referral_id, concern=found)
    return answered(
        request,
        OutcomeForm(request.POST or None, initial={"outcome": referral.outcome}),
        lambda given: actions.record_outcome(by=request.viewer, referral=referral, **given),
        done="Written down.",
        onward=reverse("safety:concern", args=[family.pk, found.pk]),
        context={"title": f"What came of it: {referral.get_to_display()}", "caption": family.name},
    )


@page("safety.record", methods=BOTH)
def follow_up(request: HttpRequest, family_id: uuid.UUID, concern_id: uuid.UUID) -> HttpResponse:
    """Look at a concern again, or close it."""
    family, found = _open(request, family_id, concern_id)

    def do(given: dict[str, Any]) -> Any:
        goes_on = given.pop("goes_on") == "yes"
        words = {name: given[name] or "" for name in ("words", "told", "told_words")}
        next_look = given["follow_up_on"] if goes_on else None
        return actions.follow_up(by=request.viewer, concern=found, follow_up_on=next_look, **words)

    return answered(
        request,
        FollowUpForm(request.POST or None),
        do,
        done="Written down.",
        onward=reverse("safety:concern", args=[family.pk, found.pk]),
        context={"title": "Look at the concern again", "caption": family.name},
    )


def _concern(request: HttpRequest, family_id: uuid.UUID, concern_id: uuid.UUID) -> tuple[Family, ExploitationConcern]:
    family = families.family(request.viewer, family_id)
    return family, get_or_404(queries.concerns_of(request.viewer, family.pk), pk=concern_id)


def _open(request: HttpRequest, family_id: uuid.UUID, concern_id: uuid.UUID) -> tuple[Family, ExploitationConcern]:
    family, found = _concern(request, family_id, concern_id)
    if found.closed_on is not None:
        raise Http404
    return family, found
