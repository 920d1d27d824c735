"""Days, times, ages and counts in the words shown on screens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from trellis.kernel import dates

IRREGULAR = {"child": "children", "person": "people", "man": "men", "woman": "women"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day_of(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def day(moment: date | datetime | None, missing: str = "not known") -> str:
    """Write a day: "Tue 3 March 2026". A moment is taken in the time zone of the service."""
    return dates.in_words(_day_of(moment)) if moment else missing


def day_short(moment: date | datetime | None, missing: str = "not known") -> str:
    """Write a day for dense lists: "3 Mar 2026"."""
    if not moment:
        return missing
    on = _day_of(moment)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def clock(moment: time | datetime | None, missing: str = "not known") -> str:
    """Write a time of day: "2:30pm", "9am", "midday"."""
    if moment is None:
        return missing
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).time() if timezone.is_aware(moment) else moment.time()
    if (moment.hour, moment.minute) == (12, 0):
        return "midday"
    half = "am" if moment.hour < 12 else "pm"
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment.minute:02d}{half}" if moment.minute else f"{hour}{half}"


def moment(when: datetime | None, missing: str = "not known") -> str:
    """Write a day and a time: "Tue 3 March 2026 at 2:30pm"."""
    return f"{day(when)} at {clock(when)}" if when else missing


def count(number: int, singular: str, plural: str = "") -> str:
    """Write a number of things: "1 family", "2 families", "1,204 children"."""
    if number == 1:
        return f"1 {singular}"
    return f"{number:,} {plural or plural_of(singular)}"


def plural_of(singular: str) -> str:
    """Return the plural of the last word of a noun: "group session" gives "group sessions"."""
    head, _, last = singular.rpartition(" ")
    if last in IRREGULAR:
        many = IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = f"{last[:-1]}ies"
    elif last.endswith(("s", "x", "ch", "sh")):
        many = f"{last}es"
    else:
        many = f"{last}s"
    return f"{head} {many}".strip()


def _span(days: int) -> str:
    if days < 60:
        return count(days, "day")
    if days < 730:
        return count(round(days / 30.44), "month")
    return count(days // 365, "year")


def from_now(moment: date | datetime | None, today: date | None = None, missing: str = "not known") -> str:
    """Say how far off a day is: "today", "in 5 days", "3 days ago", "in 4 months"."""
    if not moment:
        return missing
    away = (_day_of(moment) - (today or timezone.localdate())).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if away in near:
        return near[away]
    return f"in {_span(away)}" if away > 0 else f"{_span(-away)} ago"


def age(birth_date: date | None, on: date | None = None, missing: str = "age not known") -> str:
    """Say how old somebody is on a day (today unless given): "14", or "8 months" under two years."""
    if birth_date is None:
        return missing
    on = on or timezone.localdate()
    if birth_date > on:
        return "not yet born"
    years = dates.age_on(birth_date, on)
    if years >= 2:
        return str(years)
    months = dates.months_between(birth_date, on)
    return count(months, "month") if months else count((on - birth_date).days, "day")


def listed(items: Sequence[Any], joint: str = "and") -> str:
    """Join items as in a sentence: "a, b and c"."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def first_lower(words: str) -> str:
    """Write the first letter small, unless the first word is a name in capitals such as "NHS"."""
    if len(words) > 1 and words[1].isupper():
        return words
    return words[:1].lower() + words[1:]


FILTERS = {
    "day": day,
    "day_short": day_short,
    "time": clock,
    "moment": moment,
    "from_now": from_now,
    "age": age,
    "count": count,
    "listed": listed,
}
