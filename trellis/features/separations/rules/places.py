"""When two places named in words are one building, and two links one online lobby."""

from __future__ import annotations

import re

# Words that mean another place for each family, so that two of them are not one building.
EACH_THEIR_OWN = frozenset(
    {
        "at home", "at school", "by phone", "by telephone", "by video", "by video call", "college", "family home",
        "home", "home visit", "online", "phone", "school", "telephone", "their home", "video", "video call",
    }
)  # fmt: skip


def plain(words: str) -> str:
    """Return words in small letters, figures and single spaces, so that two ways of writing a place are equal."""
    return re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()


def named_place(words: str) -> str:
    """Return the key of a place or a link given in words, or nothing where it cannot be told which place it is."""
    written = plain(words)
    return f"words:{written}" if written and written not in EACH_THEIR_OWN else ""


def venue_place(venue_id: object) -> str:
    """Return the key of a venue: all its rooms are one building."""
    return f"venue:{venue_id}"
