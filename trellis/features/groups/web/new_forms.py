"""The steps of making a group. Each is sent by GET, so that the address holds everything and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.groups import queries
from trellis.features.groups.rules.asked import PossibleCircle, duties_wanted, possible_circles
from trellis.features.groups.web.shared import staff_choices
from trellis.features.programmes.queries import definition, on_offer
from trellis.platform.design_system.forms import Checkboxes, DateParts, GovukForm, Radios, Select, Text, Time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from trellis.features.programmes.rules.schema import ProgrammeDefinition
    from trellis.platform.access.viewer import Viewer


class ProgrammeForm(GovukForm):
    """Which programme the group follows."""

    programme = Radios(label="Which programme?", choices=[], noun="programme")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [version for version in on_offer(viewer) if definition(version.pk).meets_in_groups]
        self.fields["programme"].choices = [(str(version.pk), version.name) for version in offered]


class PlaceForm(GovukForm):
    """What the group is called, where and when it meets."""

    name = Text(label="Name of the group", width=30, max_length=120, hint="For example, PACT spring, Tuesdays")
    venue = Select(label="Venue", choices=[])
    first_day = DateParts(
        label="First session",
        hint="For example, 12 1 2027. The group meets on that weekday every week.",
        noun="day of the first session",
    )
    starts = Time(label="Starts at", noun="time at which it starts")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [(str(each.pk), each.name) for each in queries.venues(viewer)]


class CirclesForm(GovukForm):
    """Which circles meet, each in which room."""

    def __init__(self, *args: Any, viewer: Viewer, rule: ProgrammeDefinition, venue_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = possible_circles(rule)
        rooms = queries.room_choices(viewer, venue_id)
        self.fields["circles"] = Checkboxes(
            label="Which circles?",
            initial=[each.key for each in possible],
            choices=[(each.key, each.title) for each in possible],
            hints={each.key: each.who for each in possible},
            reveals={each.key: [f"room_{each.key}"] for each in possible},
            missing="Choose at least one circle",
        )
        for each in possible:
            self.fields[f"room_{each.key}"] = Select(
                label=f"Room for the {each.title[:1].lower()}{each.title[1:]}",
                choices=rooms,
                required=False,
                empty_label="Not chosen yet",
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one room for two circles."""
        values = super().clean() or {}
        used: dict[str, str] = {}
        for key in values.get("circles") or ():
            room = values.get(f"room_{key}")
            if room and room in used:
                self.add_error(f"room_{key}", "Circles that meet at the same time need rooms of their own")
            elif room:
                used[room] = key
        return values


class StaffForm(GovukForm):
    """Who runs each circle."""

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        rule: ProgrammeDefinition,
        circles: Sequence[PossibleCircle],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections: list[tuple[str, list[str]]] = []
        for circle in circles:
            strand = rule.strand(circle.strand)
            names = []
            for duty, label, choices in staff_choices(viewer, strand, duties_wanted(strand), on):
                name = f"staff_{circle.key}_{duty}"
                self.fields[name] = Checkboxes(
                    label=label,
                    choices=choices,
                    required=False,
                    small=True,
                    hint="" if choices else "Nobody at work here does this. Add them under Staff.",
                )
                names.append(name)
            self.sections.append((circle.title, names))

    def clean(self) -> dict[str, Any]:
        """Refuse somebody in two circles at once."""
        values = super().clean() or {}
        held: dict[str, str] = {}
        for title, names in self.sections:
            for name in names:
                for chosen in values.get(name) or ():
                    if held.setdefault(chosen, title) != title:
                        self.add_error(name, f"{self._name_of(name, chosen)} runs the {held[chosen].lower()} as well")
        return values

    def _name_of(self, field: str, chosen: str) -> str:
        return dict(self.fields[field].choices)[chosen].split(",")[0]
