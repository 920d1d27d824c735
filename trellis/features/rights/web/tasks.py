"""A request as a list of tasks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse

from trellis.features.rights.rules import Asked, AskedBy, ChildAble, RequestStatus


def tasks_of(asked: Any, counts: Counter[str]) -> list[dict[str, Any]]:
    """Return the tasks of a request in the order in which they are done."""
    checked = asked.identity_on is not None
    tasks = [_task(asked, "identity", "Make sure who asks", done=checked, hint=asked.identity_how)]
    if asked.asked_by == AskedBy.PARENT:
        known = asked.child_able not in {"", ChildAble.NOT_YET_KNOWN}
        tasks.append(_task(asked, "child", "Find out what the child wants", done=known, hint=_child(asked)))
    if asked.asked == Asked.ERASURE:
        tasks.append(_task(asked, "erase", "Erase, or refuse", done=not asked.is_open))
        return tasks
    gathered = asked.gathered_at is not None
    left = counts[""]
    tasks.append(
        _task(
            asked, "gather", "Gather what we hold", done=gathered, hint=f"{counts['items']} items" if gathered else ""
        )
    )
    tasks.append(
        _task(
            asked,
            "items",
            "Decide what goes out",
            done=gathered and not left,
            blocked=not gathered,
            hint=f"{left} not decided yet" if gathered and left else "",
        )
    )
    ready = gathered and not left and checked
    answered = asked.status == RequestStatus.ANSWERED
    tasks.append(
        _task(
            asked,
            "check",
            "Have it checked by somebody else, and give it",
            done=answered,
            blocked=not ready,
            hint="Whoever decided cannot check" if asked.status == RequestStatus.CHECKING else "",
        )
    )
    return tasks


def _task(asked: Any, name: str, title: str, *, done: bool, blocked: bool = False, hint: str = "") -> dict[str, Any]:
    state = "done" if done else "cannot_start" if blocked else "to_do"
    href = "" if blocked else reverse(f"rights:{name}", args=[asked.pk])
    return {"title": title, "href": href, "state": state, "hint": hint}


def _child(asked: Any) -> str:
    return str(asked.get_child_able_display()) if asked.child_able else ""
