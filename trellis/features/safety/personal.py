"""What safety work holds of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="safety",
        label="Safety",
        order=30,
        tables=(
            PersonalTable(
                "safety.Incident",
                "Something that happened",
                about=("harmed", "done_by"),
                family="family",
                shown=("on", "kind", "severity", "police_called"),
                free_text=("what_happened", "withdrawn_why"),
                others=("told_by",),
                on="on",
                erase=Erase.KEEP,
                why="It is a fact of others too: it stays with “a person”",
            ),
        ),
    ),
)
