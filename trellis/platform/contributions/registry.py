"""Reads what every room contributes, once."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from trellis.platform.contributions.records import (
    AdministrationEntry,
    ChronologySource,
    Contributions,
    EcomapSource,
    FamilyTab,
    Hook,
    NavigationEntry,
    Panel,
    Permission,
    PersonalSection,
    RetentionRule,
    RetentionTrigger,
)


@cache
def contributions() -> tuple[Contributions, ...]:
    """Return the contributions of every installed room and part of the platform, in the order of installation."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("trellis.") and find_spec(f"{config.name}.contributes"):
            found.append(import_module(f"{config.name}.contributes").CONTRIBUTIONS)
    return tuple(found)


@cache
def permissions() -> dict[str, Permission]:
    """Return every permission by name; two with one name are an error."""
    named: dict[str, Permission] = {}
    for contribution in contributions():
        for permission in contribution.permissions:
            if permission.name in named:
                raise ValueError(f"Two rooms declare the permission {permission.name}.")
            named[permission.name] = permission
    return named


def permission_named(name: str) -> Permission:
    """Return one permission; an unknown name is a programming error."""
    return permissions()[name]


@cache
def navigation() -> tuple[NavigationEntry, ...]:
    """Return the entries of the main navigation in their order."""
    return tuple(sorted((entry for c in contributions() for entry in c.navigation), key=lambda e: e.order))


@cache
def administration() -> tuple[AdministrationEntry, ...]:
    """Return the entries of the page "Administration" in their order."""
    return tuple(sorted((entry for c in contributions() for entry in c.administration), key=lambda e: e.order))


@cache
def panels(place: str) -> tuple[Panel, ...]:
    """Return the panels that rooms add to a page, in their order."""
    return tuple(sorted((p for c in contributions() for p in c.panels if p.place == place), key=lambda p: p.order))


@cache
def hooks(name: str) -> tuple[Hook, ...]:
    """Return what rooms do or answer when a room below asks by this name, in their order."""
    return tuple(sorted((h for c in contributions() for h in c.hooks if h.name == name), key=lambda h: h.order))


def chronology_sources() -> tuple[ChronologySource, ...]:
    """Return what every room tells of a family's events, by label."""
    return tuple(sorted((source for c in contributions() for source in c.chronology), key=lambda one: one.label))


@cache
def family_tabs() -> tuple[FamilyTab, ...]:
    """Return the parts of the family file in their order."""
    found = [tab for c in contributions() for tab in c.family_tabs]
    return tuple(sorted(found, key=lambda tab: (tab.order, tab.label)))


def ecomap_sources() -> tuple[EcomapSource, ...]:
    """Return what every room tells of the services and people round a family, in their order."""
    found = [source for c in contributions() for source in c.ecomap]
    return tuple(sorted(found, key=lambda source: (source.order, source.key)))


def _declared(module: str, name: str) -> tuple[tuple[str, tuple], ...]:
    """Return what every room and part of the platform declares in a small file beside `contributes.py`."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("trellis.") and find_spec(f"{config.name}.{module}"):
            found.append((config.label, tuple(getattr(import_module(f"{config.name}.{module}"), name, ()))))
    return tuple(found)


@cache
def personal_sections() -> tuple[PersonalSection, ...]:
    """Return what every room holds of people (`PERSONAL` in its `personal.py`), in the order in which it is told."""
    found = [section for _, sections in _declared("personal", "PERSONAL") for section in sections]
    return tuple(sorted(found, key=lambda section: (section.order, section.key)))


@cache
def retention_rules() -> tuple[RetentionRule, ...]:
    """Return every room's lengths of keeping (`RULES` in its `retention.py`), by key."""
    found = [rule for _, rules in _declared("retention", "RULES") for rule in rules]
    return tuple(sorted(found, key=lambda rule: rule.key))


@cache
def retention_triggers() -> dict[str, RetentionTrigger]:
    """Return every room's triggers (`TRIGGERS` in its `retention.py`) by key."""
    return {trigger.key: trigger for _, found in _declared("retention", "TRIGGERS") for trigger in found}
