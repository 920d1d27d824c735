"""The log names records by their ids and holds no facts of anybody."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="audit",
        label="Who looked, and what was done",
        order=800,
        tables=(
            PersonalTable(
                "audit.AuditEvent",
                "Log",
                never="Told as kinds of people and counts, never as lines of the log",
                erase=Erase.KEEP,
                why="It must show who did what (UK GDPR Article 5(2)), and holds ids, no facts",
                not_personal={
                    "at": "When something was done",
                    "event": "What was done, of a list",
                    "about_kind": "A kind of record",
                    "about_id": "An id, which leads nowhere once the record is gone",
                    "about_family": "An id, which leads nowhere once the family is gone",
                    "detail": "Field names, counts and ids; a test searches it for people's values",
                },
            ),
        ),
        not_personal={
            "audit.Unsealed": "Ids and hashes of the log",
            "audit.LogSeal": "Ids and hashes of the log",
            "audit.LogCheck": "Counts, and ids of what was broken",
        },
    ),
)
