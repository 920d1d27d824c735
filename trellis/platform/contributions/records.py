"""What a room may add to the house, as typed records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.platform.access.roles import Role
    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that some roles may do, with words for people."""

    name: str
    label: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A place in the main navigation, shown to those who hold the permission; lower `order` comes first."""

    label: str
    url_name: str
    permission: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class AdministrationEntry:
    """A place linked from the page "Administration", with a sentence that says what is done there."""

    label: str
    url_name: str
    permission: str
    hint: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Panel:
    """Part of a page that another room owns: a template and a function that gives its context.

    `place` names the page ("family", "journey", "referral", "today"); `context(viewer, subject, today)` returns the
    template's context, or None when there is nothing to show to this viewer.
    """

    place: str
    template: str
    context: Callable[[Viewer, Any, date], dict[str, Any] | None]
    permission: str
    title: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that a room adds to the figures of a programme: label, and a function of viewer, programme and period."""

    key: str
    label: str
    value: Callable[..., Any]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Hook:
    """Work that a room does, or an answer that it gives, when a room below it asks by name.

    The asking room documents the name and the arguments; it does not know who answers, and runs with nobody there.
    """

    name: str
    call: Callable[..., Any]
    order: int = 100


class Erase(StrEnum):
    """What becomes of a row when the person whom it is about is erased and others of the family stay."""

    DELETE = "delete"
    BLANK = "blank"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """What one record holds of people: whom it is about, what is told to them, and how it ends.

    `about` are paths to the people whom a row is about, `family` the path to the family's id ("family", "pk",
    "journey__family"). `shown` are told to the person; `free_text` are told too and may name anybody; `others` tell of
    somebody else and are told only when a person decides so; `search` is derived and only erased. `documents` are
    paths to stored files. `contact` says that the row tells where somebody is or how to reach them. `never` gives the
    reason why a row is not gathered for anybody. When one person of a family that stays is erased, a row about them is
    deleted, blanked (the fields in `blanks`, or all that are named here; the row stays with “a person”) or kept for the
    reason in `why`; when the family goes, every row of it is deleted. `not_personal` gives, field by field, the reason
    why it tells nothing of anybody.
    """

    model: str
    label: str
    about: tuple[str, ...] = ()
    family: str = ""
    shown: tuple[str, ...] = ()
    free_text: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    on: str = ""
    contact: bool = False
    never: str = ""
    erase: Erase = Erase.DELETE
    blanks: tuple[str, ...] = ()
    why: str = ""
    not_personal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonalSection:
    """What a room holds of people, as one part of what a person is given when they ask for their record.

    `not_personal` names the room's other records with the reason why they tell nothing of anybody.
    """

    key: str
    label: str
    tables: tuple[PersonalTable, ...] = ()
    not_personal: Mapping[str, str] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True, slots=True)
class RetentionTrigger:
    """The day from which a length of keeping is counted.

    `days(viewer, families)` gives (family id, person id or None for everybody in the family, the day, or None while it
    has not come) for those of the families that it is about; for all that the viewer may see where `families` is None.
    """

    key: str
    label: str
    days: Callable[..., Iterable[tuple[Any, Any, date | None]]]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long something is kept: months from a trigger's day. The longest that applies to somebody wins.

    `floor` is the fewest months that an organisation may set for itself. `confidence` is how sure the length is:
    "law", "guidance", "practice" or "to confirm".
    """

    key: str
    label: str
    trigger: str
    months: int
    floor: int
    basis: str
    source: str
    jurisdiction: str
    confidence: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class ChronologyEntry:
    """One event of a family's file, as its room tells it.

    `source` says from whom or which record it is known, `link` is the page that shows it; `significance` says why it
    stands out, when it does. `key` names the entry as long as its row is there ("safety.incident.<id>", the source's
    key first); one without a key cannot be marked. `on_words` is the day as far as it is known ("May 2019"), where `on`
    is the first day that it can mean.
    """

    on: date
    words: str
    source: str = ""
    kind: str = ""
    link: str = ""
    significant: bool = False
    significance: str = ""
    key: str = ""
    on_words: str = ""


@dataclass(frozen=True, slots=True)
class ChronologySource:
    """A room's events of a family: `entries(viewer, family, since, until)` gives those that the viewer may see.

    Both days are counted; None leaves that side open.
    """

    key: str
    label: str
    permission: str
    entries: Callable[[Viewer, Any, date | None, date | None], Iterable[ChronologyEntry]]


@dataclass(frozen=True, slots=True)
class EcomapNode:
    """Something round a family, outside the home: a school, a workplace, a service, a programme, a person.

    `kind` says what it is ("School"), `name` what it is called, `whose` the ids of the people who have the tie: those
    whom the viewer may not see are left out, and the tie with them when it is nobody else's. `strength` is "strong",
    "plain" (a tie, nobody wrote how strong), "weak" or "stressful"; `note` a few words.
    """

    kind: str
    name: str
    strength: str = "plain"
    whose: tuple[Any, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class EcomapSource:
    """What a room knows of round a family: `nodes(viewer, family, today)` gives those that the viewer may see."""

    key: str
    permission: str
    nodes: Callable[[Viewer, Any, date], Iterable[EcomapNode]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class FamilyTab:
    """A part of the family file that has pages of its own: `url_name` takes the family's id."""

    label: str
    url_name: str
    permission: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class Contributions:
    """All that one room adds."""

    permissions: Sequence[Permission] = field(default_factory=tuple)
    navigation: Sequence[NavigationEntry] = field(default_factory=tuple)
    panels: Sequence[Panel] = field(default_factory=tuple)
    figures: Sequence[Figure] = field(default_factory=tuple)
    administration: Sequence[AdministrationEntry] = field(default_factory=tuple)
    hooks: Sequence[Hook] = field(default_factory=tuple)
    chronology: Sequence[ChronologySource] = field(default_factory=tuple)
    ecomap: Sequence[EcomapSource] = field(default_factory=tuple)
    family_tabs: Sequence[FamilyTab] = field(default_factory=tuple)
