"""The vocabulary of facts: what may be asked about a person, a family or a referral."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from trellis.kernel.dates import in_words
from trellis.kernel.labelled import LabelledEnum


class About(LabelledEnum):
    """Say whom or what a fact describes."""

    PERSON = "person", "A person"
    FAMILY = "family", "The family"
    REFERRAL = "referral", "The referral"


class FactKind(LabelledEnum):
    """Say what a fact's value looks like."""

    DATE = "date", "Date"
    WHOLE_NUMBER = "whole_number", "Whole number"
    YES_NO = "yes_no", "Yes or no"
    CHOICE = "choice", "One of a list"
    CHOICES = "choices", "Any of a list"
    TEXT = "text", "Words"


UNKNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Fact:
    """Describe one fact: its type, its meaning, and how to ask for it in plain words.

    ``choices`` maps values to words; a CHOICES fact without any takes keys of the programme's own.
    ``derived_from`` names the fact that is asked instead: age comes from the birth date.
    """

    key: str
    about: About
    kind: FactKind
    label: str
    meaning: str
    ask: str
    ask_whom: str
    choices: Mapping[str, str] = field(default_factory=dict)
    derived_from: str = ""
    unit: str = ""

    @property
    def right(self) -> str:
        """Say what a right value looks like in a facts document."""
        match self.kind:
            case FactKind.DATE:
                return 'a date written "2026-03-31"'
            case FactKind.WHOLE_NUMBER:
                return "a whole number"
            case FactKind.YES_NO:
                return "true or false (leave it out when it is not known)"
            case FactKind.CHOICE:
                return "one of " + ", ".join(f'"{value}"' for value in self.choices)
            case FactKind.CHOICES:
                known = ", ".join(f'"{value}"' for value in self.choices)
                return f"a list of any of {known}" if known else 'a list of keys like ["court_bundle"]'
            case _:
                return "words in quotation marks"


REFERRER = "the referrer"
PARENT = "the parent or carer"
CHILD = "the child or young person"
PERSON_THEMSELVES = "the person, on their own and when it is safe"
SOCIAL_WORKER = "the social worker"

PROFESSIONS: Mapping[str, str] = MappingProxyType(
    {
        "social_worker": "Social worker",
        "youth_justice": "Youth justice worker",
        "early_help": "Early help worker",
        "school": "School or college",
        "health": "Health",
        "police": "Police",
        "voluntary": "Voluntary organisation",
        "self": "The family themselves",
        "other": "Somebody else",
    }
)

GENDERS: Mapping[str, str] = MappingProxyType(
    {"female": "Female", "male": "Male", "another": "Another gender", UNKNOWN: "Not known"}
)

FAMILY_ROLES: Mapping[str, str] = MappingProxyType(
    {
        "parent": "Parent (by birth, adoption or as a step-parent)",
        "carer": "Carer (guardian, foster carer or relative bringing the child up)",
        "child": "Child or young person",
        "other_adult": "Another adult of the family",
    }
)

LEGAL_STAGES: Mapping[str, str] = MappingProxyType(
    {
        "none": "No social work involvement",
        "early_help": "Early help",
        "child_in_need": "Child in need plan",
        "child_protection": "Child protection measures",
        "care_proceedings": "Care proceedings",
    }
)

ABUSE_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "experienced": "Has experienced abuse from a partner",
        "used": "Has used abuse towards a partner",
        "both": "Has experienced and has used abuse",
        "neither": "Neither",
    }
)

ACCEPTANCE: Mapping[str, str] = MappingProxyType(
    {
        "full": "Accepts the concerns",
        "some": "Accepts some of the concerns",
        "limited": "Accepts very little",
        "none": "Denies, minimises or blames others",
    }
)

TRAUMA: Mapping[str, str] = MappingProxyType(
    {"none": "No sign of it", "some": "Some, and manageable", "high": "High and lasting"}
)

YOUTH_JUSTICE: Mapping[str, str] = MappingProxyType(
    {
        "none": "No contact",
        "at_risk": "At risk: prevention work",
        "out_of_court": "Diversion or an out-of-court disposal",
        "court_order": "An order of the court",
        "custody": "In custody or coming home from it",
    }
)


def _person(key: str, kind: FactKind, label: str, meaning: str, ask: str, whom: str, **more: object) -> Fact:
    return Fact(key, About.PERSON, kind, label, meaning, ask, whom, **more)  # type: ignore[arg-type]


def _family(key: str, kind: FactKind, label: str, meaning: str, ask: str, whom: str, **more: object) -> Fact:
    return Fact(key, About.FAMILY, kind, label, meaning, ask, whom, **more)  # type: ignore[arg-type]


def _referral(key: str, kind: FactKind, label: str, meaning: str, ask: str, **more: object) -> Fact:
    return Fact(key, About.REFERRAL, kind, label, meaning, ask, REFERRER, **more)  # type: ignore[arg-type]


