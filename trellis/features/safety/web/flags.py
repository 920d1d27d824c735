"""Pages of flags."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import queries as families
from trellis.features.safety import actions, queries
from trellis.features.safety.web.answering import BOTH, People, answered, overview
from trellis.features.safety.web.forms import FlagForm, ReviewForm
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed


@page("safety.see")
def flags(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """List every flag of a family: those at the top, those faded, those ended, with the looks at each."""
    family = families.family(request.viewer, family_id)
    viewed(request.viewer, family)
    shown = queries.as_shown(list(queries.flags_of(request.viewer, family.pk)), timezone.localdate())
    return render(request, "safety/flags.jinja", {"family": family, "flags": shown, "back_href": overview(family)})


@page("safety.record", methods=BOTH)
def raise_flag(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Put up a flag."""
    family = families.family(request.viewer, family_id)
    people = People(request, family)

    def do(given: dict[str, Any]) -> Any:
        person = people.chosen(given.pop("person"))
        return actions.raise_flag(by=request.viewer, family=family, person=person, **given)

    return answered(
        request,
        FlagForm(request.POST or None, people=people.choices),
        do,
        done="The flag is up, until its review date.",
        onward=overview(family),
        context={"title": "Put up a flag", "caption": family.name, "submit_text": "Put it up"},
    )


@page("safety.record", methods=BOTH)
def review(request: HttpRequest, family_id: uuid.UUID, flag_id: uuid.UUID) -> HttpResponse:
    """Look at a flag again: keep it up or end it."""
    family = families.family(request.viewer, family_id)
    flag = get_or_404(queries.flags_of(request.viewer, family.pk), pk=flag_id, ended_on__isnull=True)
    return answered(
        request,
        ReviewForm(request.POST or None),
        lambda given: actions.review_flag(by=request.viewer, flag=flag, **given),
        done="Saved.",
        onward=reverse("safety:flags", args=[family.pk]),
        context={
            "title": f"Look again: {flag.get_kind_display().lower()}",
            "caption": family.name,
            "intro": flag.words,
        },
    )
