"""Takes what tells of one person out of words and of JSON, and leaves the rest as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

A_PERSON = "a person"
FEWEST_LETTERS = 4
_COMMON = """
    will may mark grace hope faith joy rose dawn ivy lily jack bill art pat sue rob frank guy dean jade ruby pearl
    amber max penny sky summer april june robin wren poppy daisy rich drew gene ray chase hunter grant wade cliff miles
    holly heather violet olive ginger candy honey angel star storm river rowan mason carter taylor cooper mercy
    patience prudence charity christian pierce sandy rusty junior hazel iris jasmine rosemary basil sage clay reed ash
    glen heath brook dale lane lee don van nick al ed les bob harry josh victor earl duke king prince
"""
ALSO_WORDS = frozenset(_COMMON.split())
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Traces:
    """How somebody is found: `names` stand for them among their own people, `values` wherever they are.

    `identity` are (given name, family name, birth date as ISO) by which a part of JSON is known to be about them.
    """

    names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    identity: tuple[str, str, str] = ("", "", "")

    def pattern(self) -> re.Pattern[str] | None:
        """Return one pattern for all of them, longest first, as whole words in any case; None when there are none."""
        found = sorted({*self.names, *self.values}, key=lambda each: (-len(each), each))
        parts = [_pattern_of(each) for each in found if each.strip()]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None

    def everywhere(self) -> Traces:
        """Return only what tells of them wherever it stands."""
        return Traces((), self.values, self.identity)


def _pattern_of(name: str) -> str:
    """Return a pattern for a name in any case; one that is a word of the language too, only as it is written."""
    if name.casefold() in ALSO_WORDS:
        return "|".join(re.escape(each) for each in (name, name.upper()))
    inner = r"\s+".join(re.escape(part) for part in name.split())
    return f"(?i:{inner})"


def from_words(words: str, traces: Traces) -> str:
    """Return words with “a person” where they were named."""
    pattern = traces.pattern()
    return pattern.sub(A_PERSON, words) if pattern else words


def from_json(value: Any, traces: Traces) -> Any:
    """Return JSON without them: what is about them is emptied, and words that name them say “a person”.

    A referral's answers tell of somebody under one key in several places; each of these is emptied.
    """
    return _cleaned(value, traces, keys_about(value, traces.identity))


def keys_about(value: Any, identity: tuple[str, str, str]) -> frozenset[str]:
    """Return the keys under which JSON tells of them."""
    if isinstance(value, list):
        return frozenset(key for each in value for key in keys_about(each, identity))
    if not isinstance(value, Mapping):
        return frozenset()
    own = {str(key) for key, each in value.items() if isinstance(each, Mapping) and is_about(each, identity)}
    return frozenset(own.union(*(keys_about(each, identity) for each in value.values())))


def _cleaned(value: Any, traces: Traces, keys: frozenset[str]) -> Any:
    if isinstance(value, str):
        return from_words(value, traces)
    if isinstance(value, list):
        return [_cleaned(each, traces, keys) for each in value]
    if not isinstance(value, Mapping):
        return value
    if is_about(value, traces.identity):
        return emptied(value)
    return {
        from_words(str(key), traces): emptied(each) if str(key) in keys else _cleaned(each, traces, keys)
        for key, each in value.items()
    }


def is_about(value: Mapping[str, Any], identity: tuple[str, str, str]) -> bool:
    """Tell whether a part of JSON is about them: their given name with their family name or birth date."""
    given, family, born = (each.casefold() for each in identity)
    if not given or str(value.get("given_name", "")).strip().casefold() != given:
        return False
    says_family = str(value.get("family_name", "")).strip().casefold()
    return bool(born and str(value.get("birth_date", "")) == born) or says_family == family


def emptied(value: Any) -> Any:
    """Return JSON of the same shape with nothing in it."""
    if isinstance(value, Mapping):
        return {key: A_PERSON.capitalize() if key == "given_name" else emptied(each) for key, each in value.items()}
    if isinstance(value, list):
        return []
    return "" if isinstance(value, str) else None


def words_in(value: Any) -> list[str]:
    """Return every word or number that stands in JSON."""
    if isinstance(value, Mapping):
        return [word for each in value.values() for word in words_in(each)]
    if isinstance(value, list):
        return [word for each in value for word in words_in(each)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def telling(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that can tell who somebody is: long enough, no single common word, no bare day or number."""
    found = {each.strip() for each in values}
    return tuple(sorted(each for each in found if _tells(each)))


def _tells(value: str) -> bool:
    if len(value) < FEWEST_LETTERS or _DAY.match(value):
        return False
    digits = sum(character.isdigit() for character in value)
    if value.replace(".", "").replace("-", "").isdigit():
        return digits >= 8
    words = value.split()
    # “At home” stands in many sentences; two capitals are a name, and a whole sentence is somebody's own.
    return digits >= 3 or "@" in value or len(words) > 3 or sum(word[:1].isupper() for word in words) > 1
