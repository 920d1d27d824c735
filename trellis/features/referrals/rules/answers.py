"""The answers of a referral, typed, and the document in which they are kept.

The document is what the task list fills: ``{section: {item: {question: value}}}``. People are items "p1", "p2"… of
the section "people"; other sections name them by those ids. A draft may hold anything that was typed; reading is
lenient, and `problems_in` says what is missing or wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from trellis.features.referrals.rules.questions import NUL, day_from

type Document = dict[str, dict[str, dict[str, object]]]
type ReadableDocument = Mapping[str, object]

ADULT_ROLES = frozenset({"parent", "carer", "other_adult"})
WEEKDAYS = (
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
)


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a person and how it is safe."""

    channel: str
    value: str = ""
    is_safe: bool = False
    voicemail: str = "none"
    best_times: str = ""
    say: str = ""
    not_to_use: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """What a person does in the week."""

    kind: str
    name: str = ""
    since: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReferredPersonAnswers:
    """One person of the family. ``strand`` is empty for somebody who does not take part."""

    id: str
    given_name: str
    family_name: str = ""
    known_as: str = ""
    birth_date: date | None = None
    gender: str = "not_known"
    family_role: str = ""
    child_of_concern: bool = False
    strand: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    contact: Contact | None = None
    doing: Doing | None = None
    first_language: str = ""
    interpreter_needed: bool | None = None
    access_needs: str = ""

    @property
    def short_name(self) -> str:
        """Return what the person is called."""
        return self.known_as or self.given_name or "This person"

    @property
    def full_name(self) -> str:
        """Return the name in full."""
        return f"{self.given_name} {self.family_name}".strip() or "Somebody without a name yet"

    @property
    def is_child(self) -> bool:
        """Tell whether the person is a child of this family."""
        return self.family_role == "child"

    @property
    def takes_part(self) -> bool:
        """Tell whether the person takes part in a strand."""
        return bool(self.strand)


@dataclass(frozen=True, slots=True)
class Tie:
    """Who the first person is to the second."""

    from_id: str
    to_id: str
    kind: str
    responsibility: str = "not_known"


@dataclass(frozen=True, slots=True)
class Home:
    """A household: who lives there, where, and who must not learn where."""

    label: str
    people: tuple[str, ...] = ()
    address: str = ""
    postcode: str = ""
    kept_from: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """Another agency that works with the family."""

    name: str
    worker: str = ""
    contact: str = ""
    doing: str = ""


@dataclass(frozen=True, slots=True)
class ReferralAnswers:
    """Everything that a referral says."""

    people: tuple[ReferredPersonAnswers, ...] = ()
    ties: tuple[Tie, ...] = ()
    homes: tuple[Home, ...] = ()
    what_happens: str = ""
    hopes: str = ""
    safety_now: str = ""
    family_facts: Mapping[str, object] = field(default_factory=dict)
    referral_facts: Mapping[str, object] = field(default_factory=dict)
    agencies: tuple[Agency, ...] = ()
    stays_involved: str = ""
    transport_arranged: str = ""
    transport: str = ""
    evenings: tuple[int, ...] = ()
    to_follow: frozenset[str] = frozenset()
    agency: str = ""
    profession: str = ""
    referrer_name: str = ""
    referrer_telephone: str = ""

    def person(self, person_id: str) -> ReferredPersonAnswers | None:
        """Return the person with an id, if there is one."""
        return next((person for person in self.people if person.id == person_id), None)

    @property
    def children(self) -> tuple[ReferredPersonAnswers, ...]:
        """Return the children and young people."""
        return tuple(person for person in self.people if person.is_child)

    @property
    def adults(self) -> tuple[ReferredPersonAnswers, ...]:
        """Return the parents, carers and other adults."""
        return tuple(person for person in self.people if person.family_role in ADULT_ROLES)

    @property
    def taking_part(self) -> tuple[ReferredPersonAnswers, ...]:
        """Return those who take part in a strand."""
        return tuple(person for person in self.people if person.takes_part)

    @property
    def family_name(self) -> str:
        """Return the name by which lists call the family: that of the first child, or of the first person."""
        named = [person for person in (*self.children, *self.people) if person.family_name]
        return f"{named[0].family_name} family" if named else ""


def item_order(item: str) -> tuple[int, str]:
    """Sort items by their number, so that "p10" comes after "p9"."""
    digits = "".join(letter for letter in item if letter.isdigit())
    return (int(digits[:6]) if digits else 0, item)


def next_item(prefix: str, items: Iterable[str]) -> str:
    """Return the id for one more item: "p3" after "p1" and "p2"; numbers are not used twice."""
    highest = max((item_order(item)[0] for item in items if item.startswith(prefix)), default=0)
    return f"{prefix}{highest + 1}"


def section_of(document: ReadableDocument, section: str) -> dict[str, dict[str, object]]:
    """Return the items of a section in their order; whatever is not as it should be is left out."""
    found = document.get(section)
    if not isinstance(found, Mapping):
        return {}
    items = {str(key): dict(values) for key, values in found.items() if isinstance(values, Mapping)}
    return dict(sorted(items.items(), key=lambda pair: item_order(pair[0])))


