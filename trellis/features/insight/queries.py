"""Figures of a programme, from the records of one organisation; the first argument is the viewer.

What leaves this module are counts, and `rules` holds back small ones, and what would give them away, from those who may
see figures only.
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
    HELD_BACK,
    Kept,
    Limits,
    Period,
    Shown,
    as_shown,
    licensed_by,
    limits_on,
    percent,
    shown_extreme,
    shown_measure,
    total_of,
)
from trellis.features.insight.rules import Count as Number
from trellis.features.journeys.models import Journey
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.outcomes.models import Circumstance, GoalRating, ScaleRating
from trellis.features.outcomes.rules import Point, incident_change, rating_change
from trellis.features.programmes.queries import definition as definition_of
from trellis.features.programmes.queries import latest_version, latest_versions
from trellis.features.programmes.rules.delivery import MeasureKind
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.models import Referral, ScreeningDecision
from trellis.features.referrals.rules import DecisionKind, ReferralStatus
from trellis.features.safety.models import Incident
from trellis.features.screening.rules import Finding
from trellis.kernel.decisions import Outcome
from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.database import sight

if TYPE_CHECKING:
    from trellis.features.programmes.models import ProgrammeVersion
    from trellis.platform.access.viewer import Viewer
    from trellis.platform.database.models import OrganisationRecord

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
STARTED = ("completed", "ended_early", "in_programme")
WAY = (("Referred", "referred"), ("Accepted", "accepted"), ("Started", "started"), ("Completed", "completed"))
ENDINGS = {
    JourneyStatus.CLOSED_BEFORE_START.value: "Why accepted families did not start",
    JourneyStatus.ENDED_EARLY.value: "Why families ended early",
}
MOVED = ("better", "same", "worse")
BUSY = frozenset({"school", "college", "training", "work"})


class Median(Aggregate):
    """The middle value, as PostgreSQL computes it."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Median"


@dataclass(frozen=True, slots=True)
class _View:
    """Who looks, whether they see every number, and what is small to them."""

    viewer: Viewer
    whole: bool
    limits: Limits

    def rows(self, record: type[OrganisationRecord]) -> Any:
        """Return the rows to be counted.

        Staff count what they may see: a total with one family more than their lists would tell that it is there. Those
        who see figures only are told of every family, with nothing small in it.
        """
        return _rows(self.viewer, record)


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
    with sight.seeing(_sight_of(viewer)):
        return _programmes(viewer)


def _programmes(viewer: Viewer) -> list[ProgrammeVersion]:
    keys = set(_rows(viewer, Referral).order_by().values_list("programme_version__key", flat=True).distinct())
    return [version for version in latest_versions() if version.key in keys and _is_theirs(viewer, version)]


def _is_theirs(viewer: Viewer, version: ProgrammeVersion) -> bool:
    """Say whether a viewer may see the figures of a programme: a licensor, of what they license alone."""
    if viewer.role != Role.LICENSOR:
        return True
    licence = definition_of(version.pk).licence
    return licensed_by(viewer.agency, needed=licence.needed, licensor=licence.licensor)


def sees_every_number(viewer: Viewer) -> bool:
    """Say whether this viewer sees the figures as they are, not only those that give nobody away."""
    return viewer.role in OPERATIONAL


def _rows(viewer: Viewer, record: type[OrganisationRecord]) -> Any:
    found = record.objects
    return found.visible_to(viewer) if sees_every_number(viewer) else found.of_organisation(viewer)


def figures(viewer: Viewer, key: str, period: Period, definition: ProgrammeDefinition) -> Figures:
    """Compute the figures of the families referred to a programme in a period."""
    with sight.seeing(_sight_of(viewer)):
        return _figures(viewer, key, period, definition)


def _sight_of(viewer: Viewer) -> sight.Sight:
    """Return what the database is asked with: for those who see figures only, all of their organisation."""
    return sight.sight() if sees_every_number(viewer) else sight.organisation(viewer.organisation_id)


