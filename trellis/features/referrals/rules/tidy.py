"""What follows for the rest of a draft when one part of it changes."""

from __future__ import annotations

from collections.abc import Mapping

from trellis.features.referrals.rules.answers import Document, section_of

ABOUT_A_PERSON = ("people", "ties", "contact", "each_person", "occupations", "needs")


def with_page(document: Mapping[str, object], section: str, item: str, values: Mapping[str, object]) -> Document:
    """Return the document with one page replaced and everything else as it was."""
    changed = {key: section_of(document, key) for key in document}
    changed[section] = {**changed.get(section, {}), item: dict(values)}
    return changed


def without_item(document: Mapping[str, object], section: str, item: str) -> Document:
    """Return the document without an item; with a person goes all that was said of them elsewhere."""
    changed = {key: section_of(document, key) for key in document}
    changed.get(section, {}).pop(item, None)
    if section == "people":
        for other in ABOUT_A_PERSON:
            changed.get(other, {}).pop(item, None)
        for values in changed.get("ties", {}).values():
            for name in [name for name in values if item in name.split("_")]:
                del values[name]
        for home in changed.get("homes", {}).values():
            living = home.get("people")
            home["people"] = [each for each in living if each != item] if isinstance(living, list) else []
    return changed
