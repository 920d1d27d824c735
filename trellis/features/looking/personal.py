"""What the room of looking holds of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="looking",
        label="Who looked at your family",
        order=810,
        tables=(
            PersonalTable(
                "looking.UnusualLook",
                "Looking that was reviewed",
                family="family",
                never="It is about what a member of staff did, not about anybody in the family",
                erase=Erase.KEEP,
                why="A review of staff is kept for as long as it may be asked about; it goes when the family goes",
                not_personal={
                    "kind": "A reason, of a list",
                    "since": "When staff looked",
                    "reason": "A sentence made from counts, which names nobody",
                    "looks": "A count",
                    "first_at": "When staff looked",
                    "last_at": "When staff looked",
                    "reviewed_at": "When it was reviewed",
                    "outcome": "What came of it, of a list",
                    "note": "What a supervisor wrote about a member of staff",
                    "family": "Which family was looked at",
                },
            ),
            PersonalTable(
                "looking.WatchedFamily",
                "That looking at your family is watched over",
                family="family",
                free_text=("reason",),
                not_personal={"ended_at": "Until when it was watched over"},
            ),
        ),
        not_personal={"looking.OwnStreet": "A street that a member of staff gave of themselves; only they see it"},
    ),
)
