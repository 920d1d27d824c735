"""Sharing with another organisation: by agreement, word for word, until a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from trellis.features.confidentiality.models import SharedRecord, SharingAgreement
from trellis.features.confidentiality.rules import (
    LawfulBasis,
    Shared,
    check_agreement_days,
    check_in_force,
    check_reason,
)
from trellis.features.families.models import Family
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Organisation
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("sharing.agreed", "confidentiality.share")
def agree_to_share(
    *,
    by: Viewer,
    family: Family,
    with_whom: str,
    what: Sequence[str],
    why: str,
    basis: LawfulBasis,
    since: datetime.date,
    until: datetime.date,
    with_organisation: Organisation | None = None,
) -> SharingAgreement:
    """Write down what of a family may be shared, with whom, why and until when."""
    if not with_whom.strip():
        raise RuleBroken("Write with whom this is shared.", "with_whom")
    if with_organisation is not None and with_organisation.pk == by.organisation_id:
        raise RuleBroken("This is your own organisation.", "with_whom")
    chosen = [Shared(one).value for one in what]
    if not chosen:
        raise RuleBroken("Choose what may be shared.", "what")
    check_agreement_days(since, until, timezone.localdate())
    agreement = SharingAgreement.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        with_organisation=with_organisation,
        with_whom=with_whom.strip(),
        what=chosen,
        why=check_reason(why, "why"),
        basis=basis,
        since=since,
        until=until,
        agreed_by_id=by.membership_id,
    )
    about(agreement, family=str(family.pk), what=chosen)
    return agreement


@action("sharing.shared", "confidentiality.share")
def share(*, by: Viewer, agreement: SharingAgreement, title: str, sections: Sequence[dict[str, Any]]) -> SharedRecord:
    """Share what was shown, word for word; raises RuleBroken unless the agreement is in force today."""
    check_in_force(agreement.since, agreement.until, timezone.localdate(), ended=agreement.ended_at is not None)
    shared = SharedRecord.objects.create(
        organisation_id=by.organisation_id,
        agreement=agreement,
        for_organisation_id=agreement.with_organisation_id,
        title=title,
        sections=list(sections),
        until=agreement.until,
        shared_by_id=by.membership_id,
        from_name=by.organisation_name,
    )
    about(shared, family=str(agreement.family_id), sections=len(sections))
    return shared


@action("sharing.taken_back", "confidentiality.share")
def take_back(*, by: Viewer, shared: SharedRecord) -> None:
    """Let the other organisation read no longer what was shared."""
    if shared.taken_back_at is None:
        shared.taken_back_at = timezone.now()
        shared.save(update_fields=["taken_back_at"])
    about(shared, family=str(shared.agreement.family_id))


@action("sharing.ended", "confidentiality.share")
def end_agreement(*, by: Viewer, agreement: SharingAgreement, why: str) -> None:
    """End an agreement early; all that was shared under it is taken back."""
    if agreement.ended_at is not None:
        raise RuleBroken("This agreement was ended already.", "why")
    agreement.ended_at, agreement.ended_why = timezone.now(), check_reason(why, "why")
    agreement.save(update_fields=["ended_at", "ended_why"])
    SharedRecord.objects.visible_to(by).filter(agreement=agreement, taken_back_at__isnull=True).update(
        taken_back_at=timezone.now()
    )
    about(agreement, family=str(agreement.family_id))
