"""Takes down what somebody asks of us, and keeps its clock."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from trellis.features.families.models import Person
from trellis.features.rights import rules
from trellis.features.rights.models import RequestPause, SubjectRequest
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.jobs import actions as jobs

PERMISSION = "rights.answer"


@action("request.taken_down", PERMISSION)
def take_down_request(
    *,
    by: Viewer,
    person: Person,
    asked: str,
    asked_by: str,
    received_on: datetime.date,
    asker: str = "",
    asker_person: Person | None = None,
    child_able: str = "",
    child_words: str = "",
    scope: str = "",
) -> SubjectRequest:
    """Write down what was asked, by whom and when; its clock runs from the day on which it came."""
    today = timezone.localdate()
    rules.check_request(
        asked_by=asked_by,
        asker=asker or (asker_person.full_name if asker_person else ""),
        child_able=child_able,
        birth_date=person.birth_date,
        received=received_on,
        today=today,
    )
    if asked_by == rules.AskedBy.THEMSELVES:
        asker, asker_person = "", None
    if asked_by != rules.AskedBy.PARENT:
        child_able = child_words = ""
    made = SubjectRequest.objects.create(
        organisation_id=by.organisation_id,
        person=person,
        person_ref=person.pk,
        asked=rules.Asked(asked),
        asked_by=rules.AskedBy(asked_by),
        asker=asker or (asker_person.full_name if asker_person else ""),
        asker_person=asker_person,
        child_able=child_able,
        child_words=child_words.strip(),
        scope=scope.strip(),
        received_on=received_on,
        opened_by_id=by.membership_id,
    )
    about(made, asked=made.asked)
    return made


@action("request.identity_checked", PERMISSION)
def check_identity(*, by: Viewer, request: SubjectRequest, how: str, on: datetime.date) -> None:
    """Write down how we know that whoever asks is who they say, and may ask."""
    request = _locked(by, request.pk)
    if not how.strip():
        raise RuleBroken("Write how you know: a paper that you saw, a worker who knows them.", "how")
    if on > timezone.localdate():
        raise RuleBroken("The day must be today or earlier.", "on")
    request.identity_how, request.identity_on = how.strip(), on
    request.save(update_fields=["identity_how", "identity_on"])
    about(request)


@action("request.child_asked", PERMISSION)
def write_what_child_wants(*, by: Viewer, request: SubjectRequest, able: str, words: str) -> None:
    """Write down whether a child can decide, and what the child said."""
    request = _locked(by, request.pk)
    if able not in set(rules.ChildAble):
        raise RuleBroken("Say whether the child can decide this.", "able")
    request.child_able, request.child_words = able, words.strip()
    request.save(update_fields=["child_able", "child_words"])
    about(request)


@action("request.clock_stopped", PERMISSION)
def stop_clock(
    *, by: Viewer, request: SubjectRequest, reason: str, first: datetime.date, note: str = ""
) -> RequestPause:
    """Stop the clock from the day on which we asked for something that we need."""
    request = _locked(by, request.pk)
    kept = [rules.Stretch(each.first, each.until) for each in request.pauses.all()]
    rules.check_pause(request.received_on, kept, first, timezone.localdate())
    if reason not in set(rules.PauseReason):
        raise RuleBroken("Choose what we asked for.", "reason")
    pause = RequestPause.objects.create(
        organisation_id=by.organisation_id,
        request=request,
        reason=reason,
        note=note.strip(),
        first=first,
        by_id=by.membership_id,
    )
    about(request, reason=reason)
    return pause


@action("request.clock_started", PERMISSION)
def start_clock(*, by: Viewer, request: SubjectRequest, until: datetime.date) -> None:
    """Let the clock go on from the day on which the answer came."""
    request = _locked(by, request.pk)
    pause = request.pauses.filter(until__isnull=True).first()
    if pause is None:
        raise RuleBroken("The clock runs already.", "until")
    rules.check_resume(pause.first, until, timezone.localdate())
    pause.until = until
    pause.save(update_fields=["until"])
    about(request)


@action("request.time_made_longer", PERMISSION)
def take_longer(*, by: Viewer, request: SubjectRequest, why: str) -> None:
    """Take two more months for a complex request; the person is told why within the first month."""
    request = _locked(by, request.pk)
    rules.check_extension(request.received_on, timezone.localdate(), why)
    request.extended_on, request.extended_why = timezone.localdate(), why.strip()
    request.save(update_fields=["extended_on", "extended_why"])
    about(request)


@action("request.gathering_began", PERMISSION)
def begin_gathering(*, by: Viewer, request: SubjectRequest) -> uuid.UUID:
    """Gather everything in the background; what was gathered and decided before is taken away. Return the job's id."""
    request = _locked(by, request.pk)
    if request.status != rules.RequestStatus.OPEN:
        raise RuleBroken("It is being checked: send it back first.")
    job = jobs.start("rights.gather", by=by, label="Gathering what we hold", arguments={"request": str(request.pk)})
    about(request)
    return job.pk


@action("request.refused", PERMISSION)
def refuse(*, by: Viewer, request: SubjectRequest, ground: str, why: str) -> None:
    """Refuse a request on a ground, with the reason that the person reads."""
    request = _locked(by, request.pk)
    rules.check_refusal(ground, why)
    request.status, request.refused_ground, request.refused_why = rules.RequestStatus.REFUSED, ground, why.strip()
    request.answered_on = timezone.localdate()
    request.save(update_fields=["status", "refused_ground", "refused_why", "answered_on"])
    about(request, ground=ground)


@action("request.withdrawn", PERMISSION)
def withdraw(*, by: Viewer, request: SubjectRequest) -> None:
    """Close a request that whoever asked has taken back; what was gathered goes."""
    request = _locked(by, request.pk)
    request.status = rules.RequestStatus.WITHDRAWN
    request.save(update_fields=["status"])
    request.items.all().delete()
    about(request)


def _locked(by: Viewer, request_id: uuid.UUID) -> SubjectRequest:
    found: SubjectRequest = SubjectRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request_id)
    if not found.is_open:
        raise RuleBroken("This request is closed.")
    return found
