"""Writes of letters, calls and messages; each asks safe contact first and is refused with its reasons."""

from __future__ import annotations

from django.utils import timezone

from trellis.features.correspondence.models import CallNote, Letter, ReturnAddress, WrittenMessage
from trellis.features.correspondence.queries import seen
from trellis.features.correspondence.rules import (
    LEFT,
    WRITTEN_WAYS,
    CallOutcome,
    LetterMark,
    LetterState,
    marks_for,
    neutral_lines,
    refusal,
)
from trellis.features.families import queries as families
from trellis.features.families.models import Family, FamilyMember, Person
from trellis.features.families.rules import MaySay
from trellis.features.families.rules.contact import Way
from trellis.kernel.decisions import Decision, Outcome, RuleBroken
from trellis.platform.access.models import Organisation
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("letter.written", "correspondence.write")
def write_letter(*, by: Viewer, family: Family, person: Person, title: str, words: str, says: str) -> Letter:
    """Write a letter to a person and put it on the post list; who posts it, and where to, is nobody's question here.

    Raises RuleBroken with the reasons where safe contact refuses it.
    """
    _check_of_family(family, person)
    title, words = _filled(title, "title", "Give the letter a title."), _filled(words, "words", "Write the letter.")
    _check(families.letter_decision(by, person, what=MaySay(says)), "words")
    made = Letter.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        title=title,
        words=words,
        says=MaySay(says),
        written_by_id=by.membership_id,
        on_list_since=timezone.localdate(),
    )
    about(made, family=str(family.pk), person=str(person.pk))
    return made


@action("letter.marked", "correspondence.write")
def mark_letter(*, by: Viewer, letter: Letter, mark: str, why: str = "") -> Letter:
    """Say what became of a letter; that it was posted is said by whoever may see where it goes."""
    letter = Letter.objects.select_for_update(of=("self",)).select_related("person").get(pk=letter.pk)
    said = LetterMark(mark)
    if said not in marks_for(letter.state, seen(by, letter).sees_address):
        raise RuleBroken("That cannot be said of this letter as it stands now.", "mark")
    today = timezone.localdate()
    if said is LetterMark.CAME_BACK:
        letter.state, letter.on_list_since = LetterState.ON_LIST, today
        letter.came_back_on, letter.came_back_why = today, why.strip()
    else:
        letter.state = LetterState(said.value)
        if said is not LetterMark.TAKEN_OFF:
            letter.out_on, letter.out_by_id = today, by.membership_id
    letter.save()
    about(letter, family=str(letter.family_id), mark=said.value)
    return letter


@action("call.noted", "correspondence.write")
def note_call(*, by: Viewer, family: Family, person: Person, outcome: str, note: str = "") -> CallNote:
    """Write down what came of a call; a message on an answering machine is refused where none may be left."""
    _check_of_family(family, person)
    result = CallOutcome(outcome)
    if result in LEFT:
        decision = families.contact_decision(by, person, Way.VOICEMAIL, what=LEFT[result])
        if decision.outcome is not Outcome.MET:
            words = f"{refusal(decision)} If one was left all the same, tell your supervisor at once."
            raise RuleBroken(words, "outcome")
    made = CallNote.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        outcome=result,
        note=note.strip(),
        made_by_id=by.membership_id,
    )
    about(made, family=str(family.pk), person=str(person.pk))
    return made


@action("message.written", "correspondence.write")
def send_message(
    *, by: Viewer, family: Family, person: Person, way: str, words: str, says: str = MaySay.SERVICE
) -> WrittenMessage:
    """Send a text message or an e-mail to a person: the one way by which any sender may.

    Asks safe contact, and raises RuleBroken with its reasons where it refuses. No provider is connected: the message is
    kept to be sent by hand.
    """
    _check_of_family(family, person)
    words = _filled(words, "words", "Write the message.")
    chosen = Way(way)
    if chosen not in WRITTEN_WAYS:
        raise RuleBroken("Choose a text message or an e-mail.", "way")
    (reach,) = families.reaches_of(by, [(person, chosen, MaySay(says))])
    _check(reach.decision, "words")
    made = WrittenMessage.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        way=chosen,
        says=MaySay(says),
        words=words,
        written_by_id=by.membership_id,
    )
    about(made, family=str(family.pk), person=str(person.pk))
    return made


@action("message.sent", "correspondence.write")
def mark_sent(*, by: Viewer, message: WrittenMessage) -> WrittenMessage:
    """Say that a message was sent by hand; refused where it may not be sent now."""
    message = WrittenMessage.objects.select_for_update(of=("self",)).select_related("person").get(pk=message.pk)
    if message.sent_at is not None:
        raise RuleBroken("It was sent already.")
    (reach,) = families.reaches_of(by, [(message.person, Way(message.way), MaySay(message.says))])
    _check(reach.decision, None)
    message.sent_at, message.sent_by_id = timezone.now(), by.membership_id
    message.save()
    about(message, family=str(message.family_id))
    return message


@action("return_address.written", "correspondence.return_address")
def write_return_address(*, by: Viewer, lines: str) -> ReturnAddress:
    """Write where letters come back to; refused where it says who we are."""
    name = Organisation.objects.get(pk=by.organisation_id).name
    kept = "\n".join(neutral_lines(_filled(lines, "lines", "Enter the return address."), [name]))
    made, _ = ReturnAddress.objects.update_or_create(organisation_id=by.organisation_id, defaults={"lines": kept})
    about(made)
    return made


def _filled(words: str, field: str, missing: str) -> str:
    if not words.strip():
        raise RuleBroken(missing, field)
    return words.strip()


def _check(decision: Decision, field: str | None) -> None:
    if decision.outcome is not Outcome.MET:
        raise RuleBroken(refusal(decision), field)


def _check_of_family(family: Family, person: Person) -> None:
    if not FamilyMember.objects.filter(family=family, person=person).exists():
        raise RuleBroken("Choose somebody of this family.")
