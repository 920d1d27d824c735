"""Writes go through actions: by whom, permitted, atomic, logged."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent

P = ParamSpec("P")
R = TypeVar("R")

_running: ContextVar[tuple[str, Viewer, list[AuditEvent]] | None] = ContextVar("running_action", default=None)


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
            logged: list[AuditEvent] = []
            token = _running.set((event, by, logged))
            try:
                with transaction.atomic():
                    result = function(**kwargs)  # type: ignore[call-arg]
                    if not logged:
                        raise NotLogged(f"{function.__module__}.{function.__name__} logged nothing.")
                    AuditEvent.objects.bulk_create(logged)
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
    logged.append(_event(event, by, record, detail, is_view=False))


def viewed(viewer: Viewer, *records: models.Model, people: Iterable[models.Model] = ()) -> None:
    """Log that a viewer looked at records and people."""
    AuditEvent.objects.bulk_create(
        [_event("viewed", viewer, record, {}, is_view=True) for record in (*records, *people)]
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
