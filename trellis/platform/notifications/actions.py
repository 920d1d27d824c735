"""Writing to people of the house."""

from __future__ import annotations

import uuid

from django.utils import timezone

from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.notifications.models import Message


def notify(*, to: Membership | uuid.UUID, subject: str, body: str = "", link: str = "") -> Message:
    """Leave a message for somebody, and tell them by e-mail that there is one.

    For use inside an action: the message and the e-mail's job are rows of the same transaction, so nothing is sent
    unless the action succeeds, and a mail server that fails breaks nothing. `link` is a local address.
    """
    from trellis.platform.notifications.jobs import tell_by_email

    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError("A message links to an address of this house.")
    person = to if isinstance(to, Membership) else Membership.objects.get(pk=to)
    message = Message.objects.create(
        organisation_id=person.organisation_id, to=person, subject=subject[:200], body=body, link=link
    )
    tell_by_email.defer(message_id=str(message.pk), organisation_id=str(message.organisation_id))
    return message


@action("message read")
def mark_read(*, by: Viewer, message: Message) -> None:
    """Note that the viewer has read a message; only its receiver may."""
    kept = Message.objects.visible_to(by).get(pk=message.pk)
    if kept.read_at is None:
        kept.read_at = timezone.now()
        kept.save(update_fields=["read_at"])
    about(kept)


@action("all messages read")
def mark_all_read(*, by: Viewer) -> int:
    """Note that the viewer has read all their messages; return how many were unread."""
    changed = Message.objects.visible_to(by).filter(read_at__isnull=True).update(read_at=timezone.now())
    about(Membership.objects.get(pk=by.membership_id), messages=changed)
    return changed
