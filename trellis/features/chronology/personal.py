"""What a chronology holds of people."""

from __future__ import annotations

from trellis.platform.contributions.records import PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="chronology",
        label="The chronology of your family",
        order=35,
        tables=(
            PersonalTable(
                "chronology.OwnEntry",
                "Something that happened",
                about=("person",),
                family="family",
                shown=("on",),
                free_text=("words", "withdrawn_why"),
                others=("source",),
                on="on",
            ),
            PersonalTable(
                "chronology.SignificantMark",
                "Why something that happened stands out",
                family="family",
                others=("words",),
                not_personal={"key": "Names the entry that the words are about"},
            ),
        ),
    ),
)
