"""How people of the house sign in, for their administrator: the second step, and the organisation's own sign-in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import actions, queries
from trellis.platform.access.guarding import organisation_of
from trellis.platform.access.models import Organisation
from trellis.platform.access.pages import page
from trellis.platform.access.roles import OUTSIDE, Role
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.design_system import render
from trellis.platform.design_system.forms import Checkboxes, DateParts, GovukForm, LongText, Password, Radios, Text
from trellis.platform.design_system.words import day, listed

MANAGE = "access.manage_sign_in"
NEVER, LATER, NOW = "no", "later", "now"
BACK = {"back_text": "How people sign in"}


class SecondStepForm(GovukForm):
    """From when a second step is needed, and of whom."""

    when = Radios(
        label="Is a second step needed at sign-in?",
        choices=[(NEVER, "No, each person decides"), (LATER, "Yes, from a day on"), (NOW, "Yes, from now on")],
        hints={NOW: "Whoever has none sets it up before anything else opens."},
        reveals={LATER: ["since"]},
        missing="Choose whether a second step is needed",
    )
    since = DateParts(label="From which day?", missing="Enter the day from which the second step is needed")
    roles = Checkboxes(
        label="Of whom?",
        choices=Role,
        hint="Everybody who can read about families should have one.",
        required=False,
    )


class OwnSignInForm(GovukForm):
    """What the provider's own pages call issuer, id and secret."""

    marks_optional = False
    name = Text(
        label="What your people call it",
        hint="For example, Riverside’s Microsoft account",
        max_length=80,
        width=30,
        missing="Enter what your people call it",
    )
    issuer = Text(
        label="Issuer",
        hint="For example, https://login.microsoftonline.com/…/v2.0 or https://accounts.google.com",
        max_length=300,
        missing="Enter the issuer’s address",
    )
    client_id = Text(label="Application’s id", max_length=300, missing="Enter the application’s id")
    secret = Password(label="Application’s secret", required=False, autocomplete="off")
    domains = LongText(
        label="E-mail domains",
        hint="What comes after the @ in your people’s addresses, one a line. No other address is let in.",
        rows=3,
        counted=False,
        max_length=2000,
        missing="Enter at least one e-mail domain",
    )
    asks_second_step = Radios(
        label="Does it ask for a second step itself?",
        choices=[("yes", "Yes, always"), ("no", "No, or not always")],
        hints={"yes": "Trellis then asks those who come from there for no other."},
        missing="Choose whether it asks for a second step itself",
    )


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    assert viewer is not None
    return viewer


@page(MANAGE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is asked of people at sign-in, who has no second step yet, and the organisation's own sign-in."""
    viewer = _viewer(request)
    organisation = organisation_of(request, viewer)
    context = {
        "asked": _asked(organisation),
        "lacking": [
            {"name": one.user.name, "role": Role(one.role).label, "href": reverse("person", args=[one.pk])}
            for one in queries.without_second_step(viewer)
        ],
        "provider": queries.provider(viewer),
        "addresses": _addresses(request, organisation),
    }
    return render(request, "access/how_people_sign_in.jinja", context)


@page(MANAGE, methods=("GET", "POST"))
def second_step(request: HttpRequest) -> HttpResponse:
    """Decide from when a second step is needed, and of whom."""
    viewer = _viewer(request)
    organisation = organisation_of(request, viewer)
    form = SecondStepForm(request.POST or None, initial=_now(organisation))
    if form.is_valid():
        try:
            actions.ask_for_second_step(
                by=viewer, since=_since(form.cleaned_data, organisation), roles=form.cleaned_data["roles"]
            )
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved. It holds for everybody at their next page.")
            return HttpResponseRedirect(reverse("how_people_sign_in"))
    context = {"form": form, "title": "Second step at sign-in", "submit_text": "Save"}
    return render(
        request, "layouts/one_thing_page.jinja", {**context, **BACK, "back_href": reverse("how_people_sign_in")}
    )


@page(MANAGE, methods=("GET", "POST"))
def own(request: HttpRequest) -> HttpResponse:
    """Set the organisation's own sign-in; the secret is kept sealed and never shown."""
    viewer = _viewer(request)
    kept = queries.provider(viewer)
    initial = (
        {
            "name": kept.name,
            "issuer": kept.issuer,
            "client_id": kept.client_id,
            "domains": "\n".join(kept.domains),
            "asks_second_step": "yes" if kept.asks_second_step else "no",
        }
        if kept
        else {}
    )
    form = OwnSignInForm(request.POST or None, initial=initial)
    if kept:
        form.fields["secret"].help_text = "One is kept, and not shown. Leave this empty to keep it."
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_provider(by=viewer, **{**given, "asks_second_step": given["asks_second_step"] == "yes"})
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved. Try it in a private window before you tell your people.")
            return HttpResponseRedirect(reverse("how_people_sign_in"))
    context = {
        "form": form,
        "title": "Sign-in by your own accounts",
        "submit_text": "Save",
        "back_href": reverse("how_people_sign_in"),
        "addresses": _addresses(request, organisation_of(request, viewer)),
        **BACK,
    }
    return render(request, "access/set_provider.jinja", context)


@page(MANAGE, methods=("POST",))
def stop(request: HttpRequest) -> HttpResponse:
    """Stop the organisation's own sign-in."""
    viewer = _viewer(request)
    if queries.provider(viewer):
        actions.stop_provider(by=viewer)
        messages.success(request, "Stopped. People sign in with their passwords, or choose one by “I have forgotten”.")
    return HttpResponseRedirect(reverse("how_people_sign_in"))


def _asked(organisation: Organisation) -> str:
    since = organisation.second_step_from
    if since is None:
        return "Not needed: each person decides"
    roles = listed([Role(role).label for role in organisation.second_step_roles])
    begun = "Needed" if since <= timezone.localdate() else f"Needed from {day(since)}"
    return f"{begun} of: {roles}"


def _now(organisation: Organisation) -> dict[str, Any]:
    since = organisation.second_step_from
    if since is None:
        everybody_inside = [role.value for role in Role if role not in OUTSIDE]
        return {"when": NEVER, "roles": everybody_inside}
    when = NOW if since <= timezone.localdate() else LATER
    return {"when": when, "since": since if when == LATER else None, "roles": organisation.second_step_roles}


def _since(given: dict[str, Any], organisation: Organisation) -> date | None:
    if given["when"] == NEVER:
        return None
    if given["when"] == LATER:
        return given["since"]
    today, was = timezone.localdate(), organisation.second_step_from
    return was if was is not None and was <= today else today


def _addresses(request: HttpRequest, organisation: Organisation) -> dict[str, str]:
    slug = {"provider_id": organisation.slug}
    return {
        "begin": request.build_absolute_uri(reverse("openid_connect_login", kwargs=slug)),
        "done": request.build_absolute_uri(reverse("openid_connect_callback", kwargs=slug)),
    }
