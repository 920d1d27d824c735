"""Lists of referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralStatus

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

TO_DO = (ReferralStatus.IDENTITY_CHECK, ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED)
OPEN = (*TO_DO, ReferralStatus.DRAFT)


def referrals(
    viewer: Viewer, *, status: str = "", programme: str = "", whose: str = "", search: str = ""
) -> QuerySet[Referral]:
    """Return the referrals that the viewer may see, newest first.

    `whose` "mine" keeps those that the viewer made; `search` is part of a reference or of a family's name. Withdrawn
    ones are listed only when asked for by status, other people's drafts never.
    """
    found = Referral.objects.visible_to(viewer).select_related("programme_version", "made_by__user")
    if status in set(ReferralStatus):
        found = found.filter(status=status)
    elif status == "to_do":
        found = found.filter(status__in=TO_DO)
    else:
        found = found.exclude(status=ReferralStatus.WITHDRAWN)
    if programme:
        found = found.filter(programme_version__key=programme)
    if whose == "mine":
        found = found.filter(made_by_id=viewer.membership_id)
    words = search.replace("\x00", "").strip()
    if words:
        found = found.filter(Q(reference__contains=words.upper()) | Q(family_name__icontains=words))
    return found.order_by("-submitted_at", "-pk")


def what_needs_doing_first(found: QuerySet[Referral], start: int, most: int) -> list[Referral]:
    """Return part of a list of `referrals`: what is open, the oldest first, and then the rest, the newest first.

    What is open is little even where there is much in all, so each part is read through an index.
    """
    still_open = found.filter(status__in=OPEN)
    first = list(still_open.order_by("submitted_at", "pk")[start : start + most])
    if len(first) == most:
        return first
    skipped = max(start - still_open.count(), 0)
    return first + list(found.exclude(status__in=OPEN)[skipped : skipped + most - len(first)])


def to_do(viewer: Viewer, most: int) -> list[Referral]:
    """Return the referrals that wait for a co-ordinator, oldest first, at most `most` and one more."""
    waiting = (ReferralStatus.IDENTITY_CHECK, ReferralStatus.SCREENING)
    found = Referral.objects.visible_to(viewer).filter(status__in=waiting)
    return list(found.select_related("programme_version").order_by("submitted_at", "pk")[: most + 1])


def own_drafts(viewer: Viewer, most: int) -> list[Referral]:
    """Return what waits for the viewer as a referrer: questions to answer, then drafts, newest first."""
    mine = Referral.objects.visible_to(viewer).filter(made_by_id=viewer.membership_id)
    waiting = mine.filter(status__in=(ReferralStatus.MORE_NEEDED, ReferralStatus.DRAFT))
    return list(waiting.select_related("programme_version").order_by("-status", "-changed_at", "pk")[: most + 1])
