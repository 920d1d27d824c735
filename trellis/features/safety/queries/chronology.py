"""What safety tells a family's chronology. A child's own plan is not in it: it is no event, and not ours to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.safety.models import (
    ConcernReferral,
    ExploitationConcern,
    Incident,
    RiskNote,
    SafetyFlag,
    SafetyPlanVersion,
)
from trellis.features.safety.queries.risk import assessments_of, standings
from trellis.features.safety.rules.exploitation import BY_KEY, ConcernKind, ReferredTo
from trellis.features.safety.rules.flags import FlagKind
from trellis.features.safety.rules.incidents import IncidentKind, Severity
from trellis.features.safety.rules.risk import NoteLevel
from trellis.kernel.decisions import Outcome
from trellis.platform.contributions.records import ChronologyEntry
from trellis.platform.database.together import in_one_query

if TYPE_CHECKING:
    from trellis.features.families.models import Family
    from trellis.platform.access.viewer import Viewer

Row = dict[str, Any]


def chronology_entries(
    viewer: Viewer, family: Family, since: date | None, until: date | None
) -> Iterator[ChronologyEntry]:
    """Give the events of safety from one day to another, in no order; both days are counted."""
    for name, row in in_one_query(_asked(viewer, family)):
        for one in _TELL[name](row, family):
            if (since is None or one.on >= since) and (until is None or one.on <= until):
                yield one
    yield from _assessments(viewer, family, since, until)


def _asked(viewer: Viewer, family: Family) -> dict[str, Any]:
    def seen(model: Any, **conditions: Any) -> Any:
        return model.objects.visible_to(viewer).filter(family=family, **conditions)

    return {
        "incident": (
            seen(Incident, withdrawn_why=""),
            _fields("on", "kind", "severity", "what_happened", "told_by", "significance", by="recorded_by__user__name"),
        ),
        "note": (seen(RiskNote), _fields("on", "concern", "level", **_PERSON, by="written_by__user__name")),
        "flag": (seen(SafetyFlag), _fields("since", "kind", "words", "ended_on", by="raised_by__user__name")),
        "plan": (
            seen(SafetyPlanVersion),
            _fields("agreed_on", "number", "plan_id", plan="plan__name", by="made_by__user__name"),
        ),
        "concern": (
            seen(ExploitationConcern),
            _fields("seen_on", "kind", "what_was_seen", "indicators", **_PERSON, by="written_by__user__name"),
        ),
        "referral": (seen(ConcernReferral), _fields("on", "to", "concern_id", by="made_by__user__name")),
    }


_PERSON = {"known": "person__known_as", "given": "person__given_name"}


def _fields(*names: str, **paths: str) -> dict[str, str]:
    return {"pk": "pk", **{name: name for name in names}, **paths}


def _incident(row: Row, family: Family) -> Iterator[ChronologyEntry]:
    severity = Severity(row["severity"])
    serious = severity >= Severity.INJURY
    yield ChronologyEntry(
        on=date.fromisoformat(row["on"]),
        words=f"{IncidentKind(row['kind']).label}. {row['what_happened']}".strip(),
        source=row["told_by"] or row["by"],
        kind="Incident",
        link=reverse("safety:incidents", args=[family.pk]),
        significant=bool(row["significance"]) or serious,
        significance=row["significance"] or (severity.label.split(": ")[1].capitalize() if serious else ""),
        key=f"safety.incident.{row['pk']}",
    )


def _note(row: Row, family: Family) -> Iterator[ChronologyEntry]:
    level = NoteLevel(row["level"])
    yield ChronologyEntry(
        on=date.fromisoformat(row["on"]),
        words=f"Worry about {row['known'] or row['given']}: {row['concern']}",
        source=row["by"],
        kind="Risk note",
        link=reverse("safety:note", args=[family.pk, row["pk"]]),
        significant=level is NoteLevel.DANGER,
        significance=level.label if level is NoteLevel.DANGER else "",
        key=f"safety.note.{row['pk']}",
    )


def _flag(row: Row, family: Family) -> Iterator[ChronologyEntry]:
    kind = FlagKind(row["kind"])
    page = reverse("safety:safety", args=[family.pk])
    yield ChronologyEntry(
        on=date.fromisoformat(row["since"]),
        words=f"Flag raised: {kind.label.lower()}. {row['words']}",
        source=row["by"],
        kind="Flag",
        link=page,
        significant=kind.is_danger,
        significance="Somebody may be badly hurt when it is not known" if kind.is_danger else "",
        key=f"safety.flag.{row['pk']}.began",
    )
    if row["ended_on"]:
        yield ChronologyEntry(
            on=date.fromisoformat(row["ended_on"]),
            words=f"Flag ended: {kind.label.lower()}.",
            source=row["by"],
            kind="Flag",
            link=page,
            key=f"safety.flag.{row['pk']}.ended",
        )


def _plan(row: Row, family: Family) -> Iterator[ChronologyEntry]:
    yield ChronologyEntry(
        on=date.fromisoformat(row["agreed_on"]),
        words=f"Safety plan “{row['plan']}” agreed with the family (version {row['number']}).",
        source=row["by"],
        kind="Safety plan",
        link=reverse("safety:plan", args=[family.pk, row["plan_id"]]),
        key=f"safety.plan.{row['pk']}",
    )


def _concern(row: Row, family: Family) -> Iterator[ChronologyEntry]:
    feared = f"{ConcernKind(row['kind']).label} feared for {row['known'] or row['given']}."
    yield ChronologyEntry(
        on=date.fromisoformat(row["seen_on"]),
        words=f"{feared} {row['what_was_seen']}".strip(),
        source=row["by"],
        kind="Exploitation",
        link=reverse("safety:concern", args=[family.pk, row["pk"]]),
        significant=True,
        significance="; ".join(BY_KEY[key].words for key in row["indicators"] if key in BY_KEY),
        key=f"safety.concern.{row['pk']}",
    )


def _referral(row: Row, family: Family) -> Iterator[ChronologyEntry]:
    yield ChronologyEntry(
        on=date.fromisoformat(row["on"]),
        words=f"Concern taken to: {ReferredTo(row['to']).label}.",
        source=row["by"],
        kind="Exploitation",
        link=reverse("safety:concern", args=[family.pk, row["concern_id"]]),
        key=f"safety.referral.{row['pk']}",
    )


_TELL: dict[str, Callable[[Row, Family], Iterator[ChronologyEntry]]] = {
    "incident": _incident,
    "note": _note,
    "flag": _flag,
    "plan": _plan,
    "concern": _concern,
    "referral": _referral,
}


def _assessments(viewer: Viewer, family: Family, since: date | None, until: date | None) -> Iterator[ChronologyEntry]:
    rows = assessments_of(viewer, family.pk)
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    for standing in standings(viewer, family.pk, list(rows)):
        one = standing.assessment
        to_marac = standing.way.marac.outcome is Outcome.MET
        yield ChronologyEntry(
            on=one.on,
            words=f"Risk to {one.assessed.short_name} assessed: {one.get_sheet_display()} {one.score}, "
            f"{standing.way.level.label.lower()}.",
            source=one.done_by_name or one.recorded_by.user.name,
            kind="Risk assessment",
            link=reverse("safety:assessment", args=[family.pk, one.pk]),
            significant=to_marac,
            significance=" ".join(reason.words for reason in standing.way.marac.met),
            key=f"safety.assessment.{one.pk}",
        )