def page_of(document: ReadableDocument, section: str, item: str) -> dict[str, object]:
    """Return what is kept of one page; nothing yet gives an empty page."""
    return section_of(document, section).get(item, {})


def words(values: Mapping[str, object], name: str) -> str:
    """Return an answer in words, trimmed; anything that is not words counts as none."""
    value = values.get(name)
    return value.replace(NUL, "").strip() if isinstance(value, str) else ""


def _listed(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = values.get(name)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _known(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


def read_answers(document: ReadableDocument) -> ReferralAnswers:
    """Read the document of a draft or of a sent referral; what is missing or wrong is left empty."""
    happening = section_of(document, "happening")
    practical = section_of(document, "practical")
    referrer = page_of(document, "referrer", "about")
    story = happening.get("words", {})
    involved, coming = practical.get("involved", {}), practical.get("coming", {})
    follow = page_of(document, "documents", "papers")
    people = tuple(_person(document, key, values) for key, values in section_of(document, "people").items())
    ids = frozenset(person.id for person in people)
    return ReferralAnswers(
        people=people,
        ties=tuple(tie for tie in _ties(document) if tie.from_id in ids and tie.to_id in ids),
        homes=tuple(_home(values, ids) for values in section_of(document, "homes").values()),
        what_happens=words(story, "what_happens"),
        hopes=words(story, "hopes"),
        safety_now=words(story, "safety_now"),
        family_facts=happening.get("facts", {}),
        referral_facts=practical.get("confirmed", {}),
        agencies=_agencies(document),
        stays_involved=words(involved, "stays_involved"),
        transport_arranged=words(coming, "transport_arranged"),
        transport=words(coming, "transport"),
        evenings=tuple(int(day) for day in _listed(coming, "evenings") if day in dict(WEEKDAYS)),
        to_follow=frozenset(_listed(follow, "to_follow")),
        agency=words(referrer, "agency"),
        profession=words(referrer, "profession"),
        referrer_name=words(referrer, "name"),
        referrer_telephone=words(referrer, "telephone"),
    )


def _agencies(document: ReadableDocument) -> tuple[Agency, ...]:
    if words(page_of(document, "agencies", "any"), "any") == "no":
        return ()
    found = section_of(document, "agencies")
    return tuple(_agency(values) for key, values in found.items() if key != "any")


def _person(document: ReadableDocument, key: str, values: Mapping[str, object]) -> ReferredPersonAnswers:
    needs = page_of(document, "needs", key)
    unknown = values.get("birth_date_not_known") is True
    return ReferredPersonAnswers(
        id=key,
        given_name=words(values, "given_name"),
        family_name=words(values, "family_name"),
        known_as=words(values, "known_as"),
        birth_date=None if unknown else day_from(values.get("birth_date")),
        gender=words(values, "gender") or "not_known",
        family_role=words(values, "family_role"),
        child_of_concern=words(values, "child_of_concern") == "yes" and words(values, "family_role") == "child",
        strand="" if words(values, "strand") == NO_STRAND else words(values, "strand"),
        facts=page_of(document, "each_person", key),
        contact=_contact(page_of(document, "contact", key)),
        doing=_doing(page_of(document, "occupations", key)),
        first_language=words(needs, "first_language"),
        interpreter_needed=_known(words(needs, "interpreter_needed")),
        access_needs=words(needs, "access_needs"),
    )


NO_STRAND = "not_taking_part"


def _contact(values: Mapping[str, object]) -> Contact | None:
    channel = words(values, "channel")
    if not channel:
        return None
    by_telephone = channel in {"mobile", "landline"}
    return Contact(
        channel=channel,
        value=words(values, channel),
        is_safe=words(values, "is_safe") == "yes",
        voicemail=(words(values, "voicemail") or "none") if by_telephone else "none",
        best_times=words(values, "best_times"),
        say=words(values, "say"),
        not_to_use=words(values, "not_to_use"),
    )


def _doing(values: Mapping[str, object]) -> Doing | None:
    kind = words(values, "kind")
    if not kind:
        return None
    busy = kind != "none"
    return Doing(
        kind=kind,
        name=words(values, "name") if busy else "",
        since=day_from(values.get("since")) if busy else None,
        note=words(values, "note"),
    )


def _home(values: Mapping[str, object], ids: frozenset[str]) -> Home:
    return Home(
        label=words(values, "label"),
        people=tuple(each for each in _listed(values, "people") if each in ids),
        address=words(values, "address"),
        postcode=words(values, "postcode").upper(),
        kept_from=words(values, "kept_from") if words(values, "secret") == "yes" else "",
    )


def _agency(values: Mapping[str, object]) -> Agency:
    return Agency(
        name=words(values, "name"),
        worker=words(values, "worker"),
        contact=words(values, "contact"),
        doing=words(values, "doing"),
    )


def _ties(document: ReadableDocument) -> Iterable[Tie]:
    """Go through the ties: a child's page says who each adult is to the child, the others name a pair."""
    for item, values in section_of(document, "ties").items():
        for name in values:
            if not name.startswith("kind_") or not words(values, name):
                continue
            first, _, second = name.removeprefix("kind_").partition("_")
            responsibility = words(values, f"responsibility_{first}") or "not_known"
            to_id = second or item
            yield Tie(first, to_id, words(values, name), "not_known" if second else responsibility)