def _figures(viewer: Viewer, key: str, period: Period, definition: ProgrammeDefinition) -> Figures:
    view = _View(viewer, sees_every_number(viewer), limits_on(timezone.localdate()))
    referrals = _referrals(view, key, period)
    journeys = view.rows(Journey).filter(referral__in=referrals)
    ends = _ends(journeys, definition)
    table = _became(referrals, journeys, ends)
    kept = as_shown(table, view.limits, whole=view.whole)
    way = tuple(
        (label, kept[name], percent(kept[name], kept["referred"], view.limits) if name != "referred" else "")
        for label, name in WAY
    )
    tables = [
        _became_table(table, kept, view),
        _waits_table(journeys, kept, view),
        _why_declined(view, referrals, kept),
        *(_why_ended(table, kept, status, caption) for status, caption in ENDINGS.items()),
        *_aims(view, journeys, definition),
    ]
    return Figures(latest_version(key), period, way, tuple(t for t in tables if t.rows), view.whole)


def _referrals(view: _View, key: str, period: Period) -> QuerySet[Referral]:
    return (
        view.rows(Referral)
        .filter(programme_version__key=key, submitted_at__isnull=False)
        .annotate(sent_on=TruncDate("submitted_at"))
        .filter(sent_on__gte=period.first, sent_on__lte=period.last)
    )


def _ends(journeys: QuerySet[Journey], definition: ProgrammeDefinition) -> dict[str, dict[str, int]]:
    """Count why journeys ended, by how they ended and then by the words of the reason."""
    words = {reason.key: reason.label for reason in definition.ending_reasons}
    found = {status: dict.fromkeys(words.values(), 0) for status in ENDINGS}
    rows = journeys.filter(status__in=list(ENDINGS)).order_by().values_list("status", "end_reason")
    for status, reason, count in rows.annotate(n=Count("pk")).order_by("-n", "end_reason"):
        label = words.get(reason, reason)
        found[status][label] = found[status].get(label, 0) + count
    return found


def _became(referrals: QuerySet[Referral], journeys: QuerySet[Journey], ends: dict[str, dict[str, int]]) -> Number:
    """Return what became of the families referred as one tree of sums: all that the page tells hangs together."""
    counts = dict.fromkeys(BECAME, 0)
    for status, count in referrals.order_by().values_list("status").annotate(n=Count("pk")):
        if status in {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}:
            counts[status] += count
        elif status != ReferralStatus.ACCEPTED:
            counts["being_decided"] += count
    for status, count in journeys.order_by().values_list("status").annotate(n=Count("pk")):
        counts[status] += count

    def number(name: str) -> Number:
        reasons = ends.get(name, {})
        return Number(name, counts[name], tuple(Number(f"{name}: {why}", many) for why, many in reasons.items()))

    def together(name: str, *parts: Number) -> Number:
        return Number(name, sum(part.number for part in parts), parts)

    started = together("started", *(number(name) for name in STARTED))
    accepted = together("accepted", started, number("waiting"), number("closed_before_start"))
    return together("referred", accepted, *(number(name) for name in ("declined", "withdrawn", "being_decided")))


def _became_table(table: Number, kept: Kept, view: _View) -> Table:
    numbers = {one.key: one.number for one in table.all()}
    # Which rows there are tells where the noughts are: below a small total all of them are there.
    told = [name for name in BECAME if numbers[name] or not kept.is_told(name)]
    rows = [(BECAME[name], kept[name], percent(kept[name], kept["referred"], view.limits)) for name in told]
    return Table("became", "What became of the families referred", ("Now", "Families", "Share"), tuple(rows))


