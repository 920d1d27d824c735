"""Writes about people and families."""

from trellis.features.families.actions.care import (
    record_arrangement,
    record_order,
    record_responsibility,
    remove_arrangement,
    remove_order,
    remove_responsibility,
)
from trellis.features.families.actions.contact import record_contact_plan, record_safe_contact, remove_safe_contact
from trellis.features.families.actions.homes import record_household, record_residence, seal_address
from trellis.features.families.actions.needs import record_need, record_signpost, record_what_came
from trellis.features.families.actions.people import (
    add_existing_person,
    add_person,
    change_person,
    create_family,
    record_occupation,
    rename_family,
)
from trellis.features.families.actions.sight import end_sight, give_sight
from trellis.features.families.actions.ties import (
    record_relationship,
    record_tie_quality,
    remove_relationship,
    remove_tie_quality,
)
from trellis.features.families.many import (
    NewContact,
    NewFamily,
    NewHome,
    NewOccupation,
    NewPerson,
    NewTie,
    create_families,
    settle_indexes,
)

__all__ = [
    "NewContact",
    "NewFamily",
    "NewHome",
    "NewOccupation",
    "NewPerson",
    "NewTie",
    "add_existing_person",
    "add_person",
    "change_person",
    "create_families",
    "create_family",
    "end_sight",
    "give_sight",
    "record_arrangement",
    "record_contact_plan",
    "record_household",
    "record_need",
    "record_occupation",
    "record_order",
    "record_relationship",
    "record_residence",
    "record_responsibility",
    "record_safe_contact",
    "record_signpost",
    "record_tie_quality",
    "record_what_came",
    "remove_arrangement",
    "remove_order",
    "remove_relationship",
    "remove_responsibility",
    "remove_safe_contact",
    "remove_tie_quality",
    "rename_family",
    "seal_address",
    "settle_indexes",
]
