"""What referrals adds to Today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from trellis.features.referrals import queries
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.web.shared import called
from trellis.platform.access.viewer import Viewer

MOST = 8
_WHERE = {
    ReferralStatus.IDENTITY_CHECK: ("referrals:identity", "confirm who this is"),
    ReferralStatus.SCREENING: ("referrals:screening", "ready to screen"),
    ReferralStatus.MORE_NEEDED: ("referrals:more", "we need more from you"),
    ReferralStatus.DRAFT: ("referrals:referral", "not sent yet"),
}


def _rows(found: list[Any], today: date, *, count_days: bool) -> list[dict[str, Any]]:
    rows = []
    for each in found[:MOST]:
        page, words = _WHERE[ReferralStatus(each.status)]
        sent = timezone.localtime(each.submitted_at).date() if each.submitted_at else None
        rows.append(
            {
                "href": reverse(page, args=[each.pk]),
                "called": f"{called(each)} ({each.reference})",
                "words": f"{each.programme_version.name}, {words}",
                "days": (today - sent).days if sent and count_days else None,
            }
        )
    return rows


def coordinators_today(viewer: Viewer, subject: Any, today: date) -> dict[str, Any] | None:
    """Return the referrals to identify and to screen, oldest first."""
    found = queries.to_do(viewer, MOST)
    if not found:
        return None
    all_href = reverse("referrals:list") + "?status=to_do"
    return {"rows": _rows(found, today, count_days=True), "more": len(found) > MOST, "all_href": all_href}


def referrers_today(viewer: Viewer, subject: Any, today: date) -> dict[str, Any] | None:
    """Return the viewer's drafts, and what more is asked of them."""
    found = queries.own_drafts(viewer, MOST)
    if not found:
        return None
    rows = _rows(found, today, count_days=False)
    return {"rows": rows, "more": len(found) > MOST, "all_href": reverse("referrals:list")}
