"""What safety tells a family's chronology. A child's own plan is not in it: it is no event, and not ours to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.safety.models import (
    ConcernReferral,
    ExploitationConcern,
    Incident,
    RiskAssessment,
    RiskNote,
    SafetyFlag,
    SafetyPlanVersion,
)
from trellis.features.safety.queries.risk import assessments_of, standings
from trellis.features.safety.rules.exploitation import ReferredTo
from trellis.features.safety.rules.flags import FlagKind
from trellis.features.safety.rules.incidents import Severity
from trellis.features.safety.rules.risk import NoteLevel
from trellis.kernel.decisions import Outcome
from trellis.platform.contributions.records import ChronologyEntry

if TYPE_CHECKING:
    from trellis.features.families.models import Family
    from trellis.platform.access.viewer import Viewer


def chronology_entries(
    viewer: Viewer, family: Family, since: date | None, until: date | None
) -> Iterator[ChronologyEntry]:
    """Give the events of safety from one day to another, in no order; both days are counted."""
    page = reverse("safety:safety", args=[family.pk])
    yield from _incidents(viewer, family, since, until)
    yield from _assessments(viewer, family, since, until)
    yield from _notes(viewer, family, since, until)
    yield from _flags(viewer, family, since, until, page)
    yield from _plans(viewer, family, since, until)
    yield from _concerns(viewer, family, since, until)


def _between(rows: Any, field: str, since: date | None, until: date | None) -> Any:
    if since is not None:
        rows = rows.filter(**{f"{field}__gte": since})
    return rows.filter(**{f"{field}__lte": until}) if until is not None else rows


def _incidents(viewer: Viewer, family: Family, since: date | None, until: date | None) -> Iterator[ChronologyEntry]:
    rows = (
        Incident.objects.visible_to(viewer).filter(family=family, withdrawn_why="").select_related("recorded_by__user")
    )
    for one in _between(rows, "on", since, until):
        serious = one.severity >= Severity.INJURY
        yield ChronologyEntry(
            on=one.on,
            words=f"{one.get_kind_display()}. {one.what_happened}".strip(),
            source=one.told_by or one.recorded_by.user.name,
            kind="Incident",
            link=reverse("safety:incidents", args=[family.pk]),
            significant=bool(one.significance) or serious,
            significance=one.significance or (one.get_severity_display().split(": ")[1] if serious else ""),
        )


def _assessments(viewer: Viewer, family: Family, since: date | None, until: date | None) -> Iterator[ChronologyEntry]:
    found = list(_between(assessments_of(viewer, family.pk), "on", since, until))
    for standing in standings(viewer, family.pk, found):
        one: RiskAssessment = standing.assessment
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
        )


def _notes(viewer: Viewer, family: Family, since: date | None, until: date | None) -> Iterator[ChronologyEntry]:
    rows = RiskNote.objects.visible_to(viewer).filter(family=family).select_related("person", "written_by__user")
    for one in _between(rows, "on", since, until):
        yield ChronologyEntry(
            on=one.on,
            words=f"Worry about {one.person.short_name}: {one.concern}",
            source=one.written_by.user.name,
            kind="Risk note",
            link=reverse("safety:note", args=[family.pk, one.pk]),
            significant=one.level == NoteLevel.DANGER,
            significance=one.get_level_display() if one.level == NoteLevel.DANGER else "",
        )


def _flags(
    viewer: Viewer, family: Family, since: date | None, until: date | None, page: str
) -> Iterator[ChronologyEntry]:
    rows = SafetyFlag.objects.visible_to(viewer).filter(family=family).select_related("raised_by__user")
    for one in _between(rows, "since", since, until):
        danger = FlagKind(one.kind).is_danger
        yield ChronologyEntry(
            on=one.since,
            words=f"Flag raised: {one.get_kind_display().lower()}. {one.words}",
            source=one.raised_by.user.name,
            kind="Flag",
            link=page,
            significant=danger,
            significance="Somebody may be badly hurt when it is not known" if danger else "",
        )
    for one in _between(rows.filter(ended_on__isnull=False), "ended_on", since, until):
        words = f"Flag ended: {one.get_kind_display().lower()}."
        yield ChronologyEntry(on=one.ended_on, words=words, source=one.raised_by.user.name, kind="Flag", link=page)


def _plans(viewer: Viewer, family: Family, since: date | None, until: date | None) -> Iterator[ChronologyEntry]:
    rows = SafetyPlanVersion.objects.visible_to(viewer).filter(family=family).select_related("plan", "made_by__user")
    for one in _between(rows, "agreed_on", since, until):
        yield ChronologyEntry(
            on=one.agreed_on,
            words=f"Safety plan “{one.plan.name}” agreed with the family (version {one.number}).",
            source=one.made_by.user.name,
            kind="Safety plan",
            link=reverse("safety:plan", args=[family.pk, one.plan_id]),
        )


def _concerns(viewer: Viewer, family: Family, since: date | None, until: date | None) -> Iterator[ChronologyEntry]:
    rows = (
        ExploitationConcern.objects.visible_to(viewer)
        .filter(family=family)
        .select_related("person", "written_by__user")
    )
    for one in _between(rows, "seen_on", since, until):
        yield ChronologyEntry(
            on=one.seen_on,
            words=f"{one.get_kind_display()} feared for {one.person.short_name}. {one.what_was_seen}".strip(),
            source=one.written_by.user.name,
            kind="Exploitation",
            link=reverse("safety:concern", args=[family.pk, one.pk]),
            significant=True,
            significance="; ".join(one.signs),
        )
    made = ConcernReferral.objects.visible_to(viewer).filter(family=family).select_related("made_by__user")
    for referral in _between(made, "on", since, until):
        yield ChronologyEntry(
            on=referral.on,
            words=f"Concern taken to: {ReferredTo(referral.to).label}.",
            source=referral.made_by.user.name,
            kind="Exploitation",
            link=reverse("safety:concern", args=[family.pk, referral.concern_id]),
        )
