"""Rules about people: the words for their ties, what cannot be true, and who may be whom."""

from trellis.features.families.rules.confidentiality import AT_SCHOOL, SealedFact, SealKind, ShutOutCause
from trellis.features.families.rules.identity import Likeness, likeness, match_name, other_readings
from trellis.features.families.rules.possible import check_birth_date, check_relationship, check_words
from trellis.features.families.rules.words import (
    Channel,
    Gender,
    OccupationKind,
    ParentalResponsibility,
    RelationshipKind,
    Voicemail,
)

__all__ = [
    "AT_SCHOOL",
    "Channel",
    "Gender",
    "Likeness",
    "OccupationKind",
    "ParentalResponsibility",
    "RelationshipKind",
    "SealKind",
    "SealedFact",
    "ShutOutCause",
    "Voicemail",
    "check_birth_date",
    "check_relationship",
    "check_words",
    "likeness",
    "match_name",
    "other_readings",
]
