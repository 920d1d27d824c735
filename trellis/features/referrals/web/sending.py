"""Checking the answers, sending, and withdrawing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.referrals import actions, permissions, queries
from trellis.features.referrals.rules import WAYS, ReferralStatus
from trellis.features.referrals.rules.problems import problems_in
from trellis.features.referrals.rules.sections import BY_KEY
from trellis.features.referrals.rules.words import looked_at_by
from trellis.features.referrals.web.attaching import document_context
from trellis.features.referrals.web.shared import context_of, own_draft, viewer_of
from trellis.features.referrals.web.summaries import summaries
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.access.roles import Role
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import Confirm, GovukForm, LongText


class DeclarationForm(GovukForm):
    """What the referrer declares when sending."""

    declared = Confirm(
        label="What I have written is right as far as I know, and those who would take part know of the referral "
        "or cannot safely be told yet.",
        missing="Tick that what you have written is right, then send the referral",
    )


class WithdrawForm(GovukForm):
    """Why a referral is withdrawn."""

    note = LongText(
        label="Why is it withdrawn?", max_length=1000, rows=4, missing="Enter why the referral is withdrawn"
    )


@page(permissions.MAKE, methods=("GET", "POST"))
def check(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show every answer with a way to change it, ask for the declaration, and send."""
    viewer = viewer_of(request)
    referral, draft = own_draft(viewer, referral_id)
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    problems = problems_in(draft)
    if request.method == "POST" and not problems and form.is_valid():
        try:
            actions.submit(by=viewer, referral=referral)
        except RuleBroken as broken:
            messages.warning(request, broken.message)
            return redirect("referrals:referral", referral.pk)
        return redirect("referrals:sent", referral.pk)
    context = {
        **context_of(viewer, referral),
        "summaries": summaries(draft, referral, change=True),
        "form": form,
        "still_to_do": [
            {
                "words": problem.words,
                "section": BY_KEY[problem.section].title,
                "href": _where(referral.pk, problem.section, problem.item),
            }
            for problem in problems
        ],
        "attached": document_context(viewer, referral, draft)["attached"],
    }
    return render(request, "referrals/check.jinja", context)


def _where(referral_id: uuid.UUID, section: str, item: str) -> str:
    if item:
        return reverse("referrals:page", args=[referral_id, section, item]) + "?from=check"
    return reverse("referrals:section", args=[referral_id, section])


@page(permissions.MAKE)
def sent(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Say that a referral was sent, by what reference it goes, what happens next and by when."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    if referral.submitted_at is None:
        return redirect("referrals:referral", referral.pk)
    day = timezone.localtime(referral.submitted_at).date()
    context = {**context_of(viewer, referral), "by_day": looked_at_by(day)}
    return render(request, "referrals/sent.jinja", context)


@page(permissions.SEE, methods=("GET", "POST"))
def withdraw(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Ask before a referral is withdrawn (why) or a draft deleted, then do it."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    if viewer.role == Role.PRACTITIONER:
        raise Http404
    is_draft = referral.status == ReferralStatus.DRAFT
    form = WithdrawForm(request.POST if request.method == "POST" and not is_draft else None)
    if ReferralStatus(referral.status) not in WAYS["withdraw"].starts:
        messages.info(request, "This referral has been decided, so it cannot be withdrawn.")
        return redirect("referrals:referral", referral.pk)
    if request.method == "POST" and (is_draft or form.is_valid()):
        note = "" if is_draft else form.cleaned_data["note"]
        try:
            actions.withdraw(by=viewer, referral=referral, note=note)
        except RuleBroken as broken:
            messages.warning(request, broken.message)
            return redirect("referrals:referral", referral.pk)
        messages.success(request, "The draft was deleted." if is_draft else "The referral was withdrawn.")
        return redirect("referrals:list")
    viewed(viewer, referral)
    context = {**context_of(viewer, referral), "form": form, "is_draft": is_draft}
    return render(request, "referrals/withdraw.jinja", context)
