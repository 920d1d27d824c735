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
    PARENT = "parent", "Parent"
    ADOPTIVE_PARENT = "adoptive_parent", "Adoptive parent"
    STEP_PARENT = "step_parent", "Step-parent"
    FOSTER_PARENT = "foster_parent", "Foster parent"
    CARER = "carer", "Carer"
    GUARDIAN = "guardian", "Guardian"
    GRANDPARENT = "grandparent", "Grandparent"
    SIBLING = "sibling", "Brother or sister"
    HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
    STEP_SIBLING = "step_sibling", "Step-brother or step-sister"
    PARTNER = "partner", "Partner"
    EX_PARTNER = "ex_partner", "Former partner"
    AUNT_UNCLE = "aunt_uncle", "Aunt or uncle"
    OTHER = "other", "Another tie"


class Partnership(LabelledEnum):
    """What kind of couple two partners are or were."""

    NOT_KNOWN = "not_known", "Not known"
    MARRIED = "married", "Married"
    CIVIL = "civil", "Civil partners"
    LIVING_TOGETHER = "living_together", "Living together"
    LIVING_APART = "living_apart", "A couple, not living together"


class Ending(LabelledEnum):
    """How a tie ended."""

    SEPARATED = "separated", "Separated"
    DIVORCED = "divorced", "Divorced, or the civil partnership dissolved"
    DEATH = "death", "One of them died"
    MOVED_ON = "moved_on", "The care ended"
    COURT = "court", "A court ended it"


class TieKind(LabelledEnum):
    """What is between two people, beside who they are to each other; violence goes from the first to the second."""

    VERY_CLOSE = "very_close", "Very close"
    CLOSE = "close", "Close"
    DISTANT = "distant", "Distant"
    CUT_OFF = "cut_off", "Cut off"
    CONFLICT = "conflict", "In conflict"
    VIOLENCE = "violence", "Violence"


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


class Texting(LabelledEnum):
    """Whether text messages may be sent to a number."""

    NOT_ASKED = "not_asked", "Not asked yet"
    NO = "no", "No text messages"
    PLEASE_CALL_ONLY = "please_call_only", "Only “please call”, no name of the service"
    YES = "yes", "Text messages may be sent"


class Posting(LabelledEnum):
    """Whether and how a letter may be sent to a person."""

    NOT_ASKED = "not_asked", "Not asked yet"
    NO = "no", "No letters"
    PLAIN = "plain", "Only in a plain envelope, nothing on it that says who we are"
    ELSEWHERE = "elsewhere", "Only to another address that they gave"
    YES = "yes", "Letters may be sent to their home"


class MaySay(LabelledEnum):
    """How much may be said to a person through a way that others may see or hear."""

    NOT_ASKED = "not_asked", "Not asked yet"
    PLEASE_CALL = "please_call", "Only “please call”"
    TIMES = "times", "Days, times and places, not what they are for"
    SERVICE = "service", "Who we are and what it is about"


class Caller(LabelledEnum):
    """Who of our staff may make contact with a person."""

    ANYBODY = "anybody", "Anybody of our staff"
    WORKERS = "workers", "Those who work with the family"
    NAMED = "named", "One person only"


class OccupationKind(LabelledEnum):
    """What a person does in the week."""

    SCHOOL = "school", "School"
    COLLEGE = "college", "College"
    TRAINING = "training", "Training"
    WORK = "work", "Work"
    NONE = "none", "None at present"


_K = RelationshipKind
PARENT_KINDS = frozenset(
    {
        _K.MOTHER,
        _K.FATHER,
        _K.PARENT,
        _K.ADOPTIVE_PARENT,
        _K.STEP_PARENT,
        _K.FOSTER_PARENT,
        _K.CARER,
        _K.GUARDIAN,
    }
)
OLDER_KINDS = frozenset({_K.MOTHER, _K.FATHER, _K.PARENT, _K.ADOPTIVE_PARENT, _K.GRANDPARENT})
ANCESTOR_KINDS = OLDER_KINDS
BIRTH_PARENT_KINDS = frozenset({_K.MOTHER, _K.FATHER, _K.PARENT})
COUPLE_KINDS = frozenset({_K.PARTNER, _K.EX_PARTNER})
SIBLING_KINDS = frozenset({_K.SIBLING, _K.HALF_SIBLING, _K.STEP_SIBLING})
BOTH_WAYS = COUPLE_KINDS | SIBLING_KINDS | frozenset({_K.OTHER})
GROUPS = (
    frozenset({_K.MOTHER, _K.FATHER, _K.PARENT, _K.ADOPTIVE_PARENT, _K.STEP_PARENT}),
    frozenset({_K.FOSTER_PARENT, _K.CARER, _K.GUARDIAN}),
    SIBLING_KINDS,
    COUPLE_KINDS,
    frozenset({_K.GRANDPARENT, _K.AUNT_UNCLE, _K.OTHER}),
)


def told_instead(kind: RelationshipKind) -> frozenset[RelationshipKind]:
    """Return the kinds of which one takes the place of another when it is told of the same two people."""
    return next(group for group in GROUPS if kind in group)
