"""What requests, holds and erasures hold of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="rights",
        label="What you asked of us",
        order=95,
        tables=(
            PersonalTable(
                "rights.SubjectRequest",
                "A request of yours",
                about=("person", "asker_person"),
                shown=(
                    "asked",
                    "asked_by",
                    "received_on",
                    "status",
                    "answered_on",
                    "identity_on",
                    "extended_on",
                    "refused_ground",
                ),
                free_text=("scope", "identity_how", "child_words", "extended_why", "sent_how", "refused_why"),
                others=("asker", "child_able"),
                search=("released",),
                documents=("document",),
                on="received_on",
                never="It is the request that is being answered, and those before it",
                erase=Erase.BLANK,
                not_personal={
                    "person_ref": "An id, for the tombstone",
                    "gathered_at": "When our work was done",
                    "released_checksum": "A checksum of what went out",
                    "expires_on": "When our copy is removed",
                },
            ),
            PersonalTable(
                "rights.GatheredItem",
                "A copy of something held elsewhere",
                about=("request__person",),
                free_text=("parts", "words", "reason", "label", "suggested"),
                never="A copy of what is given already",
                not_personal={
                    "number": "The order",
                    "section": "Of a list",
                    "section_label": "Of a list",
                    "kind": "Of a list",
                    "source_model": "A kind of record",
                    "source_id": "An id",
                    "on": "The day of a copy, which goes with it",
                    "choice": "What staff decided",
                    "basis": "What staff decided",
                    "whole": "Which parts staff took out",
                    "decided_at": "When staff decided",
                },
            ),
            PersonalTable(
                "rights.RequestPause",
                "When the clock of your request stood still",
                about=("request__person",),
                shown=("reason", "first", "until"),
                free_text=("note",),
                never="It belongs to the request that is being answered",
            ),
            PersonalTable(
                "rights.LegalHold",
                "That your record must not go",
                about=("person",),
                family="family",
                shown=("review_on", "ended_on"),
                free_text=("why", "ended_why"),
                never="Why a record is held may be a matter of law between us; it is given on asking",
            ),
            PersonalTable(
                "rights.ErasureCandidate",
                "That your record was looked at for erasure",
                about=("person",),
                free_text=("kept_why", "lengths", "holds", "result"),
                never="How our own work went",
                not_personal={
                    "person_ref": "An id, for the tombstone",
                    "verdict": "Of a list",
                    "rule_key": "Of a list",
                    "until": "The day of a rule, which goes with the row",
                    "done_at": "When our work was done",
                },
            ),
            PersonalTable(
                "rights.Tombstone",
                "That somebody was erased",
                never="It holds nothing of anybody but an id that leads nowhere",
                erase=Erase.KEEP,
                why="It shows that, when and why somebody was erased (UK GDPR Article 5(2))",
                not_personal={
                    "person_ref": "An id that leads nowhere",
                    "family_refs": "Ids that lead nowhere",
                    "at": "When it was done",
                    "rule_key": "Of a list",
                    "request_ref": "An id",
                    "counts": "How many rows of which records",
                    "files": "A count",
                },
            ),
        ),
        not_personal={
            "rights.OwnLength": "How long an organisation keeps things",
            "rights.ErasureBatch": "That a list was made, by whom and when",
        },
    ),
)
