"""What the family's page says: who is in it, what limits contact, how contact is safe, who they are to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.families.rules import (
    BOTH_WAYS,
    COUPLE_KINDS,
    PARENT_KINDS,
    Channel,
    ContactKind,
    Ending,
    Gender,
    OccupationKind,
    ParentalResponsibility,
    Partnership,
    RelationshipKind,
    Texting,
    TieKind,
    Voicemail,
    is_over,
    rough_in_words,
)
from trellis.kernel.dates import age_on

if TYPE_CHECKING:
    import uuid

    from trellis.features.families.models import (
        ContactArrangement,
        ContactPlan,
        Family,
        Household,
        Occupation,
        Person,
        Relationship,
        SafeContact,
        TieQuality,
    )

GROWN_UP = 18
_WORDS = {
    RelationshipKind.SIBLING: {Gender.FEMALE: "sister", Gender.MALE: "brother"},
    RelationshipKind.HALF_SIBLING: {Gender.FEMALE: "half-sister", Gender.MALE: "half-brother"},
    RelationshipKind.STEP_SIBLING: {Gender.FEMALE: "step-sister", Gender.MALE: "step-brother"},
    RelationshipKind.STEP_PARENT: {Gender.FEMALE: "stepmother", Gender.MALE: "stepfather"},
    RelationshipKind.FOSTER_PARENT: {Gender.FEMALE: "foster mother", Gender.MALE: "foster father"},
    RelationshipKind.ADOPTIVE_PARENT: {Gender.FEMALE: "adoptive mother", Gender.MALE: "adoptive father"},
    RelationshipKind.GRANDPARENT: {Gender.FEMALE: "grandmother", Gender.MALE: "grandfather"},
    RelationshipKind.AUNT_UNCLE: {Gender.FEMALE: "aunt", Gender.MALE: "uncle"},
}
_COUPLES = {
    Partnership.MARRIED: ("wife", "husband", "spouse"),
    Partnership.CIVIL: ("civil partner", "civil partner", "civil partner"),
}


def age_words(person: Person, today: date) -> str:
    """Write the age, or that the person has died; nothing when it is not known."""
    if person.has_died:
        return f"died {rough_in_words(person.died_on)}" if person.died_on else "has died"
    if person.birth_date is None or person.birth_date > today:
        return ""
    return str(age_on(person.birth_date, today))


def ties_of(person: Person, ties: Iterable[Relationship], today: date) -> str:
    """Write who a person is to the others; what holds both ways (partners, siblings) is told from either side."""
    words = []
    for tie in ties:
        if tie.from_person_id == person.pk:
            words.append(f"{tie_word(tie, today)} of {tie.to_person.short_name}")
        elif tie.to_person_id == person.pk and tie.kind in BOTH_WAYS:
            words.append(f"{tie_word(tie, today, turned=True)} of {tie.from_person.short_name}")
    return "; ".join(dict.fromkeys(words))


def tie_word(tie: Relationship, today: date, *, turned: bool = False) -> str:
    """Write who the first is to the second: "mother", "former husband", "foster mother until 2019".

    `turned` asks who the second is to the first, of ties that hold both ways.
    """
    kind = RelationshipKind(tie.kind)
    gender = Gender((tie.to_person if turned else tie.from_person).gender)
    word = _WORDS.get(kind, {}).get(gender, kind.label.lower())
    if kind in COUPLE_KINDS:
        names = _COUPLES.get(Partnership(tie.partnership))
        word = names[(Gender.FEMALE, Gender.MALE).index(gender) if gender in _SEXES else 2] if names else "partner"
        word = f"former {word}" if kind is RelationshipKind.EX_PARTNER else word
    elif kind is RelationshipKind.OTHER:
        word = tie.words or "another tie"
    if is_over(tie.until, today) and kind is not RelationshipKind.EX_PARTNER:
        word = f"{word} until {rough_in_words(tie.until)}"
    return word


_SEXES = (Gender.FEMALE, Gender.MALE)


def person_cards(
    family: Family,
    people: Sequence[Person],
    ties: Sequence[Relationship],
    homes: Sequence[Household],
    plans: dict[uuid.UUID, ContactPlan],
    today: date,
) -> list[dict[str, Any]]:
    """Return what the page says of each person, in the family's order."""
    return [
        {
            **contact_card(person.contacts, plans.get(person.pk)),
            "person": person,
            "age": age_words(person, today),
            "is_child": is_child(person, today),
            "young_parent": is_child(person, today) and _is_parent(person, ties),
            "relation": ties_of(person, ties, today),
            "lives": _lives(person, homes),
            "occupation": occupation_words(person.occupation),
            "also_in": person.also_in,
            "href": reverse("families:person", args=[family.pk, person.pk]),
        }
        for person in people
    ]


def contact_card(contacts: Sequence[SafeContact], plan: ContactPlan | None) -> dict[str, Any]:
    """Return how a person is reached: whether safely, each way in words, and what the plan says."""
    state = "safe" if any(c.is_safe for c in contacts) else ("unsafe" if contacts else "unknown")
    return {
        "contact_state": state,
        "contacts": [{"words": contact_words(contact), "contact": contact} for contact in contacts],
        "plan_words": plan_words(plan) if plan else [],
    }


