"""Figures of a programme, from the records of one organisation; the first argument is the viewer.

Figures are made of every row of the viewer's organisation, whoever may open them: what leaves this module are counts,
and `rules` holds back small ones from those who may see figures only.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from trellis.features.insight.rules import (
    Period,
    Shown,
    percent,
    shown_measure,
    shown_sum,
    shown_table,
    shown_total,
)
from trellis.features.journeys.models import Journey
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.outcomes.models import Circumstance, GoalRating, ScaleRating
from trellis.features.outcomes.rules import Point, incident_change, rating_change
from trellis.features.programmes.queries import latest_version, latest_versions
from trellis.features.programmes.rules.delivery import MeasureKind
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.models import Referral, ScreeningDecision
from trellis.features.referrals.rules import DecisionKind, ReferralStatus
from trellis.features.safety.models import Incident
from trellis.features.screening.rules import Finding
from trellis.kernel.decisions import Outcome
from trellis.platform.access.roles import Role

if TYPE_CHECKING:
    from trellis.features.programmes.models import ProgrammeVersion
    from trellis.platform.access.viewer import Viewer

BECAME = {
    "completed": "Completed",
    "ended_early": "Ended early",
    "in_programme": "In the programme",
    "waiting": "Waiting",
    "closed_before_start": "Accepted, closed before the start",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
    "being_decided": "Being decided",
}
ACCEPTED = ("completed", "ended_early", "in_programme", "waiting", "closed_before_start")
STARTED = ("completed", "ended_early", "in_programme")
BUSY = frozenset({"school", "college", "training", "work"})


class Median(Aggregate):
    """The middle value, as PostgreSQL computes it."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Median"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures as it may be shown: caption, headings, rows."""

    key: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything on the page of a programme."""

    programme: ProgrammeVersion
    period: Period
    way: tuple[tuple[str, Shown, str], ...]
    tables: tuple[Table, ...]
    is_whole: bool


def programmes_with_figures(viewer: Viewer) -> list[ProgrammeVersion]:
    """Return the programmes to which anybody was ever referred in the viewer's organisation."""
    keys = set(Referral.objects.of_organisation(viewer).values_list("programme_version__key", flat=True).distinct())
    return [version for version in latest_versions() if version.key in keys]


def figures(viewer: Viewer, key: str, period: Period, definition: ProgrammeDefinition) -> Figures:
    """Compute the figures of the families referred to a programme in a period."""
    whole = viewer.role != Role.COMMISSIONER
    referrals = _referrals(viewer, key, period)
    journeys = Journey.objects.of_organisation(viewer).filter(referral__in=referrals)
    became = _became(referrals, journeys)
    total = shown_total(became, whole=whole)
    way = [("Referred", total, "")]
    for label, keys in (("Accepted", ACCEPTED), ("Started", STARTED), ("Completed", ("completed",))):
        count = shown_sum(became, keys, whole=whole)
        way.append((label, count, percent(count, total)))
    tables = [
        _became_table(became, whole),
        _waits_table(journeys, whole),
        *_why_not(viewer, referrals, journeys, definition, whole),
        *_aims(viewer, journeys, definition, whole),
    ]
    return Figures(latest_version(key), period, tuple(way), tuple(t for t in tables if t.rows), whole)


def _referrals(viewer: Viewer, key: str, period: Period) -> QuerySet[Referral]:
    return (
        Referral.objects.of_organisation(viewer)
        .filter(programme_version__key=key, submitted_at__isnull=False)
        .annotate(sent_on=TruncDate("submitted_at"))
        .filter(sent_on__gte=period.first, sent_on__lte=period.last)
    )


def _became(referrals: QuerySet[Referral], journeys: QuerySet[Journey]) -> dict[str, int]:
    counts = dict.fromkeys(BECAME, 0)
    by_status = dict(referrals.order_by().values_list("status").annotate(n=Count("pk")))
    for status, count in by_status.items():
        if status in {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}:
            counts[status] += count
        elif status != ReferralStatus.ACCEPTED:
            counts["being_decided"] += count
    for status, count in journeys.order_by().values_list("status").annotate(n=Count("pk")):
        counts[status] += count
    return counts


