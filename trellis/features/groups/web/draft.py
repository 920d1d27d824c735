"""A group being made, as the address holds it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from trellis.features.groups.rules.asked import NewCircle, NewGroup, PossibleCircle, duties_wanted, possible_circles
from trellis.features.groups.web.new_forms import CirclesForm, PlaceForm, ProgrammeForm, StaffForm
from trellis.features.programmes.queries import definition as definition_of
from trellis.features.programmes.queries import on_offer

if TYPE_CHECKING:
    from trellis.features.programmes.rules.schema import ProgrammeDefinition
    from trellis.platform.access.viewer import Viewer

STEPS = ("programme", "place", "circles", "staff")
TITLES = {
    "programme": "Make a group",
    "place": "Where and when it meets",
    "circles": "Which circles, in which rooms",
    "staff": "Who runs them",
}
MARKS = {"go", "csrfmiddlewaretoken", "step"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been asked so far, read from a query; wrong values are found by the steps' own forms."""

    viewer: Viewer
    query: QueryDict

    @classmethod
    def read(cls, viewer: Viewer, sent: QueryDict) -> Draft:
        """Read a draft from an address or from what was posted."""
        kept = QueryDict(mutable=True)
        for name, values in sent.lists():
            if name not in MARKS:
                kept.setlist(name, values)
        return cls(viewer, kept)

    @property
    def rule(self) -> ProgrammeDefinition | None:
        """Return the programme's definition, once one on offer is chosen."""
        chosen = self.query.get("programme", "")
        version = next((each for each in on_offer(self.viewer) if str(each.pk) == chosen), None)
        return definition_of(version.pk) if version else None

    @property
    def first_day(self) -> date | None:
        """Return the day of the first session, once it is a day."""
        try:
            return date.fromisoformat(self.query.get("first_day", ""))
        except ValueError:
            return None

    def chosen_circles(self) -> list[PossibleCircle]:
        """Return the circles chosen, in the file's order."""
        wanted = set(self.query.getlist("circles"))
        return [each for each in possible_circles(self.rule) if each.key in wanted] if self.rule else []

    def form(self, step: str, data: QueryDict | None = None) -> Any | None:
        """Return the form of a step, bound to `data` or filled with the draft; None when an earlier step is missing."""
        first: dict[str, Any] = {"viewer": self.viewer}
        if step == "programme":
            kind: Any = ProgrammeForm
        elif step == "place":
            kind = PlaceForm
        elif self.rule is None:
            return None
        elif step == "circles":
            kind, first = CirclesForm, {**first, "rule": self.rule, "venue_id": self._venue()}
        elif self.first_day is None:
            return None
        else:
            kind = StaffForm
            first = {**first, "rule": self.rule, "circles": self.chosen_circles(), "on": self.first_day}
        return kind(data, **first) if data is not None else kind(initial=self._initial(), **first)

    def first_unfinished(self) -> str:
        """Return the first step whose answers are missing or wrong, or "" when all are there."""
        for step in STEPS:
            form = self.form(step, self.query)
            if form is None or not form.is_valid():
                return step
        return ""

    def merged(self, form: Any) -> str:
        """Return the query with a step's valid answers put in, and what they leave out taken away."""
        query = self.query.copy()
        for name, value in form.cleaned_data.items():
            for sent in [
                key for key in query if key == name or (key.startswith(f"{name}_") and isinstance(value, date))
            ]:
                del query[sent]
            query.setlist(name, _as_words(value))
        return query.urlencode()

    def hidden(self, without: Any = None) -> list[tuple[str, str]]:
        """List what the draft holds for hidden boxes, leaving out what a form on the page asks for."""
        asked = set(without.fields) if without is not None else set()
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in asked and not any(_is_part_of(name, each) for each in asked)
            for value in values
        ]

    def asked(self) -> NewGroup:
        """Return the group as asked for; only when no step is unfinished."""
        rule, day = self.rule, self.first_day
        assert rule is not None
        assert day is not None
        place = self.form("place", self.query)
        assert place is not None
        assert place.is_valid()
        starts: time = place.cleaned_data["starts"]
        return NewGroup(
            programme_version_id=uuid.UUID(self.query.get("programme")),
            name=place.cleaned_data["name"],
            venue_id=uuid.UUID(place.cleaned_data["venue"]),
            first_day=day,
            starts=starts,
            circles=tuple(self._circle(rule, each) for each in self.chosen_circles()),
        )

    def _circle(self, rule: ProgrammeDefinition, circle: PossibleCircle) -> NewCircle:
        room = self.query.get(f"room_{circle.key}", "")
        staff = [
            (uuid.UUID(chosen), duty)
            for duty, _ in duties_wanted(rule.strand(circle.strand))
            for chosen in self.query.getlist(f"staff_{circle.key}_{duty}")
        ]
        return NewCircle(
            circle.strand,
            circle.gender_group,
            circle.title,
            uuid.UUID(room) if room else None,
            staff=tuple(dict(staff).items()),
        )

    def _venue(self) -> str:
        try:
            return str(uuid.UUID(self.query.get("venue", "")))
        except ValueError:
            return str(uuid.UUID(int=0))

    def _initial(self) -> dict[str, Any]:
        several = ("circles", "staff_")
        return {
            name: values if name.startswith(several) else values[-1] for name, values in self.query.lists() if values
        }


def _is_part_of(sent: str, name: str) -> bool:
    return sent in {f"{name}_day", f"{name}_month", f"{name}_year"}


def _as_words(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    if isinstance(value, time):
        return [value.strftime("%H:%M")]
    return [value.isoformat() if isinstance(value, date) else str(value)]
