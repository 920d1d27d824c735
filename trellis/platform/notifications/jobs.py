"""E-mail in the background: tried again for a while when the mail server does not answer."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from trellis.platform.database import sight
from trellis.platform.notifications import mail
from trellis.platform.notifications.models import Message

SUBJECT = "You have a message in Trellis"
BODY = """You have a message in Trellis.

Sign in to read it: {address}
"""


@app.task(name="notifications.send_email", retry=5)
def send_email(to: str, subject: str, body: str) -> None:
    """Send one e-mail."""
    mail.send(to=to, subject=subject, body=body)


@app.task(name="notifications.tell_by_email", retry=5)
def tell_by_email(message_id: str, organisation_id: str) -> None:
    """Tell somebody that a message waits, and nothing of what it says: others may see their post."""
    with sight.seeing(sight.organisation(uuid.UUID(organisation_id))):
        _tell(message_id)


def _tell(message_id: str) -> None:
    message = Message.objects.filter(pk=uuid.UUID(message_id)).select_related("to__user").first()
    if message is None or message.read_at is not None or not message.to.is_active:
        return
    address = settings.TRELLIS_ADDRESS + reverse("notifications:messages")
    mail.send(to=message.to.user.email, subject=SUBJECT, body=BODY.format(address=address))
