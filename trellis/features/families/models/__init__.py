"""People, families, where they live, how to reach them without putting anyone in danger, and who may see what."""

from trellis.features.families.models.care import ContactArrangement, ContactPlace, Responsibility
from trellis.features.families.models.contact import ContactPlan, MustNotKnow
from trellis.features.families.models.family import (
    Family,
    FamilyRecord,
    FamilyWorker,
    barred_from,
    closed_to,
    families_of,
    not_shut,
    opened_in_need,
)
from trellis.features.families.models.homes import HomeAddress, Household, HouseholdMember, SafeContact
from trellis.features.families.models.needs import Need, Signpost
from trellis.features.families.models.orders import LimitingOrder, OrderProtects
from trellis.features.families.models.people import (
    FamilyMember,
    Occupation,
    Person,
    PersonRecord,
    Relationship,
    people_seen_by,
)
from trellis.features.families.models.seals import (
    Seal,
    SealedAgainst,
    SealInForce,
    SealReader,
    is_sealed_from,
    people_worked_with,
    sealed_from,
    seals_against,
    seals_in_force,
)
from trellis.features.families.models.ties import TieQuality
from trellis.features.families.models.walls import BreakGlass, ClosedFamily, ShutOut, Sides

__all__ = [
    "BreakGlass",
    "ClosedFamily",
    "ContactArrangement",
    "ContactPlace",
    "ContactPlan",
    "Family",
    "FamilyMember",
    "FamilyRecord",
    "FamilyWorker",
    "HomeAddress",
    "Household",
    "HouseholdMember",
    "LimitingOrder",
    "MustNotKnow",
    "Need",
    "Occupation",
    "OrderProtects",
    "Person",
    "PersonRecord",
    "Relationship",
    "Responsibility",
    "SafeContact",
    "Seal",
    "SealInForce",
    "SealReader",
    "SealedAgainst",
    "ShutOut",
    "Sides",
    "Signpost",
    "TieQuality",
    "barred_from",
    "closed_to",
    "families_of",
    "is_sealed_from",
    "not_shut",
    "opened_in_need",
    "people_seen_by",
    "people_worked_with",
    "sealed_from",
    "seals_against",
    "seals_in_force",
]
