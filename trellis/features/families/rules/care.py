"""The words for time with a child, and for orders that limit contact."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class ContactKind(LabelledEnum):
    """How a child and somebody have contact."""

    DIRECT = "direct", "Together, without anybody watching"
    SUPPORTED = "supported", "Supported: somebody is at hand"
    SUPERVISED = "supervised", "Supervised: somebody watches and listens the whole time"
    INDIRECT = "indirect", "Indirect: letters, cards, calls"
    NONE = "none", "No contact"


class ContactBasis(LabelledEnum):
    """What an arrangement rests on."""

    AGREED = "agreed", "Agreed between the adults"
    ORDERED = "ordered", "Ordered by a court"
    CARE_PLAN = "care_plan", "Part of a local authority’s plan for the child"
    AS_IT_IS = "as_it_is", "It is what happens; nobody agreed it"


class OrderKind(LabelledEnum):
    """An order, a notice or a condition that limits who may be near whom."""

    NON_MOLESTATION = "non_molestation", "Non-molestation order"
    OCCUPATION = "occupation", "Occupation order"
    RESTRAINING = "restraining", "Restraining order"
    PROHIBITED_STEPS = "prohibited_steps", "Prohibited steps order"
    CHILD_ARRANGEMENTS = "child_arrangements", "Child arrangements order"
    CARE_CONTACT = "care_contact", "Order on contact with a child in care"
    PROTECTION_NOTICE = "protection_notice", "Domestic violence or abuse protection notice"
    PROTECTION_ORDER = "protection_order", "Domestic violence or abuse protection order"
    STALKING = "stalking", "Stalking protection order"
    BAIL = "bail", "Bail: no contact"
    LICENCE = "licence", "Licence or community order: no contact"
    FORCED_MARRIAGE = "forced_marriage", "Forced marriage protection order"
    OTHER = "other", "Another order"


SOURCES = {
    OrderKind.NON_MOLESTATION: "Family Law Act 1996 s42; a breach is a crime, s42A",
    OrderKind.OCCUPATION: "Family Law Act 1996 ss33 to 38",
    OrderKind.RESTRAINING: "Sentencing Act 2020 s360; Protection from Harassment Act 1997 s5A; a breach is a crime",
    OrderKind.PROHIBITED_STEPS: "Children Act 1989 s8",
    OrderKind.CHILD_ARRANGEMENTS: "Children Act 1989 s8",
    OrderKind.CARE_CONTACT: "Children Act 1989 s34",
    OrderKind.PROTECTION_NOTICE: "Crime and Security Act 2010 s24; Domestic Abuse Act 2021 s22",
    OrderKind.PROTECTION_ORDER: "Crime and Security Act 2010 s27; Domestic Abuse Act 2021 s27",
    OrderKind.STALKING: "Stalking Protection Act 2019 s2",
    OrderKind.BAIL: "Bail Act 1976 s3(6); Police and Criminal Evidence Act 1984 s47(1A)",
    OrderKind.LICENCE: "Criminal Justice Act 2003 s250; Sentencing Act 2020 s201",
    OrderKind.FORCED_MARRIAGE: "Family Law Act 1996 s63A",
    OrderKind.OTHER: "",
}
