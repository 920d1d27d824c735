"""Whether an order is in force, how long still, and what stands at the top of a family's page because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.kernel.dates import in_words
from trellis.kernel.labelled import LabelledEnum

SOON = 28


class Standing(LabelledEnum):
    """How it stands with an order today."""

    TO_COME = "to_come", "Not in force yet"
    IN_FORCE = "in_force", "In force"
    EXPIRES_SOON = "expires_soon", "Expires soon"
    OVER = "over", "Over"


@dataclass(frozen=True, slots=True)
class Limit:
    """How it stands with an order, and until when, in words."""

    standing: Standing
    words: str

    @property
    def is_in_force(self) -> bool:
        """Say whether it limits contact today."""
        return self.standing in {Standing.IN_FORCE, Standing.EXPIRES_SOON}


def limit(made_on: date, expires_on: date | None, ended_on: date | None, today: date) -> Limit:
    """Say how it stands with an order; its last day is still in force, the day on which it was discharged is not."""
    if ended_on is not None and ended_on <= today:
        return Limit(Standing.OVER, f"discharged on {in_words(ended_on)}")
    if expires_on is not None and expires_on < today:
        return Limit(Standing.OVER, f"expired on {in_words(expires_on)}")
    if made_on > today:
        return Limit(Standing.TO_COME, f"from {in_words(made_on)}")
    if expires_on is None:
        return Limit(Standing.IN_FORCE, "no end date")
    days = (expires_on - today).days
    if days <= SOON:
        how = "today is its last day" if days == 0 else f"expires in {days} day{'' if days == 1 else 's'}"
        return Limit(Standing.EXPIRES_SOON, how)
    return Limit(Standing.IN_FORCE, f"until {in_words(expires_on)}")
