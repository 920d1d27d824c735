"""Lists of referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralStatus

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

TO_DO = (ReferralStatus.IDENTITY_CHECK, ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED)
_ORDER = {
    ReferralStatus.IDENTITY_CHECK: 1,
    ReferralStatus.SCREENING: 1,
    ReferralStatus.MORE_NEEDED: 2,
    ReferralStatus.DRAFT: 3,
}


def referrals(
    viewer: Viewer, *, status: str = "", programme: str = "", whose: str = "", search: str = ""
) -> QuerySet[Referral]:
    """Return the referrals that the viewer may see, what needs doing first and of that the oldest first.

    `whose` "mine" keeps those that the viewer made; `search` is a reference or part of a family's name. Withdrawn
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
        found = found.filter(Q(reference__istartswith=words) | Q(family_name__icontains=words))
    whens = [When(status=state, then=Value(order)) for state, order in _ORDER.items()]
    turn = Case(*whens, default=Value(9), output_field=IntegerField())
    return found.annotate(turn=turn).order_by("turn", "submitted_at", "pk")


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
