"""What another organisation may read: only what was shared with it, and only while the agreement stands."""

from __future__ import annotations

ALSO_SEEN = {
    "confidentiality.SharedRecord": (
        "for_organisation_id = (SELECT trellis_organisation()) AND until >= current_date AND taken_back_at IS NULL"
    )
}
