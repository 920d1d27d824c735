"""Whether a person may be reached: by this way, at this moment, by this member of staff, with these words.

Every message, letter, call and calendar entry asks here first. Nothing known is never a yes: what was not asked is “not
yet known”, with the question to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from trellis.features.families.rules.words import Caller, Channel, MaySay, Posting, Texting, Voicemail
from trellis.kernel.decisions import Decision, Outcome, Reason
from trellis.kernel.labelled import LabelledEnum

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


class Way(LabelledEnum):
    """How somebody is about to be reached."""

    CALL = "call", "A telephone call"
    VOICEMAIL = "voicemail", "A message on an answering machine"
    TEXT = "text", "A text message"
    EMAIL = "email", "An e-mail"
    POST = "post", "A letter"
    THROUGH_REFERRER = "through_referrer", "Through the referrer"


@dataclass(frozen=True, slots=True)
class Channels:
    """One number or address of a person, as much of it as decides."""

    channel: str
    value: str = ""
    is_safe: bool = False
    voicemail: str = Voicemail.NONE
    texts: str = Texting.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Plan:
    """How a person wants to be reached; as it stands when nobody has asked them.

    `kept_from` are names of those who must never know, `kept_from_at_home` those of them who live where post would go.
    `posted_by_others` says that a letter is only being written: whether there is an address is not asked, so that the
    answer is the same where an address is sealed from the writer and where none was given.
    """

    name: str
    channels: tuple[Channels, ...] = ()
    caller: str = Caller.ANYBODY
    workers_only: bool = False
    may_say: str = MaySay.NOT_ASKED
    weekdays: str = ""
    not_before: time | None = None
    not_after: time | None = None
    never_when: str = ""
    post: str = Posting.NOT_ASKED
    has_home: bool = False
    kept_from: tuple[str, ...] = ()
    kept_from_at_home: tuple[str, ...] = ()
    has_died: bool = False
    posted_by_others: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is about to make contact: whether they work with the family, and whether the plan names them."""

    works_with: bool = False
    is_named: bool = False


_CHANNELS = {
    Way.CALL: (Channel.MOBILE, Channel.LANDLINE),
    Way.VOICEMAIL: (Channel.MOBILE, Channel.LANDLINE),
    Way.TEXT: (Channel.MOBILE,),
    Way.EMAIL: (Channel.EMAIL,),
    Way.POST: (Channel.POST,),
    Way.THROUGH_REFERRER: (Channel.THROUGH_REFERRER,),
}
_AT_ONCE = frozenset({Way.CALL, Way.VOICEMAIL, Way.TEXT})
_POSTING = (Posting.NO, Posting.ELSEWHERE, Posting.PLAIN, Posting.YES)
_CALLERS: tuple[str, ...] = tuple(Caller)
_HOW_MUCH = (MaySay.NOT_ASKED, MaySay.PLEASE_CALL, MaySay.TIMES, MaySay.SERVICE)


def may_reach(plan: Plan, way: Way, moment: datetime, asker: Asker, what: MaySay) -> Decision:
    """Decide whether a person may be reached; `moment` is local time, `what` how much is to be said.

    Met: go ahead. Not met: refused, for the reasons given. Not yet known: ask the person first.
    """
    if plan.has_died:
        return Decision.of([_no("died", f"{plan.name} has died.")])
    reasons = [
        *(_post(plan) if way is Way.POST else _channel(plan, way, what)),
        *_who(plan, asker),
        *(_when(plan, moment) if way in _AT_ONCE else ()),
        *_what(plan, way, what),
        *_notes(plan),
    ]
    return Decision.of(reasons)


def usable(plan: Plan, way: Way) -> tuple[Channels, ...]:
    """Return the numbers or addresses of a person that are safe for a way, as they were written."""
    unsafe = {(one.channel, one.value) for one in plan.channels if not one.is_safe}
    return tuple(
        one
        for one in plan.channels
        if one.is_safe
        and one.channel in _CHANNELS[way]
        and (one.value or one.channel == Channel.THROUGH_REFERRER)
        and (one.channel, one.value) not in unsafe
    )


