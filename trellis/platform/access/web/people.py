"""People of the house, for their administrator."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import actions, queries, rules
from trellis.platform.access.pages import page
from trellis.platform.access.roles import Profession, Role
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.access.web.forms import NewPersonForm, PeopleFilterForm, PersonForm
from trellis.platform.audit.actions import viewed
from trellis.platform.contributions import registry
from trellis.platform.design_system import render

MANAGE = "access.manage_people"
EMPTY = "Nobody fits these filters."


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    assert viewer is not None
    return viewer


@page(MANAGE)
def administration(request: HttpRequest) -> HttpResponse:
    """Link to everything that an administrator looks after."""
    viewer = _viewer(request)
    entries = [
        {"label": entry.label, "href": reverse(entry.url_name), "hint": entry.hint}
        for entry in registry.administration()
        if viewer.may(entry.permission)
    ]
    return render(request, "access/administration.jinja", {"entries": entries})


@page(MANAGE)
def people(request: HttpRequest) -> HttpResponse:
    """List the people of the organisation."""
    form = PeopleFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.people(
        _viewer(request),
        role=chosen.get("role") or None,
        words=chosen.get("words", ""),
        gone=chosen.get("access") == "gone",
        page=_page_number(request),
    )
    context = {"form": form, "found": found, "rows": _rows(found.people), "empty": EMPTY}
    return render(request, "access/people.jinja", context)


@page(MANAGE, methods=("GET", "POST"))
def new_person(request: HttpRequest) -> HttpResponse:
    """Add somebody and invite them."""
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        try:
            added = actions.add_person(by=_viewer(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"{added.user.name} has been added and invited by e-mail.")
            return HttpResponseRedirect(reverse("people"))
    context = {
        "form": form,
        "title": "Add a person",
        "submit_text": "Add and invite",
        "back_href": reverse("people"),
        "back_text": "People of the house",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page(MANAGE)
def person(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Show one person of the house and what may be changed."""
    viewer = _viewer(request)
    membership = queries.person(viewer, membership_id)
    viewed(viewer, membership)
    context = {
        "person": membership,
        "role": Role(membership.role).label,
        "profession": Profession(membership.profession).label if membership.profession else "",
        "is_self": membership.pk == viewer.membership_id,
        "has_password": membership.user.has_usable_password(),
        "has_second_step": membership.is_active and queries.has_second_step(viewer, membership),
        "may_leave": rules.can_leave(
            is_self=membership.pk == viewer.membership_id,
            role=Role(membership.role),
            other_administrators=queries.other_administrators(viewer, membership),
        ),
    }
    return render(request, "access/person.jinja", context)


@page(MANAGE, methods=("GET", "POST"))
def change_person(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Change somebody's role, agency and telephone number."""
    viewer = _viewer(request)
    membership = queries.person(viewer, membership_id)
    now = {name: getattr(membership, name) for name in ("role", "agency", "profession", "telephone")}
    now["licensor"] = now["agency"]
    form = PersonForm(request.POST or None, initial=now)
    here = reverse("person", args=[membership.pk])
    if form.is_valid():
        try:
            actions.change_person(by=viewer, membership=membership, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"{membership.user.name} has been changed.")
            return HttpResponseRedirect(here)
    context = {
        "form": form,
        "title": membership.user.name,
        "caption": "Change role and details",
        "submit_text": "Save",
        "back_href": here,
        "back_text": membership.user.name,
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page(MANAGE, methods=("POST",))
def access(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Take access away or give it back; each undoes the other."""
    viewer = _viewer(request)
    membership = queries.person(viewer, membership_id)
    gives = request.POST.get("access") == "give"
    act = actions.give_access_back if gives else actions.take_access_away
    try:
        act(by=viewer, membership=membership)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        done = "has access again" if gives else "can no longer sign in to your organisation"
        messages.success(request, f"{membership.user.name} {done}.")
    return HttpResponseRedirect(reverse("person", args=[membership.pk]))


@page(MANAGE, methods=("POST",))
def invite(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Send the invitation again."""
    viewer = _viewer(request)
    membership = queries.person(viewer, membership_id)
    try:
        actions.invite_again(by=viewer, membership=membership)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, f"The invitation has been sent to {membership.user.email} again.")
    return HttpResponseRedirect(reverse("person", args=[membership.pk]))


@page(MANAGE, methods=("POST",))
def second_step(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Take away the second step of somebody who has lost telephone and codes."""
    viewer = _viewer(request)
    membership = queries.person(viewer, membership_id)
    try:
        actions.take_second_step_away(by=viewer, membership=membership)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(
            request, f"{membership.user.name} signs in with the password alone, and sets up a new second step."
        )
    return HttpResponseRedirect(reverse("person", args=[membership.pk]))


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(int(asked), 10_000) if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) else 1


def _rows(people: list[queries.Membership]) -> list[dict[str, str]]:
    return [
        {
            "name": one.user.name,
            "href": reverse("person", args=[one.pk]),
            "email": one.user.email,
            "role": Role(one.role).label,
            "agency": one.agency,
            "state": "" if one.user.has_usable_password() else "Invited",
        }
        for one in people
    ]
