"""The words for people, their ties and how to reach them."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class Gender(LabelledEnum):
    """Gender, as the person or the referrer gave it."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    ANOTHER = "another", "Another"
    NOT_KNOWN = "not_known", "Not known"


class RelationshipKind(LabelledEnum):
    """Who the first person is to the second."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    STEP_PARENT = "step_parent", "Step-parent"
    CARER = "carer", "Carer"
    GRANDPARENT = "grandparent", "Grandparent"
    SIBLING = "sibling", "Brother or sister"
    PARTNER = "partner", "Partner"
    EX_PARTNER = "ex_partner", "Former partner"
    OTHER = "other", "Another tie"


class ParentalResponsibility(LabelledEnum):
    """Whether somebody has parental responsibility for a child (Children Act 1989 s3)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class Channel(LabelledEnum):
    """A way to reach a person."""

    MOBILE = "mobile", "Mobile telephone"
    LANDLINE = "landline", "Landline"
    EMAIL = "email", "E-mail"
    POST = "post", "Post"
    THROUGH_REFERRER = "through_referrer", "Through the referrer"


class Voicemail(LabelledEnum):
    """What may be left on an answering machine: three values, because two have put people in danger."""

    NONE = "none", "Leave no message"
    PLEASE_CALL_ONLY = "please_call_only", "Only “please call”, no name of the service"
    MAY_LEAVE = "may_leave", "A message may be left"


class OccupationKind(LabelledEnum):
    """What a person does in the week."""

    SCHOOL = "school", "School"
    COLLEGE = "college", "College"
    TRAINING = "training", "Training"
    WORK = "work", "Work"
    NONE = "none", "None at present"


PARENT_KINDS = frozenset(
    {RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.STEP_PARENT, RelationshipKind.CARER}
)
OLDER_KINDS = frozenset({RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.GRANDPARENT})
