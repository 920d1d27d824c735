"""Background work may name people in its words."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="jobs",
        label="Background work",
        order=900,
        tables=(
            PersonalTable(
                "jobs.BackgroundJob",
                "Background work",
                free_text=("label", "arguments", "message"),
                never="How our own work went",
                erase=Erase.KEEP,
                why="Words that name the person are taken out",
                not_personal={
                    "kind": "Of a list",
                    "status": "Of the work",
                    "done": "A count",
                    "total": "A count",
                    "result_url": "An address with ids",
                    "attempts": "A count",
                    "finished_at": "When it ended",
                },
            ),
        ),
    ),
)
