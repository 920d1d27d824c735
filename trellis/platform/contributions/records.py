"""What a room may add to the house, as typed records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Contributions:
    """All that one room adds."""

    permissions: Sequence[Permission] = field(default_factory=tuple)
    navigation: Sequence[NavigationEntry] = field(default_factory=tuple)
    panels: Sequence[Panel] = field(default_factory=tuple)
    figures: Sequence[Figure] = field(default_factory=tuple)
    administration: Sequence[AdministrationEntry] = field(default_factory=tuple)
    hooks: Sequence[Hook] = field(default_factory=tuple)
