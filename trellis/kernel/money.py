"""Pounds and pence, held as whole pence so that nothing is ever lost to rounding."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WRITTEN = re.compile(r"^£?\s*(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{2}))?$")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Hold an amount in pence sterling."""

    pence: int

    @classmethod
    def pounds(cls, pounds: int) -> "Money":
        """Make an amount from whole pounds."""
        return cls(pounds * 100)

    @classmethod
    def read(cls, written: str) -> "Money":
        """Read "£1,250.50" or "1250"; raises ValueError that says how to write an amount."""
        match = _WRITTEN.match(written.strip())
        if match is None:
            raise ValueError(f"{written!r} is not an amount; write pounds like £1,250 or £1,250.50")
        return cls(int(match[1].replace(",", "")) * 100 + int(match[2] or 0))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.pence + other.pence)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.pence - other.pence)

    def __mul__(self, count: int) -> "Money":
        return Money(self.pence * count)

    def __bool__(self) -> bool:
        return self.pence != 0

    def shared(self, parts: Iterable[int]) -> list["Money"]:
        """Share out by whole weights; the pence left over go one each to the first parts.

        Raises ValueError when the weights do not add up to more than nothing.
        """
        weights = list(parts)
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights must be whole, not negative, and add up to more than 0")
        shares = [self.pence * weight // whole for weight in weights]
        for index in range(self.pence - sum(shares)):
            shares[index % len(shares)] += 1
        return [Money(share) for share in shares]

    def __str__(self) -> str:
        sign, pence = ("-", -self.pence) if self.pence < 0 else ("", self.pence)
        return f"{sign}£{pence // 100:,}" + (f".{pence % 100:02d}" if pence % 100 else "")


def total(amounts: Iterable[Money]) -> Money:
    """Add amounts up; nothing adds up to £0."""
    return Money(sum(amount.pence for amount in amounts))
