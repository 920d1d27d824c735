"""Stored files may hold anything about anybody."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="documents",
        label="Papers",
        order=80,
        tables=(
            PersonalTable(
                "documents.Document",
                "A stored file",
                free_text=("name",),
                never="Given with the record that it hangs on",
                erase=Erase.KEEP,
                why="Removed, bytes and name, when it holds the person's values or its record goes",
                not_personal={
                    "content_type": "The kind of file",
                    "size": "Of the file",
                    "checksum": "Of the file",
                    "storage_name": "A random name",
                    "removed_at": "When the file was removed",
                },
            ),
        ),
    ),
)