_DATE, _NUMBER, _YES_NO = FactKind.DATE, FactKind.WHOLE_NUMBER, FactKind.YES_NO
_CHOICE, _CHOICES = FactKind.CHOICE, FactKind.CHOICES

_PEOPLE = (
    _person(
        "family_role", _CHOICE, "Part in the family",
        "What the person is in this family.",
        "What are they in the family: a parent, a carer, a child or another adult?", REFERRER,
        choices=FAMILY_ROLES,
    ),
    _person(
        "birth_date", _DATE, "Date of birth", "The day the person was born.",
        "What is their date of birth?", REFERRER,
    ),
    _person(
        "age", _NUMBER, "Age", "Age in whole years on the day that matters, the first session.",
        "What is their date of birth?", REFERRER, derived_from="birth_date", unit="years",
    ),
    _person(
        "gender", _CHOICE, "Gender", "How the person describes their gender.",
        "How do they describe their gender?", PERSON_THEMSELVES, choices=GENDERS,
    ),
    _person(
        "child_of_concern", _YES_NO, "The child that the referral is about",
        "Whether this is a child that the referral is about, taking part or not.",
        "Is this the child that the referral is about?", REFERRER,
    ),
    _person(
        "agrees_to_take_part", _YES_NO, "Agrees to take part",
        "Whether the person has been told what the programme is and agrees to come.",
        "Do they know what the programme is, and do they agree to take part?", PERSON_THEMSELVES,
    ),
    _person(
        "consulted_about_referral", _YES_NO, "Asked about the referral",
        "Whether anybody has asked the person what they think of being referred.",
        "Has anybody asked them what they think of being referred?", REFERRER,
    ),
    _person(
        "uses_abuse_towards_parent", _YES_NO, "Behaves abusively towards a parent",
        "Whether the child has hurt, threatened or controlled a parent or carer.",
        "Has the child hurt, threatened or controlled their parent or carer?", PARENT,
    ),
    _person(
        "experiences_abuse_from_child", _YES_NO, "Experiences abuse from their child",
        "Whether the parent or carer is being hurt, threatened or controlled by their child.",
        "Are you being hurt, threatened or controlled by your child?", PARENT,
    ),
    _person(
        "partner_abuse_part", _CHOICE, "Part in abuse between partners",
        "Whether the person has experienced abuse from a partner, or has used it.",
        "Has this parent experienced abuse from a partner, or used it?", SOCIAL_WORKER, choices=ABUSE_PARTS,
    ),
    _person(
        "lives_with_abusive_partner", _YES_NO, "Lives with the abusive partner",
        "Whether the person lives now with the partner who has been abusive.",
        "Do they live now with the partner who has been abusive?", SOCIAL_WORKER,
    ),
    _person(
        "in_relationship_with_abusive_partner", _YES_NO, "In a relationship with the abusive partner",
        "Whether the relationship with the partner who has been abusive goes on, living together or not.",
        "Are they still in a relationship with the partner who has been abusive?", SOCIAL_WORKER,
    ),
    _person(
        "willing_to_reflect", _YES_NO, "Willing to look back",
        "Whether the person is willing to reflect on the relationship.",
        "Are they willing to look back at the relationship and think about it?", PERSON_THEMSELVES,
    ),
    _person(
        "acceptance", _CHOICE, "Acceptance of the concerns",
        "How far the person accepts what others are worried about.",
        "How far do they accept the concerns about the abuse?", SOCIAL_WORKER, choices=ACCEPTANCE,
    ),
    _person(
        "mental_health_would_hinder", _YES_NO, "Mental health would hinder the work",
        "Whether mental health would make an intensive programme less effective now.",
        "Is there a mental health difficulty that would get in the way of an intensive programme now?",
        SOCIAL_WORKER,
    ),
    _person(
        "substance_use_would_hinder", _YES_NO, "Substance use would hinder the work",
        "Whether drug or alcohol use would make an intensive programme less effective now.",
        "Is there drug or alcohol use that would get in the way of an intensive programme now?",
        SOCIAL_WORKER,
    ),
    _person(
        "trauma", _CHOICE, "Effects of trauma",
        "How strong and lasting the effects of trauma are.",
        "How much do past frightening experiences still affect them?", SOCIAL_WORKER, choices=TRAUMA,
    ),
    _person(
        "affected_by_domestic_abuse", _YES_NO, "Affected by domestic abuse",
        "Whether the child has seen, heard or lived with the effects of domestic abuse.",
        "Has the child seen, heard or lived with the effects of domestic abuse?", REFERRER,
    ),
    _person(
        "youth_justice_contact", _CHOICE, "Contact with youth justice",
        "What contact the child has with the youth justice service.",
        "What contact does the child have with the youth justice service?", REFERRER, choices=YOUTH_JUSTICE,
    ),
    _person(
        "private_place_for_video", _YES_NO, "A private place for video calls",
        "Whether the person can take a video call alone, unheard and without interruption.",
        "Is there somewhere they can take a video call alone and unheard?", PERSON_THEMSELVES,
    ),
)  # fmt: skip

