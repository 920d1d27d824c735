"""What a connection may see: the viewer's sight, carried to PostgreSQL before any query of theirs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import connection


class SightKind(StrEnum):
    """As what the database is asked."""

    NOTHING = "nothing"  # no viewer: no row
    SIGNING_IN = "signing_in"  # somebody who is not signed in yet: accounts alone
    PERSON = "person"  # a person who signed in, before it is known in which organisation: their memberships
    VIEWER = "viewer"  # one membership: its organisation, less what is shut to it
    ORGANISATION = "organisation"  # work that nobody looks at, for one organisation
    OWNER = "owner"  # the owner of the tables: making them, tests, the operator's command line


@dataclass(frozen=True, slots=True)
class Sight:
    """A kind of sight, and whose: a user, a membership or an organisation."""

    kind: SightKind
    of: uuid.UUID | None = None


NOTHING = Sight(SightKind.NOTHING)
SIGNING_IN = Sight(SightKind.SIGNING_IN)
OWNER = Sight(SightKind.OWNER)

_sight: ContextVar[Sight | None] = ContextVar("sight", default=None)


def sight() -> Sight:
    """Return the sight in force: what was opened last, else what the settings say of code that nobody looks through."""
    return _sight.get() or Sight(SightKind(settings.TRELLIS_SIGHT_WITHOUT_VIEWER))


@contextmanager
def seeing(what: Sight) -> Iterator[None]:
    """Ask the database with this sight inside the block, and with the one before after it."""
    token = _sight.set(what)
    try:
        yield
    finally:
        _sight.reset(token)


@contextmanager
def at_least(membership_id: uuid.UUID) -> Iterator[None]:
    """Ask with a membership's sight, unless an organisation's or a viewer's is in force already."""
    known = {SightKind.VIEWER, SightKind.ORGANISATION, SightKind.OWNER}
    with seeing(sight() if sight().kind in known else viewer(membership_id)):
        yield


def person(user_id: uuid.UUID) -> Sight:
    """Return the sight of somebody who signed in."""
    return Sight(SightKind.PERSON, user_id)


def viewer(membership_id: uuid.UUID) -> Sight:
    """Return the sight of one membership."""
    return Sight(SightKind.VIEWER, membership_id)


def organisation(organisation_id: uuid.UUID) -> Sight:
    """Return the sight of an organisation's own background work."""
    return Sight(SightKind.ORGANISATION, organisation_id)


def each_organisation() -> Iterator[uuid.UUID]:
    """Go through the organisations, one after the other, each with the sight of its own background work."""
    for found in _ids("SELECT trellis_organisations()"):
        with seeing(organisation(found)):
            yield found


def job(job_id: uuid.UUID) -> Sight:
    """Return the sight of the organisation for which a background job runs; of nothing when there is no such job."""
    found = _ids("SELECT trellis_job_is_of(%s)", job_id)
    return organisation(found[0]) if found else NOTHING


def _ids(query: str, *given: uuid.UUID) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return [found for (found,) in cursor.fetchall() if found]
