"""When a group meets: every circle the same number in the same week, around closures; and later changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trellis.features.programmes.rules.delivery import Cadence
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import HeldWith, Session, Strand
from trellis.features.sessions.rules.schedule import Calendar, Gaps, Layout, Skipped, lay_out, shifted
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session of one circle in one week; ``each_family`` when families come by themselves."""

    number: int
    title: str
    theme: str
    minutes: int
    together: bool = False
    each_family: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """One number of the programme on its day: what each circle (by key) does; a circle without it is absent."""

    number: int
    day: date
    sittings: Mapping[str, Sitting]

    @property
    def together(self) -> bool:
        """Tell whether the circles meet in one room."""
        return any(sitting.together for sitting in self.sittings.values())


@dataclass(frozen=True, slots=True)
class GroupSchedule:
    """The weeks of a group in order, the days passed over with why, and what to look at before saving."""

    weeks: tuple[Week, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def last_day(self) -> date:
        """Return the day of the last session."""
        return self.weeks[-1].day

    def days_of(self, circle: str) -> tuple[date, ...]:
        """Return the days of one circle's sessions in order."""
        return tuple(week.day for week in self.weeks if circle in week.sittings)


@dataclass(frozen=True, slots=True)
class Planned:
    """A number of the programme as it is planned now; ``is_past`` when it was held or its day is gone."""

    number: int
    day: date
    is_past: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Move a number to another day, alone or with all that follow it, which then keep that weekday."""

    number: int
    to: date
    only_this: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that moves: from which day to which."""

    number: int
    was: date
    now: date


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What a change would do: the day of every number, which ones move, days passed over, warnings."""

    days: Mapping[int, date]
    differences: tuple[Difference, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()


def group_schedule(
    definition: ProgrammeDefinition,
    circles: Mapping[str, str],
    first_day: date,
    calendar: Calendar | None = None,
) -> GroupSchedule:
    """Lay out a group's sessions: `circles` gives the strand of each circle by the circle's key.

    The first session is on the first open day of the slot on or after `first_day`. Every circle has the
    same number in the same week and one session a day at most. Raises RuleBroken when nothing can be laid.
    """
    strands = {key: definition.strand(strand) for key, strand in circles.items()}
    if not strands:
        raise RuleBroken("Choose at least one circle.", "circles")
    numbers = sorted({session.number for strand in strands.values() for session in strand.sessions})
    cadence = definition.cadence
    layout = lay_out(
        first_day,
        weekdays_from(first_day, cadence),
        len(numbers),
        calendar=calendar,
        gaps=gaps_of(cadence),
    )
    weeks = tuple(
        Week(number, day, _sittings(strands, number)) for number, day in zip(numbers, layout.days, strict=True)
    )
    return GroupSchedule(weeks, layout.skipped, layout.warnings)


def reschedule(
    existing: Sequence[Planned],
    change: Change,
    today: date,
    cadence: Cadence,
    calendar: Calendar | None = None,
) -> Rescheduled:
    """Say what moving a number would do to the group; what is past never moves.

    Raises RuleBroken, in words, for a number that is past or not there, and for a day that is past,
    closed, or not between its neighbours.
    """
    calendar = calendar or Calendar()
    ordered = sorted(existing, key=lambda each: each.number)
    place = _place_of(ordered, change.number)
    _check_day(ordered, place, change, today, calendar, cadence)
    days = [each.day for each in ordered]
    if change.only_this:
        days[place] = change.to
        layout = Layout(tuple(days))
    else:
        layout = shifted(
            days,
            place,
            change.to,
            weekdays=weekdays_from(change.to, cadence),
            calendar=calendar,
            gaps=gaps_of(cadence),
        )
    return Rescheduled(
        days={each.number: day for each, day in zip(ordered, layout.days, strict=True)},
        differences=tuple(
            Difference(each.number, each.day, day)
            for each, day in zip(ordered, layout.days, strict=True)
            if each.day != day
        ),
        skipped=layout.skipped,
        warnings=layout.warnings,
    )


def gaps_of(cadence: Cadence) -> Gaps:
    """Return how far apart a programme wants its sessions."""
    return Gaps(least=max(1, cadence.min_gap_days), most=cadence.max_gap_days, weeks=cadence.max_weeks)


def weekdays_from(first_day: date, cadence: Cadence) -> frozenset[int]:
    """Return the weekdays of a group: that of its first day and, for several sessions a week, others evenly."""
    each = cadence.sessions_per_week
    return frozenset((first_day.weekday() + (7 * step) // each) % 7 for step in range(min(each, 7)))


def holidays_between(skipped: Iterable[Skipped], after: date | None, before: date) -> list[Skipped]:
    """List the days passed over between two sessions, for the sheet."""
    return [each for each in skipped if (after is None or each.day > after) and each.day < before]


def passed_over(days: Sequence[date], calendar: Calendar, cadence: Cadence) -> list[Skipped]:
    """List the days between the first and the last session on which the slot was closed, with why."""
    if not days:
        return []
    weekdays, held = weekdays_from(days[0], cadence), set(days)
    found = []
    for ordinal in range(days[0].toordinal(), days[-1].toordinal() + 1):
        day = date.fromordinal(ordinal)
        why = calendar.why_not(day) if day.weekday() in weekdays and day not in held else ""
        if why:
            found.append(Skipped(day, why))
    return found


def sitting_of(strand: Strand, session: Session) -> Sitting:
    """Return a session of the definition as a sitting of a circle."""
    return Sitting(
        number=session.number,
        title=session.title,
        theme=session.theme,
        minutes=strand.minutes_of(session),
        together=session.together,
        each_family=session.held_with is HeldWith.EACH_FAMILY,
    )


def _sittings(strands: Mapping[str, Strand], number: int) -> dict[str, Sitting]:
    return {
        key: sitting_of(strand, session)
        for key, strand in strands.items()
        for session in strand.sessions
        if session.number == number
    }


def _place_of(ordered: Sequence[Planned], number: int) -> int:
    for place, each in enumerate(ordered):
        if each.number == number:
            if each.is_past:
                raise RuleBroken(
                    f"Session {number} on {in_words(each.day)} is past, and what is past does not move.",
                    "number",
                )
            return place
    raise RuleBroken(f"This group has no session {number} to come.", "number")


def _check_day(
    ordered: Sequence[Planned],
    place: int,
    change: Change,
    today: date,
    calendar: Calendar,
    cadence: Cadence,
) -> None:
    if change.to < today:
        raise RuleBroken(f"{in_words(change.to)} is past. Choose today or later.", "to")
    if why := calendar.why_not(change.to):
        raise RuleBroken(f"Nothing is held on {in_words(change.to)}: {why}.", "to")
    before = ordered[place - 1] if place else None
    after = ordered[place + 1] if place + 1 < len(ordered) and change.only_this else None
    if before is not None and change.to <= before.day:
        raise RuleBroken(f"Session {before.number} is on {in_words(before.day)}: choose a later day.", "to")
    if after is not None and change.to >= after.day:
        raise RuleBroken(
            f"Session {after.number} is on {in_words(after.day)}: choose an earlier day, "
            "or move all that follow as well.",
            "to",
        )
