"""What the log holds of one organisation's looking, added up, for the job that finds what is unusual.

Read with the sight of the organisation's own work: nobody looks through it.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import ExtractHour, TruncDate, TruncSecond
from django.utils import timezone

from trellis.features.families.models import (
    Family,
    FamilyMember,
    FamilyWorker,
    HomeAddress,
    HouseholdMember,
    SealInForce,
)
from trellis.features.families.rules import SealedFact
from trellis.features.looking.models import OwnStreet, WatchedFamily
from trellis.features.looking.queries.belonging import NOT_WORK
from trellis.features.looking.rules import DayOfLooking, LooksAtFamily, Thresholds, is_near, surname_of
from trellis.features.looking.rules.unusual import is_night, week_of
from trellis.platform.access.models import Membership
from trellis.platform.audit.models import AuditEvent


@dataclass(slots=True)
class Seen:
    """One person's looks at one family, or on one day, as they are written down when they come up."""

    by: uuid.UUID
    family: uuid.UUID | None
    since: date
    looks: int
    first_at: datetime
    last_at: datetime
    days: set[date] = field(default_factory=set)

    def add(self, looks: int, first_at: datetime, last_at: datetime) -> None:
        """Take in more looks."""
        self.looks += looks
        self.first_at, self.last_at = min(self.first_at, first_at), max(self.last_at, last_at)


class Looking:
    """All opened files and searches of an organisation from a moment on."""

    def __init__(self, organisation_id: uuid.UUID, since: datetime, limits: Thresholds) -> None:
        self.organisation_id = organisation_id
        self.limits = limits
        self.since = since
        self.rows = self._rows()

    def _rows(self) -> list[Mapping[str, Any]]:
        opened = AuditEvent.objects.filter(
            organisation_id=self.organisation_id, at__gte=self.since, is_view=True, event="viewed"
        )
        return list(
            opened.filter(about_family__isnull=False)
            .order_by()
            .annotate(day=TruncDate("at"), hour=ExtractHour("at"))
            .values("by_id", "about_family", "day", "hour")
            .annotate(looks=Count(TruncSecond("at"), distinct=True), first_at=Min("at"), last_at=Max("at"))
        )

    def at_families(self) -> Iterator[tuple[Seen, LooksAtFamily]]:
        """Give each person's looks at each family, week by week, with what ties the one to the other."""
        seen: dict[tuple[uuid.UUID, uuid.UUID, date], Seen] = {}
        for row in self.rows:
            week = week_of(row["day"])
            key = (row["by_id"], row["about_family"], week)
            if key not in seen:
                seen[key] = Seen(*key, 0, row["first_at"], row["last_at"])
            seen[key].add(row["looks"], row["first_at"], row["last_at"])
            seen[key].days.add(row["day"])
        families = {family for _, family, _ in seen}
        known = set(Family.objects.filter(pk__in=families).values_list("pk", flat=True))
        ties = _Ties(self.organisation_id, known, {by for by, _, _ in seen})
        for one in seen.values():
            if one.family in known:
                yield one, ties.between(one, self.works_with(one))

    def works_with(self, one: Seen) -> bool:
        """Say whether somebody worked with a family when they looked, or wrote in its file around then."""
        if not hasattr(self, "_work"):
            self._work = self._all_work()
        around = timedelta(days=self.limits.days_of_work_around)
        return any(
            begins <= one.last_at + around and ends >= one.first_at - around
            for begins, ends in self._work[(one.by, one.family)]
        )

    def _all_work(self) -> dict[Any, list[tuple[datetime, datetime]]]:
        around = timedelta(days=self.limits.days_of_work_around)
        work: dict[Any, list[tuple[datetime, datetime]]] = defaultdict(list)
        given = FamilyWorker.objects.filter(organisation_id=self.organisation_id)
        for by, family, begins, ends in given.values_list("membership_id", "family_id", "created_at", "until"):
            # The days around are for changes: work that was given counts from when to when it was.
            work[(by, family)].append((begins + around, (ends or timezone.now() + 2 * around) - around))
        written = AuditEvent.objects.filter(
            organisation_id=self.organisation_id, at__gte=self.since - around, is_view=False, about_family__isnull=False
        )
        for by, family, at in (
            written.exclude(NOT_WORK).order_by().values_list("by_id", "about_family").annotate(at=Max("at"))
        ):
            work[(by, family)].append((at, at))
        return work

    def days(self) -> Iterator[tuple[Seen, DayOfLooking]]:
        """Give each person's day: how many families in each hour, and how they searched."""
        hours: dict[Any, dict[int, set[uuid.UUID]]] = defaultdict(lambda: defaultdict(set))
        seen: dict[Any, Seen] = {}
        for row in self.rows:
            key = (row["by_id"], row["day"])
            hours[key][row["hour"]].add(row["about_family"])
            seen.setdefault(key, Seen(row["by_id"], None, row["day"], 0, row["first_at"], row["last_at"]))
            seen[key].add(row["looks"], row["first_at"], row["last_at"])
        searches: dict[Any, Counter[int]] = defaultdict(Counter)
        words: dict[Any, Counter[str]] = defaultdict(Counter)
        for by, at, detail in self._searches():
            local = timezone.localtime(at)
            key = (by, local.date())
            searches[key][local.hour] += 1
            words[key][detail.get("mark", "")] += 1
            seen.setdefault(key, Seen(by, None, local.date(), 0, at, at)).add(1, at, at)
        for key, one in seen.items():
            night = [families for hour, families in hours[key].items() if is_night(hour, self.limits)]
            yield (
                one,
                DayOfLooking(
                    families_by_hour={hour: len(families) for hour, families in hours[key].items()},
                    searches_by_hour=searches[key],
                    most_of_one_search=max(words[key].values(), default=0),
                    families_at_night=len(set().union(*night)),
                ),
            )

    def _searches(self) -> Iterator[tuple[uuid.UUID, datetime, dict[str, Any]]]:
        found = AuditEvent.objects.filter(organisation_id=self.organisation_id, at__gte=self.since, event="searched")
        yield from found.order_by("at").values_list("by_id", "at", "detail")

    def before_leaving(self) -> Iterator[tuple[Seen, int]]:
        """Give the last days of all whose access was taken away, and how many families without work they opened."""
        gone = AuditEvent.objects.filter(
            organisation_id=self.organisation_id, at__gte=self.since, event="access taken away"
        )
        for who, left in gone.order_by().values_list("about_id").annotate(left=Max("at")):
            start = left - timedelta(days=self.limits.days_before_leaving)
            looks = [r for r in self.rows if r["by_id"] == who and start <= r["last_at"] and r["first_at"] <= left]
            without = {row["about_family"] for row in looks if not self.works_with(_of_row(row))}
            if looks:
                first, last = min(r["first_at"] for r in looks), max(r["last_at"] for r in looks)
                day = timezone.localtime(left).date()
                yield Seen(who, None, day, sum(r["looks"] for r in looks), first, last), len(without)


