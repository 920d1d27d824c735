"""Pages of programmes: the list, the referrer's page, the facilitator's page, what is on offer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from trellis.features.programmes import actions, queries
from trellis.features.programmes.permissions import CHANGE_OFFERS, SEE_PROGRAMMES, SEE_SESSIONS
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.web import presenters
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.contributions.registry import panels
from trellis.platform.design_system import render

# The referrals room stands above this one: only its permission and its address are named here.
MAKE_REFERRALS = "referrals.make"


@page(SEE_PROGRAMMES)
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes that the viewer's organisation takes referrals to."""
    offered = [queries.definition(version.pk) for version in queries.on_offer(request.viewer)]
    context = {
        "programmes": [presenters.brief(definition) for definition in offered],
        "may_change_offers": request.viewer.may(CHANGE_OFFERS),
    }
    return render(request, "programmes/list.jinja", context)


@page(SEE_PROGRAMMES)
def programme(request: HttpRequest, key: str) -> HttpResponse:
    """Show a programme to somebody who thinks of referring a family."""
    definition = _definition(request, key)
    viewer, today = request.viewer, timezone.localdate()
    is_open = key in queries.open_keys(viewer)
    added = [
        {"template": panel.template, "context": context}
        for panel in panels("programme")
        if viewer.may(panel.permission) and (context := panel.context(viewer, definition, today)) is not None
    ]
    context = {
        "programme": definition,
        "about": presenters.for_referrers(definition),
        "panels": added,
        "may_see_sessions": viewer.may(SEE_SESSIONS),
        "is_open": is_open,
        "may_refer": is_open and viewer.may(MAKE_REFERRALS),
    }
    return render(request, "programmes/programme.jinja", context)


@page(SEE_SESSIONS)
def facilitators(request: HttpRequest, key: str) -> HttpResponse:
    """Show what facilitators do, session by session, to work from and to print."""
    definition = _definition(request, key)
    context = {"programme": definition, "about": presenters.for_facilitators(definition)}
    return render(request, "programmes/facilitators.jinja", context)


@page(CHANGE_OFFERS)
def offers(request: HttpRequest) -> HttpResponse:
    """List every programme with whether it is open to referrals here."""
    opened = queries.open_keys(request.viewer)
    rows = [
        {"brief": presenters.brief(queries.definition(version.pk)), "is_open": version.key in opened}
        for version in queries.latest_versions()
    ]
    return render(request, "programmes/offers.jinja", {"rows": rows})


@page(CHANGE_OFFERS, methods=("POST",))
def change_offer(request: HttpRequest, key: str) -> HttpResponse:
    """Open or close a programme to referrals."""
    is_open = request.POST.get("is_open") == "yes"
    try:
        actions.set_offer(by=request.viewer, programme_key=key, is_open=is_open)
    except RuleBroken as broken:
        raise Http404 from broken
    name = queries.definition(queries.latest_version(key).pk).short_name
    words = "is open to referrals" if is_open else "is closed to new referrals; what runs goes on"
    messages.success(request, f"{name} {words}.")
    return redirect("programmes:offers")


def _definition(request: HttpRequest, key: str) -> ProgrammeDefinition:
    """Return the newest version, or the one asked for in the address, which older groups still run on."""
    try:
        asked = int(request.GET["version"]) if "version" in request.GET else None
    except ValueError as wrong:
        raise Http404 from wrong
    found = queries.find_definition(request.viewer, key, asked)
    if found is None:
        raise Http404
    return found
