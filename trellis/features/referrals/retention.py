"""How long referrals are kept that led to nothing here."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralStatus
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.records import RetentionRule, RetentionTrigger

OPEN = {ReferralStatus.IDENTITY_CHECK, ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED}
ENDED = {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}


def declined(
    viewer: Viewer, families: Collection[uuid.UUID] | None = None
) -> Iterable[tuple[uuid.UUID, Any, date | None]]:
    """Give the day on which the last referral of a family was declined or taken back; none while one is open."""
    rows = Referral.objects.visible_to(viewer).filter(family__isnull=False, status__in=OPEN | ENDED)
    if families is not None:
        rows = rows.filter(family_id__in=families)
    last: dict[uuid.UUID, date | None] = {}
    for family, status, decided, changed in rows.values_list("family_id", "status", "decided_at", "changed_at"):
        day = None if status in OPEN else (decided or changed).date()
        before = last.get(family, date.min)
        last[family] = None if day is None or before is None else max(before, day)
    yield from ((family, None, day) for family, day in last.items())


TRIGGERS = (RetentionTrigger("referral_declined", "A referral was declined or taken back", declined),)
RULES = (
    RetentionRule(
        key="referral_declined",
        label="A referral that was declined or taken back",
        trigger="referral_declined",
        months=12,
        floor=6,
        basis="Public task; so that a decision can be explained and looked at again",
        source="Set by the service",
        jurisdiction="England and Wales",
        confidence="practice",
        effective_from=date(2026, 1, 1),
    ),
)
