"""Looks for what is kept, on every path that a record can be read by, and counts the looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count
from psycopg import sql

from tests.confidentiality.cast import OURS, Cast, Scene, played, records
from tests.matrix import probe as who
from trellis.platform.access.viewer import Viewer
from trellis.platform.database import sight

THEIRS = "theirs: "


@dataclass
class Found:
    """How many looks there were, and what was found that is kept."""

    looks: int = 0
    leaks: list[str] = field(default_factory=list)

    def look(self, leaked: object, words: str) -> None:
        """Count one look; remember it when it found something."""
        self.looks += 1
        if leaked:
            self.leaks.append(words)


def viewers(cast: Cast) -> Iterator[tuple[str, Viewer]]:
    """Give everybody of both organisations."""
    for person in OURS:
        yield person, cast.viewer(person)
    for person in who.PEOPLE:
        yield f"{THEIRS}{person}", cast.world.theirs.viewer(person)


def kept_from(cast: Cast, scene: Scene, person: str, label: str) -> set[Any]:
    """Return the ids of a class of record that somebody must not find in a scene."""
    rows = cast.rows[label]
    if person.startswith(THEIRS):
        return rows["family"]
    if person not in scene.hidden_from:
        return set()
    return set().union(*(rows.get(kind, set()) for kind in scene.kept))


def through_the_rule(cast: Cast, scene: Scene, found: Found, only: str = "") -> None:
    """Ask each class's own rule, without the database's wall: lists, counts, one row, sorted, first and last."""
    for person, viewer in viewers(cast):
        if person.startswith(THEIRS) and scene.kept:
            continue  # What is ours is not theirs in any scene: looked at once here, each time behind the wall.
        for model in records():
            kept = kept_from(cast, scene, person, model._meta.label)
            if not kept or (only and model._meta.label != only):
                continue
            seen = model.objects.visible_to(viewer)
            everything = set(seen.values_list("pk", flat=True))
            ours = everything & kept
            words = f"{scene.name}: {person} finds {model._meta.label}"
            found.look(ours, f"{words} in a list")
            for pk in sorted(kept, key=str)[:3]:
                found.look(pk in everything, f"{words} by its id")
            counted = seen.aggregate(all=Count("pk", distinct=True))["all"]
            found.look(counted != len(everything - kept), f"{words} in a count")
            for order in ("pk", "-pk"):
                first = seen.order_by(order).values_list("pk", flat=True).first()
                found.look(first in kept, f"{words} first by {order}")


def through_the_wall(cast: Cast, scene: Scene, found: Found) -> None:
    """Ask the database with raw SQL under the application's role: every table, counted and listed."""
    tables = [model._meta.db_table for model in records()]
    query = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, id FROM {}").format(sql.Literal(table), sql.Identifier(table)) for table in tables
    )
    for person, viewer in viewers(cast):
        if not scene.by_the_wall and not person.startswith(THEIRS):
            continue
        if not any(kept_from(cast, scene, person, model._meta.label) for model in records()):
            continue
        with sight.seeing(sight.viewer(viewer.membership_id)), connection.cursor() as cursor:
            cursor.execute(query)
            seen: dict[str, set[Any]] = {}
            for table, pk in cursor.fetchall():
                seen.setdefault(table, set()).add(pk)
        for model in records():
            kept = kept_from(cast, scene, person, model._meta.label)
            if kept:
                table = model._meta.db_table
                words = f"{scene.name}: {person} reads {table} with raw SQL"
                for pk in kept:
                    found.look(pk in seen.get(table, ()), words)


def everything_kept(
    cast: Cast, chosen: Iterator[Scene] | list[Scene], *, rule: bool = True, wall: bool = True
) -> Found:
    """Play scenes and look on every path."""
    found = Found()
    for scene in chosen:
        with played(cast, scene):
            if rule:
                through_the_rule(cast, scene, found)
            if wall:
                through_the_wall(cast, scene, found)
    return found