def _of_row(row: Mapping[str, Any]) -> Seen:
    return Seen(row["by_id"], row["about_family"], row["day"], row["looks"], row["first_at"], row["last_at"])


class _Ties:
    """What ties people of the staff to families: surnames, streets, and whether a family is watched over.

    What is sealed of a person from anybody is left out: that it was compared would tell it to whoever reviews.
    """

    def __init__(self, organisation_id: uuid.UUID, families: set[uuid.UUID], people: set[uuid.UUID]) -> None:
        self.watched = set(
            WatchedFamily.objects.filter(family_id__in=families, ended_at__isnull=True).values_list(
                "family_id", flat=True
            )
        )
        members = Membership.objects.filter(organisation_id=organisation_id, pk__in=people)
        self.organisation_id = organisation_id
        self.surnames = {pk: surname_of(name) for pk, name in members.values_list("pk", "user__name")}
        self.names = self._names(families)
        self.streets: dict[Any, list[tuple[str, str]]] = defaultdict(list)
        for who, street, postcode in OwnStreet.objects.filter(membership_id__in=people).values_list(
            "membership_id", "street", "postcode"
        ):
            self.streets[who].append((street, postcode))
        self.homes = self._homes(families) if self.streets else {}

    def _sealed(self, fact: SealedFact) -> Any:
        return SealInForce.objects.filter(organisation_id=self.organisation_id, fact=fact).values("person_id")

    def _names(self, families: set[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
        names: dict[uuid.UUID, set[str]] = defaultdict(set)
        members = FamilyMember.objects.filter(family_id__in=families).exclude(
            person_id__in=self._sealed(SealedFact.PRESENCE)
        )
        for family, surname in members.values_list("family_id", "person__family_name"):
            names[family].add(surname_of(f"- {surname}"))
        return names

    def _homes(self, families: set[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, str]]]:
        homes: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
        sealed = HouseholdMember.objects.filter(person_id__in=self._sealed(SealedFact.ADDRESS)).values("household_id")
        kept = HomeAddress.objects.filter(household__family_id__in=families).exclude(household_id__in=sealed)
        for family, address, postcode in kept.values_list("household__family_id", "address", "postcode"):
            homes[family].append((address, postcode))
        return homes

    def between(self, one: Seen, works_with: bool) -> LooksAtFamily:
        """Say what ties a person to a family."""
        surname = self.surnames.get(one.by, "")
        assert one.family is not None
        return LooksAtFamily(
            days=len(one.days),
            looks=one.looks,
            works_with=works_with,
            same_surname=bool(surname) and surname in self.names[one.family],
            near_home=any(
                is_near(*street, *home) for street in self.streets[one.by] for home in self.homes.get(one.family, ())
            ),
            is_watched=one.family in self.watched,
        )
