"""What a referral asks, where it stands, and what may happen next. Nothing here knows Django."""

from trellis.features.referrals.rules.states import (
    WAYS,
    DecisionKind,
    ReferralSource,
    ReferralStatus,
    Way,
    check_way,
)

__all__ = ["WAYS", "DecisionKind", "ReferralSource", "ReferralStatus", "Way", "check_way"]
