"""What several pages about referrals need: the draft as the rules see it, and words for states."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.referrals import queries
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.sections import BY_KEY, Draft, Section
from trellis.features.referrals.rules.words import status_for_referrer
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral

LOOKS = {
    ReferralStatus.DRAFT: "quiet",
    ReferralStatus.IDENTITY_CHECK: "look",
    ReferralStatus.SCREENING: "look",
    ReferralStatus.MORE_NEEDED: "open",
    ReferralStatus.ACCEPTED: "good",
    ReferralStatus.DECLINED: "quiet",
    ReferralStatus.WITHDRAWN: "quiet",
}


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the viewer of a page that asks for a permission."""
    viewer: Viewer = request.viewer
    return viewer


def draft_of(viewer: Viewer, referral: Referral) -> Draft:
    """Return a referral's answers as the rules see them."""
    uploaded = frozenset(attached.kind_key for attached in queries.documents_of(viewer, referral))
    definition = programmes.definition(referral.programme_version_id)
    return Draft(queries.answers_for(viewer, referral), definition, timezone.localdate(), uploaded)


def own_draft(viewer: Viewer, referral_id: uuid.UUID) -> tuple[Referral, Draft]:
    """Return a draft that the viewer is writing, or answer 404."""
    referral = queries.referral(viewer, referral_id)
    if referral.status != ReferralStatus.DRAFT or referral.made_by_id != viewer.membership_id:
        raise Http404
    return referral, draft_of(viewer, referral)


def section_or_404(key: str) -> Section:
    """Return a section of the task list, or answer 404."""
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def status_words(viewer: Viewer, referral: Referral) -> str:
    """Return the status in the words that suit the viewer; a referrer never learns whether somebody is known."""
    status = ReferralStatus(referral.status)
    return status_for_referrer(status) if viewer.role == Role.REFERRER else status.label


def look_of(viewer: Viewer, referral: Referral) -> str:
    """Return the look of the status."""
    return LOOKS[ReferralStatus(referral.status)]


def called(referral: Referral) -> str:
    """Return what a referral is called: the family's name, or the reference while there is none."""
    return referral.family_name or f"Referral {referral.reference}"


def programme_name(referral: Referral) -> str:
    """Return the short name of the programme."""
    return programmes.definition(referral.programme_version_id).short_name


def context_of(viewer: Viewer, referral: Referral) -> dict[str, Any]:
    """Return what every page about one referral shows at its top."""
    return {
        "referral": referral,
        "called": called(referral),
        "programme": programme_name(referral),
        "status": status_words(viewer, referral),
        "status_look": look_of(viewer, referral),
        "is_referrer": viewer.role == Role.REFERRER,
    }