def strictest(base: Plan, plans: Sequence[Plan]) -> Plan:
    """Return one plan from those of several files: of each answer the one that allows least; not asked does not count.

    `base` says what does not differ between files: name, numbers, homes.
    """
    if not plans:
        return base
    days = [set(plan.weekdays) for plan in plans if plan.weekdays]
    # No day that suits all files is no day at all.
    weekdays = "".join(sorted(set.intersection(*days))) or "-" if days else ""
    return replace(
        base,
        caller=max((plan.caller for plan in plans), key=_CALLERS.index),
        workers_only=any(plan.caller == Caller.WORKERS for plan in plans),
        may_say=_least((plan.may_say for plan in plans), _HOW_MUCH),
        post=_least((plan.post for plan in plans), (Posting.NOT_ASKED, *_POSTING)),
        weekdays=weekdays,
        not_before=max((plan.not_before for plan in plans if plan.not_before), default=None),
        not_after=min((plan.not_after for plan in plans if plan.not_after), default=None),
        never_when="; ".join(plan.never_when for plan in plans if plan.never_when),
        kept_from=tuple(dict.fromkeys(name for plan in plans for name in plan.kept_from)),
    )


def _least(values: Iterable[str], order: Sequence[str]) -> str:
    """Return the value that comes first in `order`, of which the first entry (not asked) counts only by itself."""
    asked = [value for value in values if value != order[0]]
    return min(asked, key=order.index) if asked else order[0]


def _channel(plan: Plan, way: Way, what: MaySay) -> Iterator[Reason]:
    words = way.label[0].lower() + way.label[1:]
    known = [one for one in plan.channels if one.channel in _CHANNELS[way]]
    safe = usable(plan, way)
    if safe:
        yield _yes("way", f"{plan.name} gave a safe way for {words}.")
        if way is Way.TEXT:
            yield _texts(plan, safe, what)
        if way is Way.VOICEMAIL:
            yield _voicemail(plan, safe, what)
    elif known:
        labels = " and ".join(dict.fromkeys(Channel(one.channel).label.lower() for one in known))
        yield _no("way", f"{labels.capitalize()} of {plan.name} must not be used: it is not safe.")
    else:
        yield _ask("way", f"There is no way for {words} to {plan.name}.", "How can we reach you safely?")


def _texts(plan: Plan, safe: Sequence[Channels], what: MaySay) -> Reason:
    said = {one.texts for one in safe}
    if Texting.YES in said:
        return _yes("texts", f"{plan.name} agreed to text messages.")
    if Texting.PLEASE_CALL_ONLY in said:
        return _please_call_only("texts", f"A text message to {plan.name}", what)
    if Texting.NOT_ASKED in said:
        return _ask("texts", f"Nobody has asked {plan.name} about text messages.", "May we send you text messages?")
    return _no("texts", f"No text messages may be sent to {plan.name}.")


def _voicemail(plan: Plan, safe: Sequence[Channels], what: MaySay) -> Reason:
    said = {one.voicemail for one in safe}
    if Voicemail.MAY_LEAVE in said:
        return _yes("voicemail", f"A message may be left for {plan.name}.")
    if Voicemail.PLEASE_CALL_ONLY in said:
        return _please_call_only("voicemail", f"A message for {plan.name}", what)
    return _no("voicemail", f"No message may be left for {plan.name}.")


def _please_call_only(key: str, subject: str, what: MaySay) -> Reason:
    words = f"{subject} may say “please call” and nothing else."
    return _yes(key, words) if _much(what) <= _much(MaySay.PLEASE_CALL) else _no(key, words)


