"""Confirming who the people of a referral are, beside those who may be them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from trellis.features.families import queries as families
from trellis.features.referrals import actions, permissions, queries
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.web.forms import MadeForm
from trellis.features.referrals.web.shared import context_of, viewer_of
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import Radios

if TYPE_CHECKING:
    from trellis.features.referrals.models import ReferredPerson
    from trellis.platform.access.viewer import Viewer

NEW = "new"


class IdentityForm(MadeForm):
    """For each referred person: one of those who may be them, or somebody new; and which family this is."""

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Radios] = {row["field"]: _who(row) for row in rows if row["matches"]}
        known = {match.person.pk for row in rows for match in row["matches"]}
        places = {family.pk: family.name for row in rows for m in row["matches"] for family in m.person.families.all()}
        if known and places:
            family = Radios(
                label="Which family is this?",
                choices=[*((str(pk), name) for pk, name in places.items()), (NEW, "A new family")],
                missing="Choose which family this is",
            )
            fields["family"] = family
        self.take(fields)

    def known(self, rows: list[dict[str, Any]]) -> dict[uuid.UUID, uuid.UUID]:
        """Return who is who: ids of referred people to ids of people; those who are new are left out."""
        found = {}
        for row in rows:
            answer = self.cleaned_data.get(row["field"], NEW)
            if answer and answer != NEW:
                found[row["person"].pk] = uuid.UUID(answer)
        return found

    def family_id(self) -> uuid.UUID | None:
        """Return the family chosen, or None for a new one."""
        answer = self.cleaned_data.get("family", NEW)
        return uuid.UUID(answer) if answer and answer != NEW else None


def _who(row: dict[str, Any]) -> Radios:
    matches = row["matches"]
    return Radios(
        label=f"Who is {row['person']}?",
        choices=[
            *((str(match.person.pk), f"This is {match.person.full_name}") for match in matches),
            (NEW, "Somebody new"),
        ],
        hints={str(match.person.pk): _hint(match) for match in matches},
        missing=f"Choose who {row['person']} is",
    )


def _hint(match: Any) -> str:
    born = f"Born {in_words(match.person.birth_date)}" if match.person.birth_date else "No date of birth"
    where = f" In: {', '.join(match.families)}." if match.families else ""
    return f"{born}. {'; '.join(match.why).capitalize()}.{where}"


@page(permissions.SCREEN, methods=("GET", "POST"))
def identity(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show each referred person beside likely matches with reasons, and take the choice."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    if referral.status != ReferralStatus.IDENTITY_CHECK:
        return redirect("referrals:referral", referral.pk)
    rows = [_row(viewer, person) for person in queries.people_of(viewer, referral)]
    form = IdentityForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            actions.identify(by=viewer, referral=referral, known=form.known(rows), family_id=form.family_id())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, "It is confirmed who this is. The referral is ready to screen.")
            return redirect("referrals:screening", referral.pk)
    viewed(viewer, referral, people=[match.person for row in rows for match in row["matches"]])
    return render(request, "referrals/identity.jinja", {**context_of(viewer, referral), "rows": rows, "form": form})


def _row(viewer: Viewer, person: ReferredPerson) -> dict[str, Any]:
    matches = families.likely_matches(
        viewer, given_name=person.given_name, family_name=person.family_name, birth_date=person.birth_date
    )
    return {"person": person, "field": f"person_{person.position}", "matches": matches}
