"""What journeys hold of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

FAMILYS = "It is the whole family's history"

PERSONAL = (
    PersonalSection(
        key="journeys",
        label="Your way through programmes",
        order=50,
        tables=(
            PersonalTable(
                "journeys.Journey",
                "A journey",
                family="family",
                shown=(
                    "programme_key",
                    "status",
                    "priority",
                    "waiting_since",
                    "evenings",
                    "accepted_on",
                    "started_on",
                    "ended_on",
                    "end_reason",
                    "attention_since",
                ),
                free_text=("priority_why", "waiting_for", "attention"),
                on="accepted_on",
                erase=Erase.KEEP,
                why=FAMILYS,
                not_personal={"priority_order": "The order of the list"},
            ),
            PersonalTable(
                "journeys.Participant",
                "That you take part",
                about=("person",),
                family="journey__family",
                shown=("strand_key",),
                erase=Erase.KEEP,
                why="Attendance is counted by it, without a name",
            ),
            PersonalTable(
                "journeys.JourneyEvent",
                "A step of the journey",
                family="journey__family",
                shown=("kind", "from_status", "to_status", "on"),
                free_text=("note",),
                on="on",
                erase=Erase.KEEP,
                why=FAMILYS,
                not_personal={"sequence": "The order of steps"},
            ),
            PersonalTable(
                "journeys.WaitingSupport",
                "Help while waiting",
                about=("person",),
                family="journey__family",
                shown=("on", "kind"),
                free_text=("note",),
                on="on",
            ),
            PersonalTable(
                "journeys.ClosingSummary",
                "What was said at the end",
                family="journey__family",
                free_text=("sections",),
                erase=Erase.KEEP,
                why="It was written for all of them",
            ),
            PersonalTable(
                "journeys.Keyworker",
                "Whom you knew here",
                family="journey__family",
                shown=("until",),
                erase=Erase.KEEP,
                why="Who of our staff worked with the family",
            ),
        ),
    ),
)
