"""What is wrong in a file: where, what was found and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_LONGEST = 80


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Name one thing that is wrong: file, line (from 1), key, what was found, what would be right."""

    file: str
    line: int
    key: str
    found: str
    right: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: found {self.found}; right would be {self.right}"


def key_in_words(path: Iterable[str | int]) -> str:
    """Write a key path as "strands[1].sessions[3].title", positions counted from 1."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if words else ''}{step}"
    return words or "the file"


def shown(value: object) -> str:
    """Write a value as found, short enough for a line of a message."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            written = " ".join(_printable(value).split())
            words = f'"{written}"' if written else "no words"
        case dict():
            return "a table"
        case list() | tuple():
            words = "[" + ", ".join(shown(each) for each in value[:8]) + (", …" if len(value) > 8 else "") + "]"
        case _:
            words = str(value)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _printable(words: str) -> str:
    kept = (letter if letter.isprintable() or letter.isspace() else f"\\x{ord(letter):02x}" for letter in words)
    return "".join(kept)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word as '"cadence" (did you mean that?)', or list what is known."""
    options = sorted(known)
    near = get_close_matches(word, options, n=1, cutoff=0.6)
    if near:
        return f'"{near[0]}" (did you mean that?)'
    if not options:
        return "no key here"
    return "one of " + ", ".join(f'"{option}"' for option in options)
