"""Reads of letters, calls and messages; the first argument is the viewer.

Where a letter goes is looked up each time, through what the viewer may see: to anybody else it reads the same whether
the address is sealed from them or was never given.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from trellis.features.correspondence.models import CallNote, Letter, ReturnAddress, WrittenMessage
from trellis.features.correspondence.rules import (
    LetterMark,
    LetterState,
    appointment_words,
    discreet_title,
    how_it_stands,
    marks_for,
    waits_long,
)
from trellis.features.families import queries as families
from trellis.features.families.models import Family, Person
from trellis.features.families.queries import CallLine, Delivery, Reach
from trellis.features.families.rules import MaySay
from trellis.features.families.rules.contact import Plan, Way
from trellis.features.sessions.models import PlannedAttendee, Session
from trellis.features.sessions.rules import SessionStatus
from trellis.kernel.decisions import Outcome
from trellis.platform.design_system.words import clock
from trellis.platform.design_system.words import day as day_words

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

MOST = 100
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class SeenLetter:
    """A letter as one viewer sees it."""

    letter: Letter
    delivery: Delivery

    @property
    def sees_address(self) -> bool:
        """Tell whether the viewer may see where it goes, and it may go there."""
        return bool(self.delivery.lines)

    @property
    def is_held(self) -> bool:
        """Tell whether safe contact would refuse the letter today."""
        return self.delivery.writing is not None and self.delivery.writing.outcome is not Outcome.MET

    @property
    def stands(self) -> str:
        """Return how it stands, as the viewer may know."""
        return how_it_stands(self.letter.state, self.sees_address, self.letter.came_back_on is not None)

    @property
    def marks(self) -> tuple[LetterMark, ...]:
        """Return what the viewer may say of it."""
        return marks_for(self.letter.state, self.sees_address)

    @property
    def may_print(self) -> bool:
        """Tell whether the viewer may print it with its address now."""
        return self.sees_address and self.letter.state == LetterState.ON_LIST

    def waits_long(self, today: date) -> bool:
        """Tell whether it has been on the list for too long."""
        return self.letter.state == LetterState.ON_LIST and waits_long(self.letter.on_list_since, today)


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody to call, and what for: the next session that they are expected at."""

    line: CallLine
    family: Family
    session: Session
    title: str
    last: CallNote | None


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message to be sent by hand, and to which number or address, if it may go now."""

    message: WrittenMessage
    reach: Reach


def letters(viewer: Viewer) -> QuerySet[Letter]:
    """Return the letters that the viewer may see, the newest first."""
    return Letter.objects.visible_to(viewer).select_related("person", "family", "written_by__user").order_by("-pk")


def letters_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[Letter]:
    """Return a family's letters, the newest first."""
    return letters(viewer).filter(family_id=family_id)


def as_seen(viewer: Viewer, found: Iterable[Letter]) -> list[SeenLetter]:
    """Return letters as the viewer sees them, in their order."""
    rows = list(found)
    deliveries = families.deliveries_of_post(viewer, [(row.person, MaySay(row.says)) for row in rows])
    return [SeenLetter(row, delivery) for row, delivery in zip(rows, deliveries, strict=True)]


def seen(viewer: Viewer, letter: Letter) -> SeenLetter:
    """Return one letter as the viewer sees it."""
    return as_seen(viewer, [letter])[0]


def post_list(viewer: Viewer, most: int = MOST) -> list[SeenLetter]:
    """Return the letters that wait to go out, the longest waiting first."""
    waiting = letters(viewer).filter(state=LetterState.ON_LIST).order_by("on_list_since", "pk")
    return as_seen(viewer, waiting[:most])


def calls_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[CallNote]:
    """Return the calls to people of a family, the newest first."""
    rows = CallNote.objects.visible_to(viewer).filter(family_id=family_id)
    return rows.select_related("person", "made_by__user").order_by("-pk")


