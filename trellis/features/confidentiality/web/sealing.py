"""Pages that seal a fact and lift the seal."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from trellis.features.confidentiality import actions, queries
from trellis.features.confidentiality.web.asking import BOTH, ask, done, saved, to_family
from trellis.features.confidentiality.web.forms import ReviewDayForm, SealForm, WhyForm
from trellis.features.families import queries as families
from trellis.platform.access.pages import page


@page("confidentiality.seal", methods=BOTH)
def seal(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Keep one fact of a person from somebody."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    people = {str(person.pk): person for person in queries.people(viewer, family.pk)}
    staff = {str(membership.pk): membership for membership in queries.staff(viewer)}
    form = SealForm(
        request.POST or None,
        people=[(key, person.full_name) for key, person in people.items()],
        staff=[(key, membership.user.name) for key, membership in staff.items()],
    )

    def save() -> None:
        given = form.cleaned_data
        actions.seal_fact(
            by=viewer,
            family=family,
            person=people[given["person"]],
            fact=given["fact"],
            kind=given["kind"],
            against=[people[key] for key in given.get("against") or []],
            readers=[staff[key] for key in given.get("readers") or []],
            reason=given["reason"],
            source=given["source"],
            review_on=given["review_on"],
        )

    if request.method == "POST" and saved(form, save):
        return done(request, to_family(family.pk), "The fact is sealed. Those from whom it is kept find nothing there.")
    return ask(
        request, form, "Keep a fact from somebody", to_family(family.pk), caption=family.name, submit_text="Seal"
    )


@page("confidentiality.seal", methods=BOTH)
def move_review(request: HttpRequest, family_id: uuid.UUID, seal_id: uuid.UUID) -> HttpResponse:
    """Say when a seal is looked at again."""
    kept = queries.seal(request.viewer, family_id, seal_id)
    form = ReviewDayForm(request.POST or None, initial={"review_on": kept.review_on})
    if request.method == "POST" and saved(
        form, lambda: actions.extend_seal(by=request.viewer, seal=kept, review_on=form.cleaned_data["review_on"])
    ):
        return done(request, to_family(family_id), "The day of the review is saved.")
    return ask(request, form, "When is this seal looked at again?", to_family(family_id))


@page("confidentiality.lift", methods=BOTH)
def lift(request: HttpRequest, family_id: uuid.UUID, seal_id: uuid.UUID) -> HttpResponse:
    """Let a fact be seen again."""
    kept = queries.seal(request.viewer, family_id, seal_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.lift_seal(by=request.viewer, seal=kept, why=form.cleaned_data["why"])
    ):
        return done(request, to_family(family_id), "The seal is lifted.")
    title = f"Lift the seal: {kept.get_fact_display().lower()}, {kept.person.short_name}"
    return ask(request, form, title, to_family(family_id), submit_text="Lift the seal")