_FAMILIES = (
    _family(
        "abuse_is_pattern", _YES_NO, "A pattern of abuse by the child",
        "Whether the abuse towards the parent is a pattern and not a single incident.",
        "Has it happened again and again, or was it one incident?", PARENT,
    ),
    _family(
        "abuse_began_on", _DATE, "When the abuse by the child began",
        "The day, as near as anybody can say, when the abuse towards the parent began.",
        "When did it begin, as near as you can say?", PARENT,
    ),
    _family(
        "abuse_months", _NUMBER, "Months of abuse by the child",
        "Whole months from the day the abuse began to the day that matters, the first session.",
        "When did it begin, as near as you can say?", PARENT, derived_from="abuse_began_on", unit="months",
    ),
    _family(
        "legal_stage", _CHOICE, "Social work stage",
        "The furthest stage of social work or court involvement now.",
        "What is the stage now: child in need, child protection measures or care proceedings?",
        SOCIAL_WORKER, choices=LEGAL_STAGES,
    ),
    _family(
        "lives_in_area", _YES_NO, "Lives in the area served",
        "Whether the family lives in the area that the service covers.",
        "Does the family live in the area that the service covers?", REFERRER,
    ),
    _family(
        "substance_problem_in_family", _YES_NO, "A parent's substance problem",
        "Whether the family lives with a parent's or carer's problem with drugs or alcohol.",
        "Is the family living with a parent's or carer's problem with drugs or alcohol?", PARENT,
    ),
    _family(
        "parent_supports_child", _YES_NO, "The parent backs the child's taking part",
        "Whether the parent who is not abusive is ready to help the child to take part.",
        "Is the parent ready to help the child come and to support them between sessions?", PARENT,
    ),
    _family(
        "settled_since_separation", _YES_NO, "Settled since the separation",
        "Whether the child has had time to adjust since leaving, or since the abusive parent left.",
        "Has the child had time to settle since the separation?", PARENT,
    ),
    _family(
        "court_bars_contact", _YES_NO, "A court bars contact between those taking part",
        "Whether an order or a bail condition stops people who would take part from meeting.",
        "Does any order or bail condition stop those taking part from being together?", REFERRER,
    ),
)  # fmt: skip

_REFERRALS = (
    _referral(
        "referrer_profession", _CHOICE, "Who refers", "What the person who refers does.",
        "What is your part: social worker, school, health, somebody else?", choices=PROFESSIONS,
    ),
    _referral(
        "referrer_stays_involved", _YES_NO, "Referrer stays involved",
        "Whether the referrer goes on working with the family until the programme ends.",
        "Will you stay involved with the family until the programme ends?",
    ),
    _referral(
        "transport_arranged", _YES_NO, "Transport is arranged",
        "Whether somebody has agreed to bring everyone to every session.",
        "Who will bring them to the sessions, and has that been agreed?",
    ),
    _referral(
        "fees_confirmed", _YES_NO, "Fees are confirmed",
        "Whether the local authority has confirmed that it will meet the fees.",
        "Has the local authority confirmed that it will meet the fees?",
    ),
    _referral(
        "documents", _CHOICES, "Documents received", "Kinds of document that have come with the referral.",
        "Which documents can you send?",
    ),
)  # fmt: skip

FACTS: Mapping[str, Fact] = MappingProxyType({fact.key: fact for fact in (*_PEOPLE, *_FAMILIES, *_REFERRALS)})


def facts_about(about: About, *, asked_only: bool = False) -> tuple[Fact, ...]:
    """List the facts about a person, family or referral; ``asked_only`` leaves derived ones out."""
    return tuple(fact for fact in FACTS.values() if fact.about is about and not (asked_only and fact.derived_from))


def in_plain_words(fact: Fact, value: object) -> str:
    """Write a fact's value for the screen: "Yes", "15 years", "Tue 3 March 2026", a choice's words."""
    match fact.kind:
        case FactKind.YES_NO:
            return "Yes" if value else "No"
        case FactKind.DATE:
            return in_words(value) if isinstance(value, date) else str(value)
        case FactKind.CHOICE:
            return fact.choices.get(str(value), str(value))
        case FactKind.CHOICES:
            values = value if isinstance(value, list | tuple | frozenset) else [value]
            return ", ".join(sorted(fact.choices.get(str(each), str(each)) for each in values)) or "None"
        case FactKind.WHOLE_NUMBER if fact.unit:
            return f"{value} {fact.unit}"
        case _:
            return str(value)
