"""On what parental responsibility rests, with the law it comes from, and who can hold it so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.kernel.labelled import LabelledEnum


class Basis(LabelledEnum):
    """How somebody came to have parental responsibility for a child (Children Act 1989, England and Wales)."""

    MOTHER = "mother", "Gave birth to the child"
    MARRIED = "married", "Married to, or civil partner of, the mother"
    BIRTH_CERTIFICATE = "birth_certificate", "On the birth certificate"
    AGREEMENT = "agreement", "Parental responsibility agreement"
    ORDER = "order", "Parental responsibility order"
    CHILD_ARRANGEMENTS = "child_arrangements", "Child arrangements order: the child lives with them"
    SPECIAL_GUARDIAN = "special_guardian", "Special guardianship order"
    GUARDIAN = "guardian", "Guardian after a parent’s death"
    ADOPTION = "adoption", "Adoption"
    PARENTAL_ORDER = "parental_order", "Parental order after surrogacy"
    CARE_ORDER = "care_order", "Care order"
    INTERIM_CARE_ORDER = "interim_care_order", "Interim care order"
    EMERGENCY_PROTECTION = "emergency_protection", "Emergency protection order"
    PLACEMENT = "placement", "Placement for adoption"


@dataclass(frozen=True, slots=True)
class BasisRule:
    """The law of one basis. `by_body`: a local authority or agency holds it; `begins_at_birth`: it needs no date."""

    source: str
    note: str = ""
    by_body: bool = False
    begins_at_birth: bool = False
    not_before: date | None = None
    ends_others: bool = False


RULES = {
    Basis.MOTHER: BasisRule("Children Act 1989 s2(1) and (2)", begins_at_birth=True),
    Basis.MARRIED: BasisRule(
        "Children Act 1989 s2(1), (1A) and (3)", "It is kept after a divorce", begins_at_birth=True
    ),
    Basis.BIRTH_CERTIFICATE: BasisRule(
        "Children Act 1989 s4(1)(a) and s4ZA(1)(a)",
        "Only a birth registered, or registered again, since 1 December 2003",
        not_before=date(2003, 12, 1),
    ),
    Basis.AGREEMENT: BasisRule("Children Act 1989 s4(1)(b), s4ZA(1)(b) and s4A(1)(a)"),
    Basis.ORDER: BasisRule("Children Act 1989 s4(1)(c), s4ZA(1)(c) and s4A(1)(b)"),
    Basis.CHILD_ARRANGEMENTS: BasisRule("Children Act 1989 s12(1) and (2)", "While the order is in force"),
    Basis.SPECIAL_GUARDIAN: BasisRule(
        "Children Act 1989 s14C", "May decide without the others who have it, with few exceptions"
    ),
    Basis.GUARDIAN: BasisRule("Children Act 1989 s5(6)"),
    Basis.ADOPTION: BasisRule(
        "Adoption and Children Act 2002 s46", "Ends everybody else’s from that day", ends_others=True
    ),
    Basis.PARENTAL_ORDER: BasisRule(
        "Human Fertilisation and Embryology Act 2008 s54", "Ends everybody else’s from that day", ends_others=True
    ),
    Basis.CARE_ORDER: BasisRule(
        "Children Act 1989 s33(3)", "The local authority decides how far parents may use theirs", by_body=True
    ),
    Basis.INTERIM_CARE_ORDER: BasisRule(
        "Children Act 1989 s33(3) and s38", "The local authority decides how far parents may use theirs", by_body=True
    ),
    Basis.EMERGENCY_PROTECTION: BasisRule(
        "Children Act 1989 s44(4)(c) and (5)", "For as long as the order lasts", True
    ),
    Basis.PLACEMENT: BasisRule(
        "Adoption and Children Act 2002 s25", "Shared with the parents until adoption", by_body=True
    ),
}