def _waits_table(journeys: QuerySet[Journey], kept: Kept, view: _View) -> Table:
    waited = ExpressionWrapper(F("started_on") - F("waiting_since"), output_field=DurationField())
    started = journeys.filter(started_on__isnull=False).aggregate(middle=Median(waited), most=Max(waited))
    today = timezone.localdate()
    now = journeys.filter(status=JourneyStatus.WAITING).values_list("waiting_since", flat=True)
    waits = sorted((today - since).days for since in now)
    rows = [
        _wait(view, "Families that have started", kept["started"], _days(started["middle"]), _days(started["most"])),
        _wait(
            view,
            "Families that wait now",
            kept["waiting"],
            waits[len(waits) // 2] if waits else None,
            waits[-1] if waits else None,
        ),
    ]
    headings = ("", "Families", "Middle wait in days", "Longest wait in days")
    return Table("waits", "Waiting, from referral to first session", headings, tuple(r for r in rows if r[1] != 0))


def _wait(
    view: _View, label: str, count: Shown, middle: float | None, most: float | None
) -> tuple[str, Shown, str, str]:
    if not isinstance(count, int):
        return label, count, HELD_BACK, HELD_BACK
    return (
        label,
        count,
        shown_measure(middle, count, view.limits, whole=view.whole),
        shown_extreme(most, count, whole=view.whole),
    )


def _days(value: Any) -> float | None:
    if value is None:
        return None
    return value.total_seconds() / 86_400 if isinstance(value, datetime.timedelta) else float(value)


def _why_declined(view: _View, referrals: QuerySet[Referral], kept: Kept) -> Table:
    """Count the criteria that were not met; a family may be under several.

    Nothing is told where the number declined is held back: each count here is at most that number.
    """
    declined = view.rows(ScreeningDecision).filter(
        kind=DecisionKind.DECLINE, referral__in=referrals.filter(status=ReferralStatus.DECLINED)
    )
    unmet: Counter[str] = Counter()
    for findings in declined.values_list("screening__reasons", flat=True).iterator():
        read = [Finding.from_dict(finding) for finding in findings]
        titles = {one.title for one in read if one.outcome is Outcome.NOT_MET and one.reason.blocks}
        unmet.update(titles or {"For another reason"})
    rows: tuple[tuple[Any, ...], ...] = ()
    if kept.is_told("declined"):
        found = as_shown(total_of("", dict(unmet.most_common())), view.limits, whole=view.whole)
        rows = tuple((title, found[title]) for title, _ in unmet.most_common())
    return Table("why_not", "Why families were declined", ("Criterion not met", "Families"), rows)


def _why_ended(table: Number, kept: Kept, status: str, caption: str) -> Table:
    """Return why families ended; nothing where the number of them is held back, for the reasons would be told."""
    (ended,) = (one for one in table.all() if one.key == status)
    told = [part.key for part in ended.parts if kept[part.key] != 0 and kept.is_told(status)]
    rows = [(key.removeprefix(f"{status}: "), kept[key]) for key in told]
    return Table(status, caption, ("Reason", "Families"), tuple(rows))


def _aims(view: _View, journeys: QuerySet[Journey], definition: ProgrammeDefinition) -> Iterable[Table]:
    moved = _moved(view, journeys.filter(started_on__isnull=False), definition)
    for aim in definition.aims:
        rows = []
        for measure in definition.measures:
            if aim.key in measure.aims and measure.key in moved:
                counts = {word: moved[measure.key][word] for word in MOVED}
                kept = as_shown(total_of("all", counts), view.limits, whole=view.whole)
                rows.append((measure.label, *(kept[word] for word in MOVED), kept["all"]))
        yield Table(
            f"aim-{aim.key}",
            aim.label,
            ("Measure", "Better", "The same", "Worse", "Looked at twice"),
            tuple(rows),
            note="The first look is compared with the latest one.",
        )


def _moved(view: _View, journeys: QuerySet[Journey], definition: ProgrammeDefinition) -> dict[str, Counter[str]]:
    moved: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[MeasureKind, str] = {measure.kind: measure.key for measure in definition.measures}
    if MeasureKind.INCIDENTS in kinds:
        moved[kinds[MeasureKind.INCIDENTS]] = _incidents_moved(view, journeys)
    if MeasureKind.GOALS in kinds:
        goals = view.rows(GoalRating).filter(journey__in=journeys)
        moved[kinds[MeasureKind.GOALS]] = _ratings_moved(goals.values_list("goal_id", "review_point__point", "rating"))
    scales = view.rows(ScaleRating).filter(journey__in=journeys)
    by_measure: dict[str, list[Any]] = defaultdict(list)
    for person, journey, measure, point, rating in scales.values_list(
        "person_id", "journey_id", "measure_key", "review_point__point", "rating"
    ):
        by_measure[measure].append(((person, journey), point, rating))
    for measure, rows in by_measure.items():
        moved[measure] = _ratings_moved(rows)
    _circumstances_moved(view, journeys, kinds, moved)
    return {key: counter for key, counter in moved.items() if counter}


def _incidents_moved(view: _View, journeys: QuerySet[Journey]) -> Counter[str]:
    counts: Counter[str] = Counter()
    happened: dict[Any, list[tuple[datetime.date, int]]] = defaultdict(list)
    rows = view.rows(Incident).filter(withdrawn_why="", family__in=journeys.values("family_id"))
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
    view: _View, journeys: QuerySet[Journey], kinds: dict[MeasureKind, str], moved: dict[str, Counter[str]]
) -> None:
    attended: dict[Any, dict[Point, int]] = defaultdict(dict)
    busy: dict[Any, dict[Point, int]] = defaultdict(dict)
    rows = view.rows(Circumstance).filter(journey__in=journeys)
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