def plan_words(plan: ContactPlan) -> list[str]:
    """Write what a contact plan says, the most dangerous first."""
    kept = [one.name for one in plan.kept]
    hours = " ".join(
        [*([f"from {plan.not_before:%H:%M}"] if plan.not_before else []),
         *([f"until {plan.not_after:%H:%M}"] if plan.not_after else [])]
    )  # fmt: skip
    said = (
        f"Must never know: {', '.join(kept)}" if kept else "",
        f"Never {plan.never_when}" if plan.never_when else "",
        f"Only {plan.named.user} makes contact" if plan.named else "",
        plan.get_caller_display() if plan.caller == "workers" else "",
        f"Ask for {plan.ask_for}" if plan.ask_for else "",
        f"Say that it is {plan.we_are}" if plan.we_are else "",
        f"May be said: {plan.get_may_say_display().lower()}" if plan.may_say != "not_asked" else "",
        plan.say_words,
        f"Calls {hours}" if hours else "",
        f"Letters: {plan.get_post_display().lower()}" if plan.post != "not_asked" else "",
    )
    return [words for words in said if words]


def limit_lines(arrangements: Iterable[ContactArrangement], today: date) -> list[tuple[str, str]]:
    """Write the arrangements that limit contact now, none or watched: what it is, and between whom."""
    lines = []
    for row in arrangements:
        if not row.is_current(today) or row.kind not in {ContactKind.NONE, ContactKind.SUPERVISED}:
            continue
        names = f"{row.child.short_name} and {row.person.short_name}"
        if row.kind == ContactKind.NONE:
            lines.append(("No contact", f"between {names}"))
        else:
            by = f", by {row.supervised_by}" if row.supervised_by else ""
            often = f": {row.often}" if row.often else ""
            lines.append(("Supervised contact", f"between {names}{by}{often}"))
    return lines


def tie_lines(family: Family, ties: Iterable[Relationship], today: date) -> list[dict[str, Any]]:
    """Write who they are to each other, one line for each pair and kind, what has ended last."""
    lines = [
        {
            "words": f"{tie.from_person.short_name} is {tie.to_person.short_name}’s {tie_word(tie, today)}",
            "about": _tie_about(tie),
            "is_over": is_over(tie.until, today),
            "change": reverse("families:change_relationship", args=[family.pk, tie.pk]),
        }
        for tie in ties
    ]
    return sorted(lines, key=lambda line: line["is_over"])


def _tie_about(tie: Relationship) -> str:
    said = {
        ParentalResponsibility.YES: "with parental responsibility",
        ParentalResponsibility.NO: "without parental responsibility",
    }
    parts = (
        said.get(ParentalResponsibility(tie.parental_responsibility), ""),
        tie.span,
        Ending(tie.ending).label.lower() if tie.ending else "",
    )
    return ", ".join(part for part in parts if part)


def quality_lines(family: Family, qualities: Iterable[TieQuality], today: date) -> list[dict[str, Any]]:
    """Write what is between them; violence says from whom to whom."""
    lines = []
    for row in qualities:
        first, second = row.from_person.short_name, row.to_person.short_name
        is_violence = row.kind == TieKind.VIOLENCE
        words = f"{first} has been violent to {second}" if is_violence else f"{first} and {second}: {str(row).lower()}"
        lines.append(
            {
                "words": words,
                "about": row.span,
                "is_danger": is_violence and row.is_current(today),
                "is_over": is_over(row.until, today),
                "change": reverse("families:change_tie_quality", args=[family.pk, row.pk]),
            }
        )
    return sorted(lines, key=lambda line: (not line["is_danger"], line["is_over"]))


def is_child(person: Person, today: date) -> bool:
    """Say whether somebody is under 18 (Children Act 1989 s105(1)); not when the birthday is not known."""
    born = person.birth_date
    return born is not None and not person.has_died and (born > today or age_on(born, today) < GROWN_UP)


def _is_parent(person: Person, ties: Iterable[Relationship]) -> bool:
    return any(tie.from_person_id == person.pk and tie.kind in PARENT_KINDS for tie in ties)


def _lives(person: Person, homes: Iterable[Household]) -> list[str]:
    found = []
    for home in homes:
        for member in home.living_now:
            if member.person_id == person.pk:
                found.append(f"{home.label} ({member.pattern})" if member.pattern else home.label)
    return found


def occupation_words(occupation: Occupation | None) -> str:
    """Write what somebody does in the week."""
    if occupation is None:
        return ""
    return f"{OccupationKind(occupation.kind).label}{f': {occupation.name}' if occupation.name else ''}"


def contact_words(contact: SafeContact) -> str:
    """Write one way to reach a person as a sentence that cannot be misread."""
    channel = Channel(contact.channel).label
    parts = [f"{channel}: {contact.value}" if contact.value else channel]
    parts.append("safe to use" if contact.is_safe else "DO NOT USE, it is not safe")
    if contact.is_safe and contact.channel in {Channel.MOBILE, Channel.LANDLINE}:
        parts.append(Voicemail(contact.voicemail).label.lower())
    if contact.is_safe and contact.channel == Channel.MOBILE and contact.texts != Texting.NOT_ASKED:
        parts.append(Texting(contact.texts).label.lower())
    parts += [words for words in (contact.best_times, contact.note) if words]
    return "; ".join(parts)
