"""E-mail, sent where a failing mail server can break nothing."""

from __future__ import annotations

from django.core.mail import EmailMessage


def send(*, to: str, subject: str, body: str) -> None:
    """Send one e-mail now; raises what the mail server raises, so that a job can try again."""
    EmailMessage(subject=subject, body=body, to=[to]).send()
