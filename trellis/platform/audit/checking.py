"""A check of the chain is kept, and told to those who must know."""

from __future__ import annotations

from django.urls import reverse

from trellis.platform.access.models import Membership, Organisation
from trellis.platform.access.roles import Role
from trellis.platform.audit import chain
from trellis.platform.audit.models import LogCheck
from trellis.platform.database import sight


def check_all() -> list[LogCheck]:
    """Check the chain of every organisation against itself and the ends that were kept; return what was found."""
    kept = chain.ends_kept()
    found = []
    for organisation_id in chain.organisations():
        with sight.seeing(sight.organisation(organisation_id)):
            found.append(_check(Organisation.objects.get(pk=organisation_id), kept))
    return found


def _check(organisation: Organisation, kept: list[chain.End]) -> LogCheck:
    found = chain.check(organisation.pk, organisation.slug, kept)
    note = LogCheck.objects.create(
        organisation=organisation,
        events=found.end.events,
        seals=found.end.seal,
        waiting=found.waiting,
        broken=[one.words for one in found.broken[: chain.MOST_NAMED]],
    )
    if found.broken:
        _tell(organisation, note)
    return note


def _tell(organisation: Organisation, note: LogCheck) -> None:
    from trellis.platform.notifications.actions import notify

    first = str(note.broken[0])
    told = Membership.objects.filter(
        organisation=organisation, is_active=True, role__in=[Role.SUPERVISOR.value, Role.ADMINISTRATOR.value]
    )
    for member in told.order_by("pk"):
        notify(
            to=member,
            subject="The log was tampered with",
            body=f"{first} Keep the database as it is, and tell whoever looks after Trellis at once.",
            link=reverse("audit:log") if member.role == Role.SUPERVISOR else "",
        )
