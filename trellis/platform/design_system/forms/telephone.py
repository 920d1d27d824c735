"""Telephone numbers, checked and written one way."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError

from trellis.platform.design_system.forms.looks import Looks

# Ranges that Ofcom keeps for drama; invented people have these numbers.
FOR_DRAMA = ("+447700900", "+441134960", "+441144960", "+441154960", "+441164960", "+441174960",
             "+441184960", "+441214960", "+441314960", "+441414960", "+441514960", "+441614960",
             "+442079460", "+441914980", "+442896496", "+442920180", "+441632960", "+443069990")  # fmt: skip
WRONG = "Enter a telephone number like 07700 900123 or 0113 496 0123, with the code; numbers abroad start with +"


def e164_from(text: str) -> str | None:
    """Return a number in the form +447700900123, or None when it is not a telephone number."""
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    invented = written.startswith(FOR_DRAMA) and len(written) == len("+447700900123")
    if number.extension or not (phonenumbers.is_valid_number(number) or invented):
        return None
    return written


def as_dialled(e164: str) -> str:
    """Write a stored number as somebody here would dial it: "07700 900123"."""
    try:
        number = phonenumbers.parse(e164, "GB")
    except phonenumbers.NumberParseException:
        return e164
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, kind.NATIONAL if number.country_code == 44 else kind.INTERNATIONAL)


class Telephone(Looks, forms.CharField):
    """A telephone number, typed any way; gives it as +447700900123."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", 20)
        kwargs.setdefault("inputmode", "tel")
        kwargs.setdefault("autocomplete", "off")
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number as it would be dialled."""
        return as_dialled(value) if isinstance(value, str) and value.startswith("+") else value

    def clean(self, value: Any) -> str:
        """Return the number, or "" for an empty box that may be empty."""
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return ""
        found = e164_from(text) if text.isprintable() and len(text) <= 40 else None
        if found is None:
            raise ValidationError(WRONG, code="invalid")
        return found