def call_list(viewer: Viewer, today: date, most: int = MOST) -> list[ToCall]:
    """Return who is expected at sessions of the coming week, by day, with what safe contact says of calling them."""
    planned = (
        PlannedAttendee.objects.visible_to(viewer)
        .filter(
            session__in=Session.objects.visible_to(viewer).filter(
                day__gte=today, day__lte=today + timedelta(days=DAYS_AHEAD), status=SessionStatus.PLANNED
            ),
            participant__person__in=Person.objects.visible_to(viewer),
            participant__journey__family__in=Family.objects.visible_to(viewer),
        )
        .select_related("session", "participant__person", "participant__journey__family")
        .order_by("session__day", "session__starts", "pk")
    )
    first: dict[uuid.UUID, PlannedAttendee] = {}
    for row in planned[: most * 4]:
        first.setdefault(row.participant.person_id, row)
    rows = list(first.values())[:most]
    lines = families.call_lines(viewer, [row.participant.person for row in rows], what=MaySay.PLEASE_CALL)
    notes = CallNote.objects.visible_to(viewer).filter(person_id__in=list(first), created_at__date=today)
    last = {note.person_id: note for note in notes.select_related("made_by__user").order_by("pk")}
    return [
        ToCall(
            line, row.participant.journey.family, row.session, _title(line, row.session.title), last.get(line.person.pk)
        )
        for row, line in zip(rows, lines, strict=True)
    ]


def _title(line: CallLine, title: str) -> str:
    """Return what a session is called on a list that may be printed."""
    may_say = next(one for one in MaySay if one.label == line.may_say)
    return discreet_title(Plan(line.person.short_name, may_say=may_say, kept_from=line.kept_from), title)


def messages_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[WrittenMessage]:
    """Return the messages to people of a family, the newest first."""
    rows = WrittenMessage.objects.visible_to(viewer).filter(family_id=family_id)
    return rows.select_related("person", "written_by__user", "sent_by__user").order_by("-pk")


def to_send(viewer: Viewer, most: int = MOST) -> list[SeenMessage]:
    """Return the messages that wait to be sent by hand, the longest waiting first, each with where it may go now."""
    waiting = WrittenMessage.objects.visible_to(viewer).filter(sent_at__isnull=True)
    rows = list(waiting.select_related("person", "family", "written_by__user").order_by("pk")[:most])
    wanted = [(row.person, Way(row.way), MaySay(row.says)) for row in rows]
    return [SeenMessage(row, reach) for row, reach in zip(rows, families.reaches_of(viewer, wanted), strict=True)]


def return_address(viewer: Viewer) -> str:
    """Return the organisation's return address, as lines; empty when none was written."""
    row = ReturnAddress.objects.visible_to(viewer).first()
    return row.lines if row else ""


def next_sessions(viewer: Viewer, family_id: uuid.UUID, today: date) -> dict[uuid.UUID, Session]:
    """Return the next session of each person of a family."""
    planned = PlannedAttendee.objects.visible_to(viewer).filter(
        session__in=Session.objects.visible_to(viewer).filter(day__gte=today, status=SessionStatus.PLANNED),
        participant__journey__family_id=family_id,
    )
    found: dict[uuid.UUID, Session] = {}
    for row in planned.select_related("session", "participant").order_by("session__day", "session__starts", "pk")[:50]:
        found.setdefault(row.participant.person_id, row.session)
    return found


def appointment(viewer: Viewer, family_id: uuid.UUID, person: Person, today: date) -> dict[str, str] | None:
    """Return the beginnings of a letter about a person's next session, named no more than they allow; None for none."""
    session = next_sessions(viewer, family_id, today).get(person.pk)
    if session is None:
        return None
    title = discreet_title(families.plan_of(viewer, person), session.title)
    words = appointment_words(person.short_name, title, day_words(session.day), clock(session.starts), session.where)
    return {"title": title, "words": words, "says": MaySay.TIMES.value}
