"""Writing how contact with a person is safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from trellis.features.families.actions.people import check_in_family
from trellis.features.families.models import (
    ContactPlan,
    Family,
    MustNotKnow,
    Person,
    SafeContact,
    is_sealed_from,
)
from trellis.features.families.rules import (
    Caller,
    Channel,
    MaySay,
    Posting,
    SealedFact,
    Texting,
    Voicemail,
    check_words,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("safe_contact.recorded", "families.change")
def record_safe_contact(
    *,
    by: Viewer,
    family: Family,
    person: Person,
    channel: str,
    value: str = "",
    is_safe: bool = False,
    voicemail: str = Voicemail.NONE,
    texts: str = Texting.NOT_ASKED,
    best_times: str = "",
    note: str = "",
    safe_contact: SafeContact | None = None,
) -> SafeContact:
    """Write in a family's file a way to reach a person; `safe_contact` is the one to change, or None for a new one."""
    check_in_family(family, person)
    contact = safe_contact or SafeContact(organisation_id=by.organisation_id, person=person, family=family)
    contact.channel = Channel(channel)
    contact.value = check_words(value, "value")
    contact.is_safe = is_safe
    contact.voicemail = Voicemail(voicemail)
    contact.texts = Texting(texts)
    contact.best_times = check_words(best_times, "best_times")
    contact.note = check_words(note, "note")
    fact = SealedFact.ADDRESS if contact.channel == Channel.POST else SealedFact.CONTACT
    contact.outside_seal = is_sealed_from(by, person, fact)
    contact.save()
    about(contact, person=str(person.pk), family=str(family.pk))
    return contact


@action("safe_contact.removed", "families.change")
def remove_safe_contact(*, by: Viewer, safe_contact: SafeContact) -> None:
    """Take away a way to reach a person that is no longer right."""
    about(safe_contact, person=str(safe_contact.person_id))
    safe_contact.delete()


@action("contact_plan.recorded", "families.change")
def record_contact_plan(
    *,
    by: Viewer,
    family: Family,
    person: Person,
    caller: str = Caller.ANYBODY,
    named: Membership | None = None,
    ask_for: str = "",
    we_are: str = "",
    may_say: str = MaySay.NOT_ASKED,
    say_words: str = "",
    weekdays: str = "",
    not_before: time | None = None,
    not_after: time | None = None,
    never_when: str = "",
    post: str = Posting.NOT_ASKED,
    agreed_on: date | None = None,
    review_on: date | None = None,
    kept_from: Sequence[Person] = (),
    kept_from_names: Sequence[str] = (),
) -> ContactPlan:
    """Write how a person wants to be reached, in this file: by whom, when, under what name, what may be said.

    `weekdays` are digits, Monday is 0. `kept_from` and `kept_from_names` must never know that we are in touch; whom
    `by` may not see stays written. Raises RuleBroken for what contradicts itself.
    """
    check_in_family(family, person)
    if caller == Caller.NAMED and named is None:
        raise RuleBroken("Choose who of the staff makes contact.", "named")
    if not_before and not_after and not_before >= not_after:
        raise RuleBroken("The last hour must be after the first.", "not_after")
    if any(other.pk == person.pk for other in kept_from):
        raise RuleBroken(f"{person.short_name} cannot be somebody who must never know.", "kept_from")
    check_in_family(family, *kept_from)
    found = ContactPlan.objects.visible_to(by).filter(person=person, family=family)
    plan = found.order_by("outside_seal").first()
    plan = plan or ContactPlan(organisation_id=by.organisation_id, person=person, family=family)
    plan.caller, plan.named = Caller(caller), named if caller == Caller.NAMED else None
    plan.ask_for, plan.we_are = check_words(ask_for, "ask_for"), check_words(we_are, "we_are")
    plan.may_say, plan.say_words = MaySay(may_say), check_words(say_words, "say_words")
    plan.weekdays = "".join(sorted(set(weekdays)))
    plan.not_before, plan.not_after = not_before, not_after
    plan.never_when, plan.post = check_words(never_when, "never_when"), Posting(post)
    plan.agreed_on, plan.review_on = agreed_on, review_on
    plan.outside_seal = is_sealed_from(by, person, SealedFact.CONTACT)
    plan.save()
    _write_kept_from(by, plan, kept_from, [name for one in kept_from_names if (name := check_words(one, "others"))])
    about(plan, person=str(person.pk), family=str(family.pk))
    return plan


def _write_kept_from(by: Viewer, plan: ContactPlan, people: Sequence[Person], names: Sequence[str]) -> None:
    rows = MustNotKnow.objects.visible_to(by).filter(plan=plan)
    rows.filter(person__isnull=False).exclude(person__in=people).delete()
    rows.filter(person__isnull=True).exclude(name__in=names).delete()
    for person in people:
        MustNotKnow.objects.get_or_create(organisation_id=by.organisation_id, plan=plan, person=person)
    for name in dict.fromkeys(names):
        MustNotKnow.objects.get_or_create(organisation_id=by.organisation_id, plan=plan, person=None, name=name)
