"""The chain of the log: what waits is taken into it, its end is kept elsewhere too, and all of it is checked.

Nothing here reads what an event says: the hashing and comparing is done by functions in the database, which see past
every wall and give back numbers and places.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from trellis.platform.audit.rules import Breakage, End, breakage_of, end_from_line, in_order
from trellis.platform.database.models import new_id

EVENTS_IN_A_SEAL = 500
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at one organisation's chain found."""

    end: End
    waiting: int
    broken: tuple[Breakage, ...]


def seal_waiting(most: int = EVENTS_IN_A_SEAL) -> int:
    """Take every event that is written and committed into its organisation's chain; return how many.

    Each seal is a short transaction of its own, so that no page waits for it. Two that run at once take turns.
    """
    sealed = 0
    for organisation, count in _waiting().items():
        while count > 0:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT audit_seal(%s, %s, %s)", [new_id(), organisation, most])
                taken = cursor.fetchone()[0]
            sealed += taken
            count = count - taken if taken else 0
    return sealed


def _waiting() -> dict[uuid.UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, events FROM audit_waiting()")
        return dict(cursor.fetchall())


def organisations() -> list[uuid.UUID]:
    """Return the ids of all organisations, for background work that goes through them one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_organisations()")
        return [row[0] for row in cursor.fetchall()]


def ends() -> dict[uuid.UUID, End]:
    """Return where the chain of each organisation ends now, by the organisation's id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, slug, number, events, hash FROM audit_ends()")
        return {row[0]: End(*row[1:]) for row in cursor.fetchall()}


def check(organisation_id: uuid.UUID, slug: str, kept: Iterable[End] = ()) -> Checked:
    """Look at every event and seal of one organisation, and at the ends of its chain that were kept elsewhere.

    It reads the whole log of the organisation: a million events take some seconds.
    """
    end = ends().get(organisation_id, End(slug, 0, 0, ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, place, seal, event::text FROM audit_broken(%s)", [organisation_id])
        broken = [Breakage(what, place, seal, event or "") for what, place, seal, event in cursor.fetchall()]
        for one in kept:
            if one.organisation == slug:
                cursor.execute("SELECT events, hash FROM audit_seal_at(%s, %s)", [organisation_id, one.seal])
                wrong = breakage_of(one, cursor.fetchone(), end.events)
                broken += [wrong] if wrong else []
    return Checked(end, _waiting().get(organisation_id, 0), in_order(dict.fromkeys(broken)))


def kept_in() -> Path:
    """Return the file in which the ends of the chains are kept, apart from the database."""
    name = f"log-ends-{connection.settings_dict['NAME']}.txt"
    return Path(os.environ.get("TRELLIS_LOG_ENDS", Path(settings.STATE_FOLDER) / name))


def keep_ends(file: Path | None = None) -> list[End]:
    """Append the end of every chain to the file, one line each with the moment; return them."""
    file = file or kept_in()
    known = {end.line() for end in ends_kept(file)}
    new = [end for end in ends().values() if end.line() not in known]
    if new:
        file.parent.mkdir(parents=True, exist_ok=True)
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with file.open("a", encoding="utf-8") as written:
            written.writelines(f"{moment} {end.line()}\n" for end in new)
    return new


def ends_kept(file: Path | None = None) -> list[End]:
    """Read the ends that were kept in the file, oldest first; raises RuleBroken for a line that is none."""
    file = file or kept_in()
    if not file.exists():
        return []
    lines = [line.partition(" ")[2] for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [end_from_line(line) for line in lines]
