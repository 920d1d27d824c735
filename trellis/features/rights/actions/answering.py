"""Sends a decided request to be checked, and gives the answer."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import get_template
from django.utils import timezone

from trellis.features.rights import rules
from trellis.features.rights.actions.asking import PERMISSION
from trellis.features.rights.models import SubjectRequest
from trellis.features.rights.queries import requests as queries
from trellis.features.rights.rules import RequestStatus
from trellis.kernel.dates import add_months
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.documents import actions as documents
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.paper import pdf_from_html

KEPT_MONTHS = 12


@action("request.sent_to_check", PERMISSION)
def send_to_check(*, by: Viewer, request: SubjectRequest) -> None:
    """Ask another supervisor to check what was decided; everything must be."""
    request = _locked(by, request.pk, RequestStatus.OPEN)
    rules.check_may_be_answered(
        asked_by=request.asked_by, child_able=request.child_able, identity_checked=request.identity_on is not None
    )
    counts = queries.progress(by, request.pk)
    if request.gathered_at is None or not counts["items"]:
        raise RuleBroken("Gather first what we hold.")
    rules.check_release(counts[""], [], None)
    request.status = RequestStatus.CHECKING
    request.save(update_fields=["status"])
    about(request)


@action("request.sent_back", PERMISSION)
def send_back(*, by: Viewer, request: SubjectRequest) -> None:
    """Take a request back from checking, so that decisions can be changed."""
    request = _locked(by, request.pk, RequestStatus.CHECKING)
    request.status = RequestStatus.OPEN
    request.save(update_fields=["status"])
    about(request)


@action("request.answered", PERMISSION)
def release(*, by: Viewer, request: SubjectRequest, sent_how: str) -> SubjectRequest:
    """Give the answer: checked by somebody who decided none of it, kept as PDF and as JSON until it expires."""
    request = _locked(by, request.pk, RequestStatus.CHECKING)
    if not sent_how.strip():
        raise RuleBroken("Write how it reaches them: in whose hands, or to which safe address.", "sent_how")
    deciders = set(queries.items(by, request.pk).order_by().values_list("decided_by_id", flat=True))
    rules.check_release(queries.progress(by, request.pk)[""], deciders, by.membership_id)
    today = timezone.localdate()
    released = queries.payload(by, request, today)
    upload = SimpleUploadedFile("record.pdf", pdf_of(released, today))
    document = documents.store_upload(by=by, upload=upload, kinds=frozenset({Kind.PDF}))
    request.released, request.released_checksum = released, queries.checksum(released)
    request.document, request.expires_on = document, add_months(today, KEPT_MONTHS)
    request.status, request.answered_on = RequestStatus.ANSWERED, today
    request.checked_by_id, request.sent_how = by.membership_id, sent_how.strip()
    request.save()
    about(request)
    return request


def pdf_of(released: dict[str, Any], on: datetime.date) -> bytes:
    """Return what goes out as paper: a letter, contents, and each section."""
    written = {entry["day"] for section in released["sections"] for entry in section["entries"] if entry["day"]}
    context = {
        "released": released,
        "on": on,
        "asked_on": datetime.date.fromisoformat(released["asked_on"]),
        "days": {day: datetime.date.fromisoformat(day) for day in written},
    }
    return pdf_from_html(get_template("rights/record.jinja", using="jinja2").render(context))


@action("request.copy_removed", PERMISSION)
def forget_copy(*, by: Viewer, request: SubjectRequest) -> None:
    """Remove our copy of an answer that has expired; that it was given stays, with its checksum."""
    found = SubjectRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    if found.document is not None:
        documents.remove(by=by, document=found.document)
    found.released, found.document = None, None
    found.save(update_fields=["released", "document"])
    found.items.all().delete()
    about(found)


def _locked(by: Viewer, request_id: uuid.UUID, status: str) -> SubjectRequest:
    found: SubjectRequest = (
        SubjectRequest.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("person")
        .get(pk=request_id)
    )
    if found.status != status:
        raise RuleBroken(f"This cannot be done now: the request is “{found.get_status_display().lower()}”.")
    return found
