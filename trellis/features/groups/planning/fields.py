"""Reading fields of a problem file: each complaint names the field, what was found and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date


class ProblemRefused(ValueError):
    """A problem that cannot be read; the message names the field and says what would be right."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the file with the path that leads to it, such as ``families[3].people[0].born``."""

    path: str
    value: object

    def wrong(self, right: str) -> ProblemRefused:
        """Return the complaint that this value should have been something else."""
        shown = repr(self.value)
        return ProblemRefused(f"{self.path or 'The problem'}: found {shown[:60]}, should be {right}.")

    def inner(self, key: str) -> Field:
        """Return the field of an object; raise ProblemRefused when it is not there."""
        if not isinstance(self.value, Mapping):
            raise self.wrong("an object")
        if key not in self.value:
            raise ProblemRefused(f"{self._below(key)}: is missing.")
        return Field(self._below(key), self.value[key])

    def optional(self, key: str, otherwise: object) -> Field:
        """Return the field of an object, or one that holds `otherwise` when it is not there."""
        if isinstance(self.value, Mapping) and key not in self.value:
            return Field(self._below(key), otherwise)
        return self.inner(key)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def items(self) -> Iterator[Field]:
        """Give the entries of a list."""
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        for position, item in enumerate(self.value):
            yield Field(f"{self.path}[{position}]", item)

    def entries(self) -> Iterator[tuple[str, Field]]:
        """Give the keys of an object with their fields."""
        if not isinstance(self.value, Mapping):
            raise self.wrong("an object")
        for key, value in self.value.items():
            yield str(key), Field(self._below(str(key)), value)

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong("text")
        return self.value

    def among(self, known: Iterable[str], what: str) -> str:
        """Return a text that is one of those known."""
        found, allowed = self.text(), list(known)
        if found not in allowed:
            raise self.wrong(what if len(allowed) > 6 else f"one of {', '.join(sorted(allowed))}")
        return found

    def yes_or_no(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def whole(self, least: int | None = None) -> int:
        """Return a whole number, at least `least` when that is given."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.wrong("a whole number")
        if least is not None and self.value < least:
            raise self.wrong(f"a whole number of at least {least}")
        return self.value

    def whole_or_none(self) -> int | None:
        """Return a whole number, or None for null."""
        return None if self.value is None else self.whole(0)

    def day(self) -> date:
        """Return a date written as YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text())
        except ValueError as wrong:
            raise self.wrong("a date as YYYY-MM-DD") from wrong


def unrepeated(fields: Iterable[tuple[Field, str]]) -> None:
    """Raise ProblemRefused when an id is there twice."""
    seen: dict[str, str] = {}
    for field, key in fields:
        if key in seen:
            raise ProblemRefused(f"{field.path}: {key!r} is there twice, also at {seen[key]}; each may be there once.")
        seen[key] = field.path
