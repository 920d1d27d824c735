"""How a field looks and what it is called in messages."""

from __future__ import annotations

from typing import Any

from django import forms

from trellis.platform.design_system.words import first_lower

SETTLED = ("your ", "the ", "a ", "an ", "their ", "his ", "her ", "how ", "what ", "when ", "where ", "who ", "why ")
CHOOSING = (forms.ChoiceField, forms.MultipleChoiceField, forms.FileField)
DEFAULT_REQUIRED = str(forms.Field.default_error_messages["required"])


class Looks:
    """Adds to a Django field how it is drawn; goes before the field class in the bases.

    `hint` is shown under the label. `width` is 2, 3, 4, 5, 10, 20 or 30 characters, or "full",
    "two-thirds", "one-half", "one-third", "one-quarter". `noun` is what messages call the field ("birth
    date"); `missing` is the whole message when it is empty. `reveals` names the fields shown by a choice.
    """

    def __init__(
        self,
        *args: Any,
        hint: str = "",
        width: int | str | None = None,
        autocomplete: str = "",
        inputmode: str = "",
        prefix: str = "",
        suffix: str = "",
        noun: str = "",
        missing: str = "",
        **kwargs: Any,
    ) -> None:
        self.width = width
        self.autocomplete = autocomplete
        self.inputmode = inputmode
        self.prefix = prefix
        self.suffix = suffix
        self.noun = noun
        if missing:
            kwargs["error_messages"] = {"required": missing, **kwargs.get("error_messages", {})}
        kwargs.setdefault("help_text", hint)
        super().__init__(*args, **kwargs)


def noun_of(field: Any) -> str:
    """Return what messages call a field, without a capital: "birth date"."""
    noun = getattr(field, "noun", "")
    if noun:
        return str(noun)
    label = str(field.label or "this answer")
    return "this answer" if label.endswith("?") else first_lower(label)


def capital(words: str) -> str:
    """Write the first letter large."""
    return words[:1].upper() + words[1:]


def missing_words(field: forms.Field) -> str:
    """Return the message for an empty required field: "Enter the birth date"."""
    label = str(field.label or "")
    if label.endswith("?") and not getattr(field, "noun", ""):
        return f"Answer “{label}”"
    noun = noun_of(field)
    verb = "Choose" if isinstance(field, CHOOSING) else "Enter"
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    return f"{verb} {noun}" if noun.startswith((*SETTLED, "this ")) else f"{verb} the {noun}"


def settle_messages(field: forms.Field, name: str) -> None:
    """Give a field its label and its own words for being empty, unless it has them already."""
    if field.label is None:
        field.label = capital(name.replace("_", " "))
    if str(field.error_messages.get("required", "")) == DEFAULT_REQUIRED:
        field.error_messages["required"] = missing_words(field)
    if "max_length" not in field.error_messages and getattr(field, "max_length", None):
        field.error_messages["max_length"] = (
            f"{capital(noun_of(field))} must be %(limit_value)d characters or fewer: this has %(show_value)d"
        )
    field.error_messages.setdefault(
        "null_characters_not_allowed",
        f"{capital(noun_of(field))} has a character in it that cannot be kept. Type it again",
    )
