"""What is said when a booking is refused: everything to whoever may see the separation, nothing to anybody else."""

from __future__ import annotations

# Said also of a venue that is closed, so that these words tell nobody why.
CANNOT_BE_BOOKED = "This place cannot be booked at that time. Choose another day or venue."


def kept_apart(one: str, other: str, reason: str, source: str, how: str) -> str:
    """Say why a booking is refused, to somebody who may see the separation."""
    return f"{one} and {other} are kept apart. {how} Why they are: {_sentence(reason)} Who said so: {_sentence(source)}"


def _sentence(words: str) -> str:
    written = words.strip()
    return written if written.endswith((".", "!", "?")) else f"{written}."