def _post(plan: Plan) -> Iterator[Reason]:
    elsewhere = usable(plan, Way.POST)
    if any(one.channel == Channel.POST and not one.is_safe for one in plan.channels) and not elsewhere:
        yield _no("post", f"Letters to {plan.name} are not safe.")
    elif plan.post == Posting.NO:
        yield _no("post", f"No letters may be sent to {plan.name}.")
    elif plan.post == Posting.NOT_ASKED:
        yield _ask("post", f"Nobody has asked {plan.name} about letters.", "May we send you letters, and where to?")
    elif plan.posted_by_others and not plan.kept_from_at_home:
        yield _yes("post", f"{plan.name} may be sent letters. Whoever may see where they go posts them.")
    elif plan.post == Posting.ELSEWHERE:
        if elsewhere:
            yield _yes("post", f"Letters to {plan.name} go to the other address that they gave.")
        else:
            yield _ask(
                "post", f"The other address for letters to {plan.name} is not written.", "Where may we write to?"
            )
    else:
        yield from _home(plan)


def _home(plan: Plan) -> Iterator[Reason]:
    if plan.kept_from_at_home:
        names = " and ".join(plan.kept_from_at_home)
        yield _no("post", f"{names} must never know, and lives where letters to {plan.name} would go.")
    elif not plan.has_home:
        yield _ask("post", f"There is no address for letters to {plan.name}.", "Where may we write to?")
    else:
        plain = ", in a plain envelope" if plan.post == Posting.PLAIN else ""
        yield _yes("post", f"Letters to {plan.name} go to their home{plain}.")


def _who(plan: Plan, asker: Asker) -> Iterator[Reason]:
    if plan.caller == Caller.NAMED and not asker.is_named:
        yield _no("who", f"Only one person makes contact with {plan.name}, and it is not you.")
    elif (plan.workers_only or plan.caller == Caller.WORKERS) and not asker.works_with:
        yield _no("who", f"Only those who work with the family make contact with {plan.name}.")


def _when(plan: Plan, moment: datetime) -> Iterator[Reason]:
    if plan.weekdays and str(moment.weekday()) not in plan.weekdays:
        days = days_in_words(plan.weekdays)
        yield _no("when", f"{plan.name} can be reached on {days}." if days else f"No day suits {plan.name}.")
    clock = moment.time()
    if plan.not_before and clock < plan.not_before:
        yield _no("when", f"{plan.name} must not be called before {plan.not_before:%H:%M}.")
    if plan.not_after and clock >= plan.not_after:
        yield _no("when", f"{plan.name} must not be called from {plan.not_after:%H:%M} on.")


def _what(plan: Plan, way: Way, what: MaySay) -> Iterator[Reason]:
    if way is Way.CALL and _much(what) <= _much(MaySay.PLEASE_CALL):
        return
    if plan.may_say == MaySay.NOT_ASKED:
        if _much(what) > _much(MaySay.PLEASE_CALL):
            yield _ask("what", f"Nobody has asked {plan.name} what may be said.", "What may we say, and write?")
    elif _much(what) > _much(MaySay(plan.may_say)):
        yield _no("what", f"To {plan.name} may be said: {MaySay(plan.may_say).label.lower()}. This says more.")


def _notes(plan: Plan) -> Iterator[Reason]:
    if plan.never_when:
        yield Reason("never_when", Outcome.NOT_YET_KNOWN, f"Never: {plan.never_when}", blocks=False)
    for name in plan.kept_from:
        yield Reason("kept_from", Outcome.NOT_MET, f"{name} must never know.", blocks=False)


def days_in_words(weekdays: str) -> str:
    """Write weekdays ("024") in words: "Mondays, Wednesdays and Fridays"."""
    names = [_DAYS[int(digit)] for digit in sorted(set(weekdays)) if digit.isdigit()]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _much(what: MaySay | str) -> int:
    return _HOW_MUCH.index(MaySay(what))


def _yes(key: str, words: str) -> Reason:
    return Reason(key, Outcome.MET, words)


def _no(key: str, words: str) -> Reason:
    return Reason(key, Outcome.NOT_MET, words)


def _ask(key: str, words: str, question: str) -> Reason:
    return Reason(key, Outcome.NOT_YET_KNOWN, words, question=question)
