"""A day in three boxes, and a time of day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from trellis.kernel.dates import in_words
from trellis.platform.design_system.day_parts import PARTS, DatePartsWidget, parts_of
from trellis.platform.design_system.forms.looks import Looks, capital, noun_of
from trellis.platform.design_system.words import listed

MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
Limit = date | Callable[[], date] | None
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    word = text.lower().rstrip(".")
    if len(word) >= 3 and word.isalpha():
        return next((at for at, name in enumerate(MONTH_NAMES, 1) if name.startswith(word)), None)
    return _number(text)


class DateParts(Looks, forms.Field):
    """A day in three boxes; gives a `date`.

    `earliest` and `latest` are the first and last day allowed, as dates or functions that return one;
    `latest="today"` refuses the future and `earliest="today"` the past.
    """

    widget = DatePartsWidget

    def __init__(
        self, *args: Any, earliest: Limit | str = EARLIEST, latest: Limit | str = LATEST, **kwargs: Any
    ) -> None:
        self.earliest = timezone.localdate if earliest == "today" else earliest
        self.latest = timezone.localdate if latest == "today" else latest
        self.until_today = latest == "today"
        self.from_today = earliest == "today"
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the day, or None when it is empty and may be; the error's `params["parts"]` names the boxes."""
        typed = parts_of(value)
        absent = [part for part in PARTS if not typed[part].strip()]
        if len(absent) == len(PARTS):
            if self.required:
                raise ValidationError(self.error_messages["required"], "required", {"parts": list(PARTS)})
            return None
        if absent:
            raise self._wrong(f"must include a {listed(absent)}", absent)
        found = self._date_from(typed)
        self._check_limits(found)
        return found

    def _date_from(self, typed: dict[str, str]) -> date:
        numbers = {"day": _number(typed["day"]), "month": _month(typed["month"]), "year": _number(typed["year"])}
        if numbers["year"] is None or len(typed["year"]) != 4:
            raise self._wrong("must include a year with 4 numbers, such as 2011", ["year"])
        if numbers["month"] is None or not 1 <= numbers["month"] <= 12:
            raise self._wrong("must be a real date: the month must be from 1 to 12, or its name", ["month"])
        if numbers["day"] is None or not 1 <= numbers["day"] <= 31:
            raise self._wrong("must be a real date: the day must be from 1 to 31", ["day"])
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            name = capital(MONTH_NAMES[numbers["month"] - 1])
            raise self._wrong(
                f"must be a real date: {name} {numbers['year']} has no day {numbers['day']}", ["day"]
            ) from None

    def _check_limits(self, found: date) -> None:
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if isinstance(latest, date) and found > latest:
            words = "today or in the past" if self.until_today else f"on or before {in_words(latest)}"
            raise self._wrong(f"must be {words}", list(PARTS))
        if isinstance(earliest, date) and found < earliest:
            words = "today or in the future" if self.from_today else f"on or after {in_words(earliest)}"
            raise self._wrong(f"must be {words}", list(PARTS))

    def _wrong(self, words: str, parts: list[str]) -> ValidationError:
        return ValidationError(f"{capital(noun_of(self))} {words}", "invalid", {"parts": parts})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the boxes differ from what the form started with."""
        return parts_of(initial) != parts_of(data)


TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:. ]?(?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


def time_from(text: str) -> time | None:
    """Read a time of day as people write it ("2:30pm", "14:30", "6pm", "midday"); None for anything else."""
    words = text.strip().lower()
    if words in {"midday", "noon", "12 noon"}:
        return time(12)
    match = TIME.fullmatch(words)
    if not match or not words.isascii():
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if not half and match["minute"] is None:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class Time(Looks, forms.Field):
    """A time of day in one box; gives a `time`. "6pm", "18:00", "6.30pm" and "midday" are all right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("hint", "For example, 5:30pm")
        kwargs.setdefault("width", 5)
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a time as it would be typed."""
        from trellis.platform.design_system.words import clock

        return clock(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """Return the time, or None for an empty box."""
        if isinstance(value, time) or value in self.empty_values:
            return value or None
        found = time_from(str(value))
        if found is None:
            raise ValidationError(f"{capital(noun_of(self))} must be a time, like 5:30pm or 17:30", code="invalid")
        return found
