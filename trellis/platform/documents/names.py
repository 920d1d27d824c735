"""Names of files as their owners gave them: cleaned for the screen, never used as paths."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_PATH = re.compile(r"[\\/]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")


def clean_name(given: str | None) -> str:
    """Return a name fit for the screen and for a download header.

    Folders before it, control and invisible characters (also those that turn writing round) are taken out;
    a long name is shortened before its ending. An empty name becomes "document".
    """
    last = _PATH.split(given or "")[-1]
    visible = "".join(_shown(each) for each in unicodedata.normalize("NFC", last))
    name = _SPACES.sub(" ", _NOT_IN_NAMES.sub("", visible)).strip(" .")
    if not name:
        return "document"
    stem, ending = split_ending(name)
    return f"{stem[: LONGEST - len(ending)].rstrip()}{ending}"


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category.startswith("C") else character


def split_ending(name: str) -> tuple[str, str]:
    """Return a name without its ending, and the ending with its dot in small letters ("" when there is none)."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or not 1 <= len(ending) <= 10 or " " in ending:
        return name, ""
    return stem, f".{ending.lower()}"
