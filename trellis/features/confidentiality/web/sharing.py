"""Pages of sharing: agreements, what goes out under one, and what others share with us."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.confidentiality import actions, queries
from trellis.features.confidentiality.rules import LawfulBasis, Shared, check_in_force
from trellis.features.confidentiality.web.asking import BOTH, ask, done, saved
from trellis.features.confidentiality.web.forms import AgreementForm, WhyForm
from trellis.features.families import queries as families
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.contributions.registry import hooks


def _to_agreements(family_id: uuid.UUID) -> str:
    return reverse("confidentiality:agreements", args=[family_id])


@page("confidentiality.share")
def agreements(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show with whom this family's record is shared, and under which agreement."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    today = timezone.localdate()
    found = [
        {
            "agreement": agreement,
            "what": [Shared(one).label for one in agreement.what],
            "basis": LawfulBasis(agreement.basis).label,
            "in_force": agreement.ended_at is None and agreement.since <= today <= agreement.until,
        }
        for agreement in queries.agreements_of(viewer, family.pk)
    ]
    return render(request, "confidentiality/agreements.jinja", {"family": family, "agreements": found})


@page("confidentiality.share", methods=BOTH)
def agree(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Write down an agreement to share."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    form = AgreementForm(request.POST or None, initial={"since": timezone.localdate()})

    def save() -> None:
        given = dict(form.cleaned_data)
        other = queries.organisation_called(given["with_whom"])
        actions.agree_to_share(by=viewer, family=family, with_organisation=other, **given)

    if request.method == "POST" and saved(form, save):
        return done(request, _to_agreements(family.pk), "The agreement is written down. Nothing has been shared yet.")
    return ask(request, form, "An agreement to share", _to_agreements(family.pk), caption=family.name)


@page("confidentiality.share", methods=BOTH)
def share(request: HttpRequest, family_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    """Show what would go out under an agreement, word for word, then share it."""
    viewer = request.viewer
    agreement = queries.agreement(viewer, family_id, agreement_id)
    today = timezone.localdate()
    sections = [
        {"title": section.title, "lines": list(section.lines)}
        for hook in hooks("shared_section")
        if (section := hook.call(viewer, agreement.family, agreement.what, today)) is not None
    ]
    problem = ""
    try:
        check_in_force(agreement.since, agreement.until, today, ended=agreement.ended_at is not None)
    except RuleBroken as broken:
        problem = str(broken)
    if request.method == "POST" and not problem:
        title = f"{agreement.family.name}, from {viewer.organisation_name}"
        actions.share(by=viewer, agreement=agreement, title=title, sections=sections)
        return done(request, _to_agreements(family_id), f"Shared with {agreement.with_whom}.")
    context = {"agreement": agreement, "sections": sections, "problem": problem}
    return render(request, "confidentiality/share.jinja", context, status=409 if request.method == "POST" else 200)


@page("confidentiality.share", methods=BOTH)
def end(request: HttpRequest, family_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    """End an agreement early, and take back what was shared under it."""
    agreement = queries.agreement(request.viewer, family_id, agreement_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.end_agreement(by=request.viewer, agreement=agreement, why=form.cleaned_data["why"])
    ):
        return done(
            request, _to_agreements(family_id), "The agreement is ended; what was shared can be read no longer."
        )
    title = f"End the agreement with {agreement.with_whom}"
    return ask(request, form, title, _to_agreements(family_id), submit_text="End the agreement")


@page("confidentiality.share", methods=("POST",))
def take_back(request: HttpRequest, shared_id: uuid.UUID) -> HttpResponseRedirect:
    """Let the other organisation read no longer what was shared."""
    shared = queries.shared_record(request.viewer, shared_id)
    actions.take_back(by=request.viewer, shared=shared)
    return done(request, _to_agreements(shared.agreement.family_id), "They can read it no longer.")


@page("confidentiality.share")
def received(request: HttpRequest) -> HttpResponse:
    """List what other organisations share with ours."""
    return render(request, "confidentiality/received.jinja", {"received": queries.received(request.viewer)})


@page("confidentiality.share")
def received_one(request: HttpRequest, shared_id: uuid.UUID) -> HttpResponse:
    """Show what another organisation shares with ours."""
    shared = queries.received_one(request.viewer, shared_id)
    viewed(request.viewer, shared)
    return render(request, "confidentiality/received_one.jinja", {"shared": shared})
