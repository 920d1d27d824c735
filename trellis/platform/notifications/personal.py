"""Messages to staff and referrers may name people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="notifications",
        label="Messages among staff that name you",
        order=90,
        tables=(
            PersonalTable(
                "notifications.Message",
                "A message to somebody who works here",
                free_text=("subject", "body"),
                erase=Erase.KEEP,
                why="Words that name the person are taken out",
                not_personal={"link": "An address with ids", "read_at": "When it was read"},
            ),
        ),
    ),
)