def _became_table(became: dict[str, int], whole: bool) -> Table:
    shown = shown_table(became, whole=whole)
    total = shown_total(became, whole=whole)
    rows = [(BECAME[key], shown[key], percent(shown[key], total)) for key in BECAME if became[key]]
    return Table("became", "What became of the families referred", ("Now", "Families", "Share"), tuple(rows))


def _waits_table(journeys: QuerySet[Journey], whole: bool) -> Table:
    waited = ExpressionWrapper(F("started_on") - F("waiting_since"), output_field=DurationField())
    started = journeys.filter(started_on__isnull=False).aggregate(
        n=Count("pk"), median=Median(waited), most=Max(waited)
    )
    today = timezone.localdate()
    now = journeys.filter(status=JourneyStatus.WAITING).values_list("waiting_since", flat=True)
    waits = sorted((today - since).days for since in now)
    rows = []
    if started["n"]:
        rows.append(
            (
                "Families that have started",
                shown_total({"n": started["n"]}, whole=whole),
                shown_measure(_days(started["median"]), started["n"], whole=whole),
                shown_measure(_days(started["most"]), started["n"], whole=whole),
            )
        )
    if waits:
        rows.append(
            (
                "Families that wait now",
                shown_total({"n": len(waits)}, whole=whole),
                shown_measure(waits[len(waits) // 2], len(waits), whole=whole),
                shown_measure(waits[-1], len(waits), whole=whole),
            )
        )
    headings = ("", "Families", "Middle wait in days", "Longest wait in days")
    return Table("waits", "Waiting, from referral to first session", headings, tuple(rows))


def _days(value: Any) -> float | None:
    if value is None:
        return None
    return value.total_seconds() / 86_400 if isinstance(value, datetime.timedelta) else float(value)


def _why_not(
    viewer: Viewer,
    referrals: QuerySet[Referral],
    journeys: QuerySet[Journey],
    definition: ProgrammeDefinition,
    whole: bool,
) -> Iterable[Table]:
    declined = ScreeningDecision.objects.of_organisation(viewer).filter(
        kind=DecisionKind.DECLINE, referral__in=referrals.filter(status=ReferralStatus.DECLINED)
    )
    unmet: Counter[str] = Counter()
    for findings in declined.values_list("screening__reasons", flat=True).iterator():
        read = [Finding.from_dict(finding) for finding in findings]
        titles = {one.title for one in read if one.outcome is Outcome.NOT_MET and one.reason.blocks}
        unmet.update(titles or {"For another reason"})
    yield _counted("why_not", "Why families were declined", ("Criterion not met", "Families"), unmet, whole)
    reasons = {reason.key: reason.label for reason in definition.ending_reasons}
    for key, status, caption in (
        ("before", JourneyStatus.CLOSED_BEFORE_START, "Why accepted families did not start"),
        ("early", JourneyStatus.ENDED_EARLY, "Why families ended early"),
    ):
        rows = journeys.filter(status=status).order_by().values_list("end_reason").annotate(n=Count("pk"))
        counts = Counter({reasons.get(reason, reason): count for reason, count in rows})
        yield _counted(key, caption, ("Reason", "Families"), counts, whole)


def _counted(key: str, caption: str, headings: tuple[str, ...], counts: Counter[str], whole: bool) -> Table:
    shown = shown_table(dict(counts.most_common()), whole=whole)
    return Table(key, caption, headings, tuple(shown.items()))


def _aims(viewer: Viewer, journeys: QuerySet[Journey], definition: ProgrammeDefinition, whole: bool) -> Iterable[Table]:
    moved = _moved(viewer, journeys.filter(started_on__isnull=False), definition)
    for aim in definition.aims:
        rows = []
        for measure in definition.measures:
            if aim.key in measure.aims and measure.key in moved:
                counts = {word: moved[measure.key][word] for word in ("better", "same", "worse")}
                shown = shown_table(counts, whole=whole)
                rows.append((measure.label, *shown.values(), shown_total(counts, whole=whole)))
        yield Table(
            f"aim-{aim.key}",
            aim.label,
            ("Measure", "Better", "The same", "Worse", "Looked at twice"),
            tuple(rows),
            note="The first look is compared with the latest one.",
        )


def _moved(viewer: Viewer, journeys: QuerySet[Journey], definition: ProgrammeDefinition) -> dict[str, Counter[str]]:
    moved: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[MeasureKind, str] = {measure.kind: measure.key for measure in definition.measures}
    if MeasureKind.INCIDENTS in kinds:
        moved[kinds[MeasureKind.INCIDENTS]] = _incidents_moved(viewer, journeys)
    if MeasureKind.GOALS in kinds:
        goals = GoalRating.objects.of_organisation(viewer).filter(journey__in=journeys)
        moved[kinds[MeasureKind.GOALS]] = _ratings_moved(goals.values_list("goal_id", "review_point__point", "rating"))
    scales = ScaleRating.objects.of_organisation(viewer).filter(journey__in=journeys)
    by_measure: dict[str, list[Any]] = defaultdict(list)
    for person, journey, measure, point, rating in scales.values_list(
        "person_id", "journey_id", "measure_key", "review_point__point", "rating"
    ):
        by_measure[measure].append(((person, journey), point, rating))
    for measure, rows in by_measure.items():
        moved[measure] = _ratings_moved(rows)
    _circumstances_moved(viewer, journeys, kinds, moved)
    return {key: counter for key, counter in moved.items() if counter}


def _incidents_moved(viewer: Viewer, journeys: QuerySet[Journey]) -> Counter[str]:
    counts: Counter[str] = Counter()
    happened: dict[Any, list[tuple[datetime.date, int]]] = defaultdict(list)
    rows = Incident.objects.of_organisation(viewer).filter(withdrawn_why="", family__in=journeys.values("family_id"))
    for family, on, severity in rows.values_list("family_id", "on", "severity").iterator():
        happened[family].append((on, severity))
    ended = journeys.filter(ended_on__isnull=False).filter(Q(status="completed") | Q(status="ended_early"))
    for family, started_on, ended_on in ended.values_list("family_id", "started_on", "ended_on").iterator():
        if family not in happened or started_on is None or ended_on is None:
            continue
        change = incident_change(happened[family], started_on, ended_on)
        if change is not None:
            counts["better" if change.now < change.before else "worse" if change.now > change.before else "same"] += 1
    return counts


def _ratings_moved(rows: Iterable[tuple[Any, str, int]]) -> Counter[str]:
    ratings: dict[Any, dict[Point, int]] = defaultdict(dict)
    for key, point, rating in rows:
        ratings[key][Point(point)] = rating
    return Counter(_word(change.by) for at in ratings.values() if (change := rating_change(at)) is not None)


def _circumstances_moved(
    viewer: Viewer, journeys: QuerySet[Journey], kinds: dict[MeasureKind, str], moved: dict[str, Counter[str]]
) -> None:
    attended: dict[Any, dict[Point, int]] = defaultdict(dict)
    busy: dict[Any, dict[Point, int]] = defaultdict(dict)
    rows = Circumstance.objects.of_organisation(viewer).filter(journey__in=journeys)
    for person, journey, point, occupation, percent_ in rows.values_list(
        "person_id", "journey_id", "review_point__point", "occupation", "attendance_percent"
    ):
        busy[(person, journey)][Point(point)] = int(occupation in BUSY)
        if percent_ is not None:
            attended[(person, journey)][Point(point)] = percent_
    for kind, found in ((MeasureKind.EDUCATION, attended), (MeasureKind.WORK, busy)):
        if kind in kinds:
            changes = (rating_change(at) for at in found.values())
            moved[kinds[kind]] = Counter(_word(change.by) for change in changes if change is not None)


def _word(by: int) -> str:
    return "better" if by > 0 else "worse" if by < 0 else "same"
