"""Pages that write the homes of a family and who lives there."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from trellis.features.families import actions, queries
from trellis.features.families.web.forms import HouseholdForm, ResidenceForm
from trellis.features.families.web.writing import BOTH, ask, choices_of, done, one_of, people_by_key, saved, to_family
from trellis.platform.access.pages import page


@page("families.change", methods=BOTH)
def household(request: HttpRequest, family_id: uuid.UUID, household_id: uuid.UUID | None = None) -> HttpResponse:
    """Write a home of the family: who lives there now, and where it is."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    existing = one_of(queries.households_of(viewer, family.pk), household_id) if household_id else None
    people = people_by_key(request, family.pk)
    initial = None
    if existing:
        shown = existing.shown_address
        initial = {
            "label": existing.label,
            "address": shown.address if shown else "",
            "postcode": shown.postcode if shown else "",
            "is_refuge": "yes" if shown and shown.is_refuge else "no",
            "people": [str(member.person_id) for member in existing.living_now],
        }
    form = HouseholdForm(request.POST or None, initial=initial, people=choices_of(people))

    def save() -> None:
        values = dict(form.cleaned_data)
        living = [people[key] for key in values.pop("people")]
        values["is_refuge"] = values["is_refuge"] == "yes"
        actions.record_household(by=viewer, family=family, people=living, household=existing, **values)

    if request.method == "POST" and saved(form, save):
        return done(
            request, "The home has been saved. Its address is shown to those who may read it.", to_family(family.pk)
        )
    return ask(request, form, "A home of the family", to_family(family.pk), caption=family.name)


@page("families.change", methods=BOTH)
def residence(
    request: HttpRequest, family_id: uuid.UUID, household_id: uuid.UUID, member_id: uuid.UUID
) -> HttpResponse:
    """Write from when until when somebody lives in a home, and in which pattern."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    home = one_of(queries.households_of(viewer, family.pk), household_id)
    member = one_of([*home.living_now, *home.past_members], member_id)
    initial = {"since": member.since, "until": member.until, "pattern": member.pattern}
    form = ResidenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and saved(
        form, lambda: actions.record_residence(by=viewer, member=member, **form.cleaned_data)
    ):
        return done(request, f"When {member.person.short_name} lives there has been saved.", to_family(family.pk))
    title = f"{member.person.short_name} at {home.label}"
    return ask(request, form, title, to_family(family.pk), caption=family.name)
