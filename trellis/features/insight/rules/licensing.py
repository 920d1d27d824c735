"""Whose programmes a licensor sees figures of."""

from __future__ import annotations


def licensed_by(agency: str, *, needed: bool, licensor: str) -> bool:
    """Say whether somebody who works for this agency licenses a programme with this licence.

    `licensor` is what the programme's file says; the agency must be named as it is there, in large or small letters.
    An agency that gives no name licenses nothing.
    """
    return (
        needed and bool(agency.strip()) and " ".join(agency.casefold().split()) == " ".join(licensor.casefold().split())
    )
