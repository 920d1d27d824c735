"""Writing what anybody of a family needs, help found elsewhere, and what came of it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from trellis.features.families.actions.people import check_in_family
from trellis.features.families.models import Family, Need, Person, Signpost
from trellis.features.families.rules import (
    COME_TO_AN_END,
    CameOfIt,
    Consent,
    NeedKind,
    NeedState,
    SignpostKind,
    check_words,
)
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("need.recorded", "families.change")
def record_need(
    *,
    by: Viewer,
    family: Family,
    person: Person,
    kind: str,
    words: str = "",
    state: str = NeedState.OPEN,
    noticed_on: date | None = None,
    need: Need | None = None,
) -> Need:
    """Write what somebody of a family needs, whether or not they take part; `need` is the one to change."""
    check_in_family(family, person)
    noticed_on = noticed_on or (need.noticed_on if need else timezone.localdate())
    _check_past(noticed_on, "noticed_on")
    row = need or Need(organisation_id=by.organisation_id, family=family, noticed_by_id=by.membership_id)
    row.person, row.kind, row.state, row.noticed_on = person, NeedKind(kind), NeedState(state), noticed_on
    row.words = check_words(words, "words")
    row.save()
    about(row, family=str(family.pk), person=str(person.pk))
    return row


@action("signpost.recorded", "families.change")
def record_signpost(
    *,
    by: Viewer,
    family: Family,
    person: Person,
    kind: str,
    service: str,
    made_on: date | None = None,
    consent: str = "",
    consent_note: str = "",
    need: Need | None = None,
    ask_again_on: date | None = None,
) -> Signpost:
    """Write that somebody was told about a service, or referred to it, and who agreed to that.

    A need that nothing was done about counts as helped from then on. Raises RuleBroken for a referral without consent,
    and for consent that was not asked for without the reason (Data Protection Act 2018 Schedule 1 paragraph 18).
    """
    check_in_family(family, person)
    service, consent_note = check_words(service, "service"), check_words(consent_note, "consent_note")
    made_on = made_on or timezone.localdate()
    _check_signpost(kind, service, made_on, consent, consent_note)
    if need is not None and need.person_id != person.pk:
        raise RuleBroken("Choose a need of the same person.", "need")
    row = Signpost.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        need=need,
        kind=SignpostKind(kind),
        service=service,
        made_on=made_on,
        made_by_id=by.membership_id,
        consent=Consent(consent) if consent else "",
        consent_note=consent_note,
        ask_again_on=ask_again_on,
    )
    if need is not None and need.state == NeedState.OPEN:
        need.state = NeedState.HELPED
        need.save(update_fields=["state"])
    about(row, family=str(family.pk), person=str(person.pk))
    return row


@action("signpost.followed_up", "families.change")
def record_what_came(
    *,
    by: Viewer,
    signpost: Signpost,
    came_of_it: str,
    came_on: date | None = None,
    came_note: str = "",
    ask_again_on: date | None = None,
) -> Signpost:
    """Write what came of a signpost or a referral elsewhere; once it came to an end nobody is asked again."""
    came_on = came_on or timezone.localdate()
    _check_past(came_on, "came_on")
    if came_on < signpost.made_on:
        raise RuleBroken(f"This is before it was made, on {in_words(signpost.made_on)}. Check both.", "came_on")
    signpost.came_of_it = CameOfIt(came_of_it)
    signpost.came_on = None if signpost.came_of_it == CameOfIt.WAITING else came_on
    signpost.came_note = check_words(came_note, "came_note")
    signpost.ask_again_on = None if signpost.came_of_it in COME_TO_AN_END else ask_again_on
    signpost.save(update_fields=["came_of_it", "came_on", "came_note", "ask_again_on"])
    about(signpost, family=str(signpost.family_id), person=str(signpost.person_id))
    return signpost


def _check_signpost(kind: str, service: str, made_on: date, consent: str, consent_note: str) -> None:
    if not service:
        raise RuleBroken("Enter the name of the service.", "service")
    _check_past(made_on, "made_on")
    if kind == SignpostKind.REFERRAL and not consent:
        raise RuleBroken("Enter who agreed to the referral.", "consent")
    if consent == Consent.NOT_NEEDED and not consent_note:
        raise RuleBroken("Enter why nobody was asked.", "consent_note")


def _check_past(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise RuleBroken(f"{in_words(day)} is still to come. Enter a day that has been.", field)
