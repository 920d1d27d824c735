"""What letters, calls and messages hold of people."""

from __future__ import annotations

from trellis.platform.contributions.records import PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="correspondence",
        label="Letters, calls and messages",
        order=70,
        tables=(
            PersonalTable(
                "correspondence.Letter",
                "A letter to you",
                about=("person",),
                family="family",
                shown=("title", "says", "on_list_since"),
                free_text=("words",),
                on="on_list_since",
                not_personal={
                    "state": "Tells whether somebody knew an address, which may be kept from who asks",
                    "out_on": "As above",
                    "came_back_on": "As above",
                    "came_back_why": "What the post said of an address",
                },
            ),
            PersonalTable(
                "correspondence.CallNote",
                "A call to you",
                about=("person",),
                family="family",
                shown=("outcome",),
                free_text=("note",),
                on="created_at",
            ),
            PersonalTable(
                "correspondence.WrittenMessage",
                "A message to you",
                about=("person",),
                family="family",
                shown=("way", "says", "sent_at"),
                free_text=("words",),
                on="created_at",
            ),
        ),
        not_personal={"correspondence.ReturnAddress": "Where the organisation's post comes back to; nobody's home"},
    ),
)
