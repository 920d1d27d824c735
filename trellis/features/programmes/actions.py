"""Opening and closing programmes to referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.features.programmes.models import Offer, ProgrammeVersion
from trellis.features.programmes.permissions import CHANGE_OFFERS
from trellis.kernel.decisions import RuleBroken
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


@action("programmes.offer_changed", CHANGE_OFFERS)
def set_offer(*, by: Viewer, programme_key: str, is_open: bool) -> Offer:
    """Open or close a programme to referrals in the organisation; what runs already goes on.

    Raises RuleBroken for a programme that is not there.
    """
    if not ProgrammeVersion.objects.filter(key=programme_key).exists():
        raise RuleBroken("There is no programme of that name.", "programme_key")
    offer, _ = Offer.objects.update_or_create(
        organisation_id=by.organisation_id, programme_key=programme_key, defaults={"is_open": is_open}
    )
    about(offer, programme=programme_key, is_open=is_open)
    return offer
