"""What duplicates hold of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

ALIKE = "It says only that two records are alike, or were told apart; the other may be a stranger"

PERSONAL = (
    PersonalSection(
        key="duplicates",
        label="Records that were one person's",
        order=95,
        tables=(
            PersonalTable(
                "duplicates.LikelyPair",
                "Records that are alike",
                about=("first", "second"),
                never=ALIKE,
                not_personal={
                    "weight": "how alike",
                    "weight_with_homes": "how alike",
                    "evidence": "what is alike, in general words",
                },
            ),
            PersonalTable("duplicates.NotTheSame", "Records told apart", about=("first", "second"), never=ALIKE),
            PersonalTable(
                "duplicates.PersonMerge",
                "That two records of you were made one",
                about=("person",),
                shown=("undone_at",),
                not_personal={"kept_id": "the number of a record", "gone_id": "the number of a record"},
            ),
            PersonalTable(
                "duplicates.MergedRow",
                "Your records as they were before",
                about=("merge__person",),
                never="It repeats what is told of the records themselves, so that a merge can be taken apart",
                erase=Erase.DELETE,
                search=("before", "after"),
                not_personal={
                    "sequence": "the order of the changes",
                    "model": "the kind of record",
                    "row_id": "the number of a record",
                    "what": "whether it was changed or taken out",
                },
            ),
        ),
    ),
)
