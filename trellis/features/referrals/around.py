"""What referrals tells of what is round a family: who referred it, other agencies, and about whom the file is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from trellis.features.families.drawn import is_sealed
from trellis.features.referrals.models import Referral, ReferredPerson
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.answers import read_answers
from trellis.platform.contributions.records import EcomapNode

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

NOT_ROUND = (ReferralStatus.DRAFT, ReferralStatus.WITHDRAWN)


def agencies_of(viewer: Viewer, family: Any, _today: date) -> Iterable[EcomapNode]:
    """Give the agency that referred a family, and those that the referrer said are involved.

    None where somebody's school or work is sealed from the viewer: an agency may be that school, or name it.
    """
    if is_sealed(viewer, family):
        return
    for referral in _of_family(viewer, family):
        if referral.agency:
            yield EcomapNode("Referred by", referral.agency)
        for agency in read_answers(referral.answers).agencies:
            if agency.name and agency.name != referral.agency:
                yield EcomapNode("Involved when referred", agency.name)


def about_whom(viewer: Viewer, family: Any) -> Iterable[uuid.UUID]:
    """Give the children of concern of a family's referrals."""
    said = {
        referral.pk: {person.id for person in read_answers(referral.answers).people if person.child_of_concern}
        for referral in _of_family(viewer, family)
    }
    rows = ReferredPerson.objects.visible_to(viewer).filter(referral_id__in=list(said), person__isnull=False)
    for row in rows.order_by("referral_id", "position"):
        if row.person_id is not None and str(row.answers.get("id", "")) in said[row.referral_id]:
            yield row.person_id


def _of_family(viewer: Viewer, family: Any) -> list[Referral]:
    found = Referral.objects.visible_to(viewer).filter(family_id=family.pk).exclude(status__in=NOT_ROUND)
    return list(found.order_by("-submitted_at", "-pk")[:3])
