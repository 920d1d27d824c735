"""One referral: its page, and the same on paper."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from trellis.features.referrals import permissions, queries
from trellis.features.referrals.rules import WAYS, DecisionKind, ReferralStatus
from trellis.features.referrals.rules.words import NOBODY_KNOWN, looked_at_by
from trellis.features.referrals.web.attaching import document_context, may_attach
from trellis.features.referrals.web.drafts import task_list
from trellis.features.referrals.web.shared import context_of, draft_of, viewer_of
from trellis.features.referrals.web.summaries import summaries
from trellis.kernel.dates import age_on
from trellis.platform.access.pages import page
from trellis.platform.access.panels import drawn_panels
from trellis.platform.access.roles import Role
from trellis.platform.audit.actions import viewed

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral
    from trellis.features.referrals.rules.sections import Draft
    from trellis.platform.access.viewer import Viewer

PLAIN_WAYS = {
    "submit": "Sent",
    "identify": "Confirmed who this is",
    "ask_for_more": "More was asked for",
    "answer": "Answers came",
    "accept": "Accepted",
    "decline": "Not accepted",
    "withdraw": "Withdrawn",
}


@page(permissions.SEE)
def referral(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show a referral: the task list of a draft; else what was said, what happened, what was decided."""
    viewer = viewer_of(request)
    shown = queries.referral(viewer, referral_id)
    draft = draft_of(viewer, shown)
    people = queries.people_of(viewer, shown)
    viewed(viewer, shown, people=[row.person for row in people if row.person is not None])
    if shown.status == ReferralStatus.DRAFT:
        return task_list(request, viewer, shown, draft)
    return render(request, "referrals/referral.jinja", _context(request, viewer, shown, draft))


@page(permissions.SEE)
def paper(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show a referral designed as paper."""
    viewer = viewer_of(request)
    shown = queries.referral(viewer, referral_id)
    draft = draft_of(viewer, shown)
    people = queries.people_of(viewer, shown)
    viewed(viewer, shown, people=[row.person for row in people if row.person is not None])
    return render(request, "referrals/paper.jinja", _context(request, viewer, shown, draft))


def _context(request: HttpRequest, viewer: Viewer, shown: Referral, draft: Draft) -> dict[str, Any]:
    today = timezone.localdate()
    is_referrer = viewer.role == Role.REFERRER
    decisions = queries.decisions_of(viewer, shown)
    sent = timezone.localtime(shown.submitted_at).date() if shown.submitted_at else None
    return {
        **context_of(viewer, shown),
        **document_context(viewer, shown, draft),
        "may_attach": may_attach(viewer, shown),
        "people": [_person(draft, person, today) for person in draft.answers.people],
        "kept_from": [home for home in draft.answers.homes if home.kept_from],
        "summaries": summaries(draft, shown, change=False),
        "timeline": _timeline(viewer, shown, is_referrer=is_referrer),
        "decision": decisions[0] if decisions else None,
        "decision_kind": DecisionKind(decisions[0].kind).label if decisions else "",
        "sent": sent,
        "by_day": looked_at_by(sent) if sent else None,
        "days": (today - sent).days if sent else 0,
        "next": _next(viewer, shown),
        "may_withdraw": ReferralStatus(shown.status) in WAYS["withdraw"].starts and viewer.role != Role.PRACTITIONER,
        "family_href": _family_href(viewer, shown),
        "may_screen": viewer.may(permissions.SCREEN),
        "panels": drawn_panels(request, viewer, "referral", shown),
        "today": today,
    }


def _person(draft: Draft, person: Any, today: Any) -> dict[str, Any]:
    titles = {strand.key: strand.title for strand in draft.definition.strands}
    return {
        "name": person.full_name,
        "age": age_on(person.birth_date, today) if person.birth_date else "",
        "relation": {"parent": "parent", "carer": "carer", "child": "child"}.get(person.family_role, "adult"),
        "href": "",
        "note": titles.get(person.strand, "not taking part"),
    }


def _family_href(viewer: Viewer, shown: Referral) -> str:
    if not shown.family_id or not viewer.may("families.see"):
        return ""
    try:
        return reverse("families:family", args=[shown.family_id])
    except NoReverseMatch:
        return ""


def _next(viewer: Viewer, shown: Referral) -> dict[str, str]:
    """Return the one thing that this viewer should do next, if there is one."""
    status = ReferralStatus(shown.status)
    if viewer.may(permissions.SCREEN):
        if status is ReferralStatus.IDENTITY_CHECK:
            return {"text": "Confirm who this is", "href": reverse("referrals:identity", args=[shown.pk])}
        if status in {ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED}:
            return {"text": "Screen this referral", "href": reverse("referrals:screening", args=[shown.pk])}
    if status is ReferralStatus.MORE_NEEDED and shown.made_by_id == viewer.membership_id:
        return {"text": "Answer the questions", "href": reverse("referrals:more", args=[shown.pk])}
    return {}


def _by(event: Any) -> str:
    automatic = event.way == "identify" and event.note == NOBODY_KNOWN
    return "Trellis" if automatic else str(event.by.user.name)


def _timeline(viewer: Viewer, shown: Referral, *, is_referrer: bool) -> list[dict[str, Any]]:
    entries = []
    for event in reversed(queries.events_of(viewer, shown)):
        if is_referrer and event.way == "identify":
            continue
        by_us = is_referrer and event.by_id != viewer.membership_id
        entries.append(
            {
                "title": PLAIN_WAYS.get(event.way, event.way),
                "by": viewer.organisation_name if by_us else _by(event),
                "at": event.at,
                "text": "" if by_us else event.note,
            }
        )
    return entries
