"""Reads of a family's line of time; the first argument is the viewer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.http import Http404
from django.urls import reverse

from trellis.features.chronology.models import OwnEntry, SignificantMark
from trellis.features.chronology.rules import Line, Mark, marked
from trellis.platform.access.pages import get_or_404
from trellis.platform.contributions.records import ChronologyEntry
from trellis.platform.contributions.registry import chronology_sources

if TYPE_CHECKING:
    from trellis.features.families.models import Family
    from trellis.platform.access.viewer import Viewer
    from trellis.platform.contributions.records import ChronologySource

OWN = "chronology"


def chronology(viewer: Viewer, family: Family, since: date | None = None, until: date | None = None) -> list[Line]:
    """Return every event that the viewer may see, from the room that owns it, with what staff marked; in no order."""
    lines = [line for source in _sources(viewer) for line in _lines(viewer, family, source, since, until)]
    rows = SignificantMark.objects.visible_to(viewer).filter(family_id=family.pk)
    return marked(lines, {key: Mark(words) for key, words in rows.values_list("key", "words")})


def entry(viewer: Viewer, family: Family, key: str) -> Line:
    """Return one entry by its key, or answer 404: one that the viewer may not see is not there to be marked."""
    told_by = [source for source in _sources(viewer) if source.key == key.partition(".")[0]]
    for source in told_by:
        for line in _lines(viewer, family, source, None, None):
            if line.key == key:
                words = SignificantMark.objects.visible_to(viewer).filter(family_id=family.pk, key=key)
                found = words.values_list("words", flat=True).first()
                return line if found is None else marked([line], {key: Mark(found)})[0]
    raise Http404


def own_entry(viewer: Viewer, family: Family, entry_id: uuid.UUID) -> OwnEntry:
    """Return an entry that stands and was written into the chronology itself, or answer 404."""
    rows = OwnEntry.objects.visible_to(viewer).filter(family_id=family.pk, withdrawn_why="")
    found: OwnEntry = get_or_404(rows, pk=entry_id)
    return found


def own_entries(viewer: Viewer, family: Any, since: date | None, until: date | None) -> Iterator[ChronologyEntry]:
    """Give what was written into the chronology itself."""
    rows = OwnEntry.objects.visible_to(viewer).filter(family_id=family.pk, withdrawn_why="")
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    for one in rows.annotate(writer=F("written_by__user__name")):
        yield ChronologyEntry(
            on=one.on,
            words=one.words,
            source=f"{one.source} (written down by {one.writer})",
            kind="Something else",
            link=reverse("chronology:withdraw", args=[one.family_id, one.pk]),
            key=f"{OWN}.own.{one.pk}",
        )


def _sources(viewer: Viewer) -> list[ChronologySource]:
    return [source for source in chronology_sources() if viewer.may(source.permission)]


def _lines(
    viewer: Viewer, family: Family, source: ChronologySource, since: date | None, until: date | None
) -> Iterator[Line]:
    for one in source.entries(viewer, family, since, until):
        yield Line(
            on=one.on,
            words=one.words,
            room=source.key,
            room_label=source.label,
            source=one.source,
            kind=one.kind,
            link=one.link,
            significant=one.significant,
            significance=one.significance,
            key=one.key,
            on_words=one.on_words,
        )
