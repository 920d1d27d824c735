"""Choosing between organisations, for people who work in more than one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from trellis.platform.access import actions
from trellis.platform.access.middleware import MEMBERSHIP_KEY
from trellis.platform.access.models import Membership
from trellis.platform.access.pages import signed_in_page
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.database import sight
from trellis.platform.design_system import render
from trellis.platform.design_system.forms import GovukForm, Radios


class OrganisationForm(GovukForm):
    """Which organisation to work in now."""

    membership = Radios(label="Which organisation are you working for now?", missing="Choose an organisation")


@signed_in_page(methods=("GET", "POST"))
def choose(request: HttpRequest) -> HttpResponse:
    """Ask which organisation, and go to its Today."""
    viewer = viewer_of(request)
    assert viewer is not None
    found = request.memberships
    form = OrganisationForm(request.POST or None, initial={"membership": str(viewer.membership_id)})
    field = form.fields["membership"]
    field.choices = [(str(m.pk), m.organisation.name) for m in found]
    field.hints = {str(m.pk): Role(m.role).label for m in found}
    if form.is_valid():
        _note(viewer, next(one for one in found if str(one.pk) == form.cleaned_data["membership"]))
        request.session[MEMBERSHIP_KEY] = form.cleaned_data["membership"]
        return HttpResponseRedirect(reverse("today"))
    context = {
        "form": form,
        "title": "Choose an organisation",
        "question_is_heading": True,
        "submit_text": "Continue",
        "back_href": reverse("today"),
        "back_text": "Today",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _note(viewer: Viewer, there: Membership) -> None:
    """Log in the other organisation that somebody has come in."""
    if there.pk != viewer.membership_id:
        with sight.seeing(sight.viewer(there.pk)):
            actions.note_sign_in(by=Viewer.from_membership(there))
