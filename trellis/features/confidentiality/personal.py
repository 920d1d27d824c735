"""What confidentiality holds of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="confidentiality",
        label="With whom your record was shared",
        order=85,
        tables=(
            PersonalTable(
                "confidentiality.KnownFamily",
                "That a member of staff knows somebody",
                family="family",
                shown=("settled_at",),
                free_text=("names", "how"),
                never="It is about our staff: whom they know outside work",
                erase=Erase.KEEP,
                why="It keeps a member of staff out of a file; words that name the person are taken out",
            ),
            PersonalTable(
                "confidentiality.SharingAgreement",
                "An agreement to share",
                family="family",
                shown=("with_whom", "what", "basis", "since", "until", "ended_at"),
                free_text=("why", "ended_why"),
                on="since",
                erase=Erase.KEEP,
                why="It is the whole family's, and shows with whom something was shared",
            ),
            PersonalTable(
                "confidentiality.SharedRecord",
                "What was shared",
                family="agreement__family",
                shown=("title", "until", "taken_back_at"),
                free_text=("sections",),
                erase=Erase.KEEP,
                why="It is the whole family's; the person is taken out of it, also for whoever received it",
                not_personal={"from_name": "The name of an organisation"},
            ),
        ),
    ),
)
