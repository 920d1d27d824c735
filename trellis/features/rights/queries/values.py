"""The values of records in words that people read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from trellis.features.rights.rules import Part, is_about, keys_about
from trellis.kernel.dates import in_words
from trellis.platform.contributions.records import PersonalTable

MOST_DEEP = 12
_KEY = re.compile(r"^[a-z0-9]+(_[a-z0-9]+)+$")


def parts_of(record: models.Model, table: PersonalTable, identity: tuple[str, str, str]) -> list[Part]:
    """Return what a record tells, part by part; in JSON, what is about somebody else stands apart."""
    found: list[Part] = []
    for name in (*table.shown, *table.free_text, *table.others):
        field = record._meta.get_field(name)
        value = getattr(record, name)
        is_of_others = name in table.others
        if isinstance(field, models.JSONField) and isinstance(value, (dict, list)):
            found.extend(_parts_of_json(name, _label(field), value, identity, is_of_others))
            continue
        words = in_plain_words(record, field, value)
        if words:
            found.append(Part(name, _label(field), words, is_of_others, name in table.free_text))
    return found


def _label(field: Any) -> str:
    words = str(field.verbose_name)
    return f"{words[:1].upper()}{words[1:]}"


def in_plain_words(record: models.Model, field: Any, value: Any) -> str:
    """Return one value as words, "" when there is none."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if getattr(field, "choices", None):
        return str(getattr(record, f"get_{field.name}_display")())
    if isinstance(value, datetime.datetime):
        return f"{in_words(timezone.localtime(value).date())}, {timezone.localtime(value):%H:%M}"
    if isinstance(value, datetime.date):
        return in_words(value)
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value)
    return str(value).replace("_", " ") if _KEY.match(str(value)) else str(value)


def _parts_of_json(
    name: str, label: str, value: Any, identity: tuple[str, str, str], is_of_others: bool
) -> Iterable[Part]:
    own_keys = keys_about(value, identity)
    other_keys = _keys_about_anybody(value) - own_keys
    lines: dict[str, list[str]] = {"": []}
    for owner, line in _lines(value, own_keys, other_keys, identity, ""):
        lines.setdefault(owner, []).append(line)
    for number, (owner, words) in enumerate(lines.items()):
        if words:
            others = is_of_others or bool(owner)
            called = f"{label}: about somebody else" if owner else label
            yield Part(name if not number else f"{name}.{number}", called, "\n".join(words), others, True)


def _keys_about_anybody(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for each in value for key in _keys_about_anybody(each)}
    if not isinstance(value, Mapping):
        return set()
    own = {str(key) for key, each in value.items() if isinstance(each, Mapping) and each.get("given_name")}
    return own.union(*(_keys_about_anybody(each) for each in value.values()))


def _lines(
    value: Any,
    own: frozenset[str],
    others: set[str],
    identity: tuple[str, str, str],
    owner: str,
    path: str = "",
    depth: int = 0,
) -> Iterable[tuple[str, str]]:
    if depth > MOST_DEEP:
        return
    if isinstance(value, Mapping):
        if value.get("given_name"):
            owner = "" if is_about(value, identity) else owner or "somebody"
        for key, each in value.items():
            whose = str(key) if str(key) in others else "" if str(key) in own else owner
            called = path if str(key) in own or str(key) in others else f"{path} {key}".strip().replace("_", " ")
            yield from _lines(each, own, others, identity, whose, called, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _lines(each, own, others, identity, owner, path, depth + 1)
    elif value is not None and value != "":
        yield owner, f"{path}: {_plain(value)}" if path else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ") if isinstance(value, str) and value.islower() else str(value)
