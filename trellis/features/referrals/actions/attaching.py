"""Documents attached to a referral."""

from __future__ import annotations

from typing import Any

from trellis.features.referrals import permissions
from trellis.features.referrals.actions.locking import locked
from trellis.features.referrals.models import Referral, ReferralDocument
from trellis.features.referrals.rules import ReferralStatus
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import OPERATIONAL
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.documents import actions as documents

MOST = 50


@action("referral.document_attached", permissions.SEE)
def attach_document(*, by: Viewer, referral: Referral, kind_key: str, upload: Any) -> ReferralDocument:
    """Attach a file as one of the programme's kinds of document; its content is checked before it is stored.

    Raises RuleBroken with words for the field `upload` or `kind_key`.
    """
    held = locked(by, referral)
    _check_open(by, held)
    if not kind_key:
        raise RuleBroken("Choose what kind of document this is.", "kind_key")
    if held.documents.count() >= MOST:
        raise RuleBroken(f"{MOST} documents are attached already. Remove one first.", "upload")
    try:
        document = documents.store_upload(by=by, upload=upload)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, "upload") from broken
    attached = ReferralDocument.objects.create(
        organisation_id=held.organisation_id, referral=held, kind_key=kind_key[:60], document=document
    )
    about(attached, kind=kind_key)
    return attached


@action("referral.document_removed", permissions.SEE)
def remove_document(*, by: Viewer, attached: ReferralDocument) -> None:
    """Take a document off a referral and delete its bytes; only whoever attached it, and only before a decision."""
    held = locked(by, attached.referral)
    _check_open(by, held)
    if attached.document.uploaded_by_id != by.membership_id:
        raise RuleBroken("Only the person who attached a document can remove it.")
    about(attached, kind=attached.kind_key)
    document = attached.document
    attached.delete()
    documents.remove(by=by, document=document)


def _check_open(by: Viewer, referral: Referral) -> None:
    own = referral.made_by_id == by.membership_id
    if not own and by.role not in OPERATIONAL:
        raise RuleBroken("Only the person who made a referral, or a co-ordinator, can attach documents to it.")
    done = {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}
    if ReferralStatus(referral.status) in done:
        raise RuleBroken("This referral is closed, so its documents cannot be changed.")
