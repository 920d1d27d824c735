"""The words for what is kept from whom."""

from __future__ import annotations

from trellis.features.families.rules.words import OccupationKind
from trellis.kernel.labelled import LabelledEnum


class SealedFact(LabelledEnum):
    """What of a person can be kept from somebody."""

    ADDRESS = "address", "Where they live"
    CONTACT = "contact", "Telephone numbers and e-mail addresses"
    SCHOOL = "school", "School, college or training"
    WORK = "work", "Work"
    PRESENCE = "presence", "That they are in this family at all"


class SealKind(LabelledEnum):
    """From whom a fact is kept."""

    PEOPLE = "people", "From people we name, and whoever works on their side"
    ALL_BUT_FEW = "all_but_few", "From everybody except the staff we name"


class ShutOutCause(LabelledEnum):
    """Why a member of staff may not see a family."""

    KNOWS_THEM = "knows_them", "They know the family"
    OTHER_SIDE = "other_side", "They work with the other side"
    DECIDED = "decided", "A supervisor decided it"


AT_SCHOOL = frozenset({OccupationKind.SCHOOL, OccupationKind.COLLEGE, OccupationKind.TRAINING})
