"""Writes go through actions: by whom, permitted, atomic, logged."""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import models, transaction

from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent
from trellis.platform.contributions.registry import hooks
from trellis.platform.database import sight

P = ParamSpec("P")
R = TypeVar("R")

MARK = 8
Logged = list[tuple[AuditEvent, models.Model]]

_running: ContextVar[tuple[str, Viewer, Logged] | None] = ContextVar("running_action", default=None)


class NotLogged(RuntimeError):
    """An action ended without saying what it was about."""


def action(event: str, permission: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action.

    The function takes keyword arguments only, `by` (a Viewer) among them. It runs in one transaction, is refused with
    NotAllowed when the role lacks `permission`, and must call `about()` at least once. Called inside another action
    it runs under that one's permission: whoever may submit a referral may thereby make its family.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{function.__name__} takes keyword arguments only.")
            by = kwargs.get("by")
            if not isinstance(by, Viewer):
                raise TypeError(f"{function.__name__} needs by=, the viewer who acts.")
            if permission is not None and _running.get() is None:
                by.must(permission)
            logged: Logged = []
            token = _running.set((event, by, logged))
            try:
                with sight.at_least(by.membership_id), transaction.atomic():
                    result = function(**kwargs)  # type: ignore[call-arg]
                    if not logged:
                        raise NotLogged(f"{function.__module__}.{function.__name__} logged nothing.")
                    _write([event for event, _ in logged], [record for _, record in logged])
            finally:
                _running.reset(token)
            return result

        run.is_action = True  # type: ignore[attr-defined]
        run.action_event = event  # type: ignore[attr-defined]
        run.action_permission = permission  # type: ignore[attr-defined]
        return run

    return decorate


def about(record: models.Model, **detail: Any) -> None:
    """Say what the running action is about; `detail` holds field names and counts, never free text about a person."""
    running = _running.get()
    if running is None:
        raise NotLogged("about() is called inside an action.")
    event, by, logged = running
    logged.append((_event(event, by, record, detail, is_view=False), record))


def viewed(viewer: Viewer, *records: models.Model, people: Iterable[models.Model] = ()) -> None:
    """Log that a viewer looked at records and people; several records at once were lines of a list."""
    event = "viewed" if len(records) < 2 else "listed"
    events = [_event(event, viewer, record, {}, is_view=True) for record in records]
    events += [_event("viewed", viewer, person, {}, is_view=True) for person in people]
    _write(events, (*records, *people))


def searched(viewer: Viewer, what: str, words: str, found: int) -> None:
    """Log that a viewer searched, and how many were found; the words are not kept.

    `what` names what was searched, such as "families". A short mark is kept in place of the words: the same words by
    the same person give the same mark, and the mark gives no words back.
    """
    settled = " ".join(words.casefold().split())
    if not settled:
        return
    mark = hmac.new(
        settings.SECRET_KEY.encode(), f"{viewer.membership_id} {what} {settled}".encode(), hashlib.sha256
    ).hexdigest()[:MARK]
    AuditEvent.objects.create(
        organisation_id=viewer.organisation_id,
        by_id=viewer.membership_id,
        event="searched",
        is_view=True,
        about_kind="access.membership",
        about_id=viewer.membership_id,
        detail={"in": what, "found": found, "mark": mark},
    )


def _event(event: str, by: Viewer, record: models.Model, detail: dict[str, Any], *, is_view: bool) -> AuditEvent:
    return AuditEvent(
        organisation_id=by.organisation_id,
        by_id=by.membership_id,
        event=event,
        is_view=is_view,
        about_kind=record._meta.label_lower,
        about_id=record.pk,
        detail=detail,
    )


def _write(events: Sequence[AuditEvent], records: Sequence[models.Model]) -> None:
    """Write events about these records, each with the family to whose file it belongs.

    Rooms that know families answer the hook "audit.families_of": given records, a family's id or None for each.
    """
    for hook in hooks("audit.families_of"):
        for event, family in zip(events, hook.call(records), strict=True):
            event.about_family = event.about_family or family
    AuditEvent.objects.bulk_create(events)
