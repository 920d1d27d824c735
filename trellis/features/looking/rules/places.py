"""Whether a name or a place is somebody's own."""

from __future__ import annotations

import re
import unicodedata

_SHORT = {"street": "st", "road": "rd", "avenue": "ave", "lane": "ln", "close": "cl", "drive": "dr", "court": "ct"}
_TITLES = {"jr", "sr", "ii", "iii"}


def surname_of(name: str) -> str:
    """Return the last part of a full name in small letters without accents; nothing for a name of one part."""
    parts = [part for part in _plain(name).split() if part not in _TITLES]
    return parts[-1] if len(parts) > 1 else ""


def is_near(street: str, postcode: str, address: str, its_postcode: str) -> bool:
    """Say whether an address lies in a street: the same postcode, or the same street in the same postal district."""
    own, other = _code(postcode), _code(its_postcode)
    if own and own == other:
        return True
    road = _road(street)
    same_district = bool(own) and own[:-3] == other[:-3]
    return bool(road) and same_district and f" {road} " in f" {_road(address)} "


def _code(postcode: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", postcode.upper())


def _road(words: str) -> str:
    parts = re.sub(r"[^a-z ]+", " ", _plain(words)).split()
    return " ".join(_SHORT.get(part, part) for part in parts)


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
