"""The forms of venues, closures, places and changes; those of making a group are in `new_forms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.groups import queries
from trellis.features.groups.rules import GroupStatus
from trellis.platform.design_system.forms import (
    Checkboxes,
    DateParts,
    GovukForm,
    LongText,
    Radios,
    Select,
    Text,
    Time,
    WholeNumber,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trellis.platform.access.viewer import Viewer

SPREAD = "all"


class VenueForm(GovukForm):
    """A building where groups meet."""

    name = Text(label="Name", width=30, max_length=120)
    address = LongText(label="Address", rows=3, max_length=400, counted=False, required=False)
    postcode = Text(label="Postcode", width=10, max_length=8, required=False)


class RoomForm(GovukForm):
    """A room in it."""

    name = Text(label="Name of the room", width=20, max_length=80)
    seats = WholeNumber(label="How many it seats", noun="number of seats", least=1, most=500)


class ChangeRoomForm(RoomForm):
    """A room as it is, and whether it is still used."""

    is_active = YesNo(label="Used for new groups?")


class ClosureForm(GovukForm):
    """Days on which nothing is held."""

    why = Text(label="Why", hint="For example, half-term, or a building being decorated", width=30, noun="reason")
    first_day = DateParts(label="First day closed", hint="For example, 26 10 2026")
    last_day = DateParts(label="Last day closed", hint="The same day, if it is only one")
    venue = Select(label="Where", choices=[], required=False, empty_label="Everywhere")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [(str(each.pk), each.name) for each in queries.venues(viewer)]


class GroupFilterForm(GovukForm):
    """Which groups to list."""

    marks_optional = False
    status = Select(
        label="Which groups", choices=[("open", "Forming and running"), *GroupStatus.choices()], required=False,
        empty_label="All",
    )  # fmt: skip


class WhyForm(GovukForm):
    """One reason, in words."""

    why = Text(label="Why", max_length=200, noun="reason")

    def __init__(self, *args: Any, label: str = "Why", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, hint


class StartForm(GovukForm):
    """Why a group starts although a rule is broken."""

    despite = LongText(
        label="Why the group starts all the same", rows=3, max_length=300, noun="reason",
        hint="Kept with the group. Say what makes it safe.",
    )  # fmt: skip


class PlaceFamilyForm(GovukForm):
    """In which circle each person of a family goes, and why, where a rule is set aside."""

    despite = LongText(
        label="Why they are placed all the same", rows=3, max_length=300, noun="reason",
        hint="Kept with the place. Say what makes it right for this family.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str, list[tuple[str, str]]]], asks_why: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = {
            f"circle_{key}": Radios(label=f"Circle for {name}", choices=choices, noun=f"circle for {name}")
            for key, name, choices in people
        }
        despite = self.fields.pop("despite")
        self.fields.update(chosen)
        for name in chosen:
            self.fields[name].label_suffix = ""
            self.fields[name].error_messages["required"] = f"Choose the {self.fields[name].noun}"
        if asks_why:
            self.fields["despite"] = despite


class ScheduleForm(GovukForm):
    """Which session moves, to what day, alone or with all that follow."""

    number = Select(label="From session", choices=[], noun="session")
    to = DateParts(label="Move it to", hint="For example, 17 3 2027", noun="new day")
    spread = Radios(
        label="What else moves?",
        choices=[
            (SPREAD, "All later sessions follow, and keep the weekday of the new day"),
            ("alone", "Only this session moves"),
        ],
        initial=SPREAD,
    )

    def __init__(self, *args: Any, numbers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = list(numbers)


class SlotForm(GovukForm):
    """Where and at what time a group meets from now on."""

    venue = Select(label="Venue", choices=[])
    starts = Time(label="Starts at")

    def __init__(
        self, *args: Any, viewer: Viewer, venue_id: str, circles: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [(str(each.pk), each.name) for each in queries.venues(viewer)]
        for key, title in circles:
            self.fields[f"room_{key}"] = Select(
                label=f"Room for the {title[:1].lower()}{title[1:]}",
                choices=queries.room_choices(viewer, venue_id),
                required=False,
                empty_label="Not chosen yet",
            )


class CircleStaffForm(GovukForm):
    """Who runs a circle: one list for each duty that the programme asks for."""

    def __init__(self, *args: Any, duties: Sequence[tuple[str, str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for duty, label, choices in duties:
            self.fields[f"duty_{duty}"] = Checkboxes(label=label, choices=choices, required=False, small=True)
