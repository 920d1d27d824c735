"""What referrals tell of a family's events: sent, asked about, decided. Never what a referrer wrote of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from trellis.features.families.drawn import is_sealed
from trellis.features.programmes.queries import definition
from trellis.features.referrals.models import ReferralEvent
from trellis.features.referrals.rules.states import WAYS
from trellis.platform.contributions.records import ChronologyEntry

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

SAID = {
    "submit": "Referral sent to",
    "ask_for_more": "More was asked of the referrer, for",
    "answer": "The referrer answered, for",
    "accept": "Referral accepted to",
    "decline": "Referral declined by",
    "withdraw": "Referral withdrawn from",
}
DECIDED = {"accept": "The family may take part", "decline": "The family was not taken"}


def chronology_entries(
    viewer: Viewer, family: Any, since: date | None, until: date | None
) -> Iterator[ChronologyEntry]:
    """Give what became of a family's referrals from one day to another; both days are counted.

    No agency is named where somebody's school or work is sealed from the viewer: it may be that school.
    """
    rows = ReferralEvent.objects.visible_to(viewer).filter(
        referral__family_id=family.pk,
        referral__submitted_at__isnull=False,
        way__in=[key for key in WAYS if key in SAID],
    )
    found = list(rows.select_related("referral", "by__user").order_by("pk"))
    names_agency = bool(found) and not is_sealed(viewer, family)
    for one in found:
        referral = one.referral
        on = _day(one.at if one.way != "submit" else referral.submitted_at or one.at)
        if (since is not None and on < since) or (until is not None and on > until):
            continue
        told_by = referral.agency if one.way in {"submit", "answer"} and names_agency else ""
        ours = one.by.user.name if one.way in {"ask_for_more", "accept", "decline"} else ""
        source = ", ".join(part for part in (told_by or ours, f"referral {referral.reference}") if part)
        yield ChronologyEntry(
            on=on,
            words=f"{SAID[one.way]} {definition(referral.programme_version_id).short_name}.",
            source=source,
            kind="Referral",
            link=reverse("referrals:referral", args=[referral.pk]),
            significant=one.way in DECIDED,
            significance=DECIDED.get(one.way, ""),
            key=f"referrals.event.{one.pk}",
        )


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
