"""One's own account."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from trellis.platform.access import actions, queries
from trellis.platform.access.pages import signed_in_page
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import viewer_of
from trellis.platform.access.web.forms import OwnDetailsForm
from trellis.platform.design_system import render


@signed_in_page()
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own details, and ways to change the password and the second step at sign-in."""
    viewer = viewer_of(request)
    assert viewer is not None
    own = queries.own(viewer)
    context = {
        "own": own,
        "role": Role(own.role).label,
        "second_step": is_mfa_enabled(request.user),
        "organisations": queries.memberships_of(own.user),
    }
    return render(request, "access/account.jinja", context)


@signed_in_page(methods=("GET", "POST"))
def details(request: HttpRequest) -> HttpResponse:
    """Change one's own name and telephone number."""
    viewer = viewer_of(request)
    assert viewer is not None
    own = queries.own(viewer)
    form = OwnDetailsForm(request.POST or None, initial={"name": own.user.name, "telephone": own.telephone})
    if form.is_valid():
        actions.change_own_details(by=viewer, **form.cleaned_data)
        messages.success(request, "Your details have been changed.")
        return HttpResponseRedirect(reverse("account"))
    context = {
        "form": form,
        "title": "Your details",
        "submit_text": "Save",
        "back_href": reverse("account"),
        "back_text": "Your account",
    }
    return render(request, "layouts/one_thing_page.jinja", context)
