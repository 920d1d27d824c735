"""Writes of risk: score sheets, judgements, notes."""

from __future__ import annotations

import datetime

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.safety.actions.people import check_of_family, one_of_two, someone
from trellis.features.safety.models import RiskAssessment, RiskJudgement, RiskNote
from trellis.features.safety.queries.risk import level_now
from trellis.features.safety.rules.flags import check_review_date
from trellis.features.safety.rules.incidents import check_incident_day
from trellis.features.safety.rules.risk import (
    Connection,
    Level,
    NoteLevel,
    NoteRoute,
    check_judgement,
    check_note,
    check_score,
    check_sheet,
)
from trellis.features.safety.rules.thresholds import Sheet
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.queries import people_in_role
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

EITHER = "Choose somebody of the family, or write the name of somebody else: one of the two."


@action("risk.assessed", "safety.record")
def record_assessment(
    *,
    by: Viewer,
    family: Family,
    sheet: str,
    on: datetime.date,
    score: int,
    assessed: Person,
    connection: str,
    harming: Person | None = None,
    harming_name: str = "",
    said_sixteen: bool | None = None,
    police_calls: int | None = None,
    heard_on: datetime.date | None = None,
    behind_it: str = "",
    done_by_name: str = "",
) -> RiskAssessment:
    """Keep the score of a sheet; refused, with the right way in words, where the sheet is not for these two."""
    check_incident_day(on, timezone.localdate())
    check_of_family(family, assessed=assessed, harming=harming)
    one_of_two(harming, harming_name, "harming", EITHER)
    if harming is not None and harming.pk == assessed.pk:
        raise RuleBroken("The person at risk and the person who harms are two people.", "harming")
    kind = Sheet(sheet)
    pair = (someone(assessed, said_sixteen=said_sixteen), someone(harming, harming_name, said_sixteen=said_sixteen))
    _check_sheet_in_use(kind, on)
    check_sheet(kind, *pair, Connection(connection), on)
    check_score(kind, score, on)
    if heard_on is not None and heard_on > on:
        raise RuleBroken("The last hearing was before this assessment, or on its day.", "heard_on")
    made = RiskAssessment.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        sheet=kind,
        on=on,
        score=score,
        assessed=assessed,
        harming=harming,
        harming_name=harming_name.strip(),
        connection=connection,
        said_sixteen=said_sixteen,
        police_calls=police_calls,
        heard_on=heard_on,
        behind_it=behind_it,
        done_by_name=done_by_name.strip(),
        recorded_by_id=by.membership_id,
    )
    about(made, family=str(family.pk))
    return made


def _check_sheet_in_use(sheet: Sheet, on: datetime.date) -> None:
    try:
        check_score(sheet, 0, on)
    except LookupError:
        raise RuleBroken("This sheet was not yet in use on that day.", "on") from None


@action("risk.judged", "safety.record")
def judge(
    *, by: Viewer, assessment: RiskAssessment, level: str, why: str, supervisor_id: str | None = None
) -> RiskJudgement:
    """Let judgement differ from the score; lowering from high names a supervisor, or is done by one."""
    supervisors = {str(one.pk): one for one in people_in_role(by, Role.SUPERVISOR)}
    chosen = supervisors.get(str(supervisor_id)) if supervisor_id else supervisors.get(str(by.membership_id))
    if supervisor_id and chosen is None:
        raise RuleBroken("Choose one of the supervisors.", "supervisor")
    check_judgement(level_now(by, assessment), Level(level), why, supervisor=str(chosen.pk) if chosen else "")
    made = RiskJudgement.objects.create(
        organisation_id=by.organisation_id,
        family_id=assessment.family_id,
        assessment=assessment,
        on=timezone.localdate(),
        level=level,
        why=why.strip(),
        judged_by_id=by.membership_id,
        supervisor=chosen,
    )
    about(assessment, family=str(assessment.family_id), level=level)
    return made


@action("risk.withdrawn", "safety.record")
def withdraw_assessment(*, by: Viewer, assessment: RiskAssessment, why: str) -> None:
    """Take out an assessment that was entered in error; it stays in the record with the reason."""
    if not why.strip():
        raise RuleBroken("Say why this entry is wrong.", "why")
    assessment.withdrawn_why = why.strip()
    assessment.save(update_fields=["withdrawn_why"])
    about(assessment, family=str(assessment.family_id))


@action("risk.noted", "safety.record")
def write_note(
    *,
    by: Viewer,
    family: Family,
    on: datetime.date,
    person: Person,
    level: str,
    concern: str,
    doing: str,
    review_on: datetime.date,
    protects: str = "",
    routes: list[str] | None = None,
    harming: Person | None = None,
    harming_name: str = "",
) -> RiskNote:
    """Write down a worry in our own words; danger now is not kept within the team."""
    today = timezone.localdate()
    check_incident_day(on, today)
    check_of_family(family, person=person, harming=harming)
    if harming is not None and harming_name.strip():
        raise RuleBroken(EITHER, "harming")
    if not concern.strip():
        raise RuleBroken("Say what the worry is.", "concern")
    taken_to = [NoteRoute(route).value for route in routes or []]
    check_note(NoteLevel(level), taken_to, doing)
    check_review_date(review_on, today)
    made = RiskNote.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        on=on,
        person=person,
        harming=harming,
        harming_name=harming_name.strip(),
        level=level,
        concern=concern.strip(),
        protects=protects.strip(),
        doing=doing.strip(),
        routes=taken_to,
        review_on=review_on,
        written_by_id=by.membership_id,
    )
    about(made, family=str(family.pk))
    return made
