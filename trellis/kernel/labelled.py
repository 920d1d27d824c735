"""A string enumeration whose members carry words for the screen."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """Hold a stored value and the words shown for it.

    Write members as ``NAME = "value", "Words for the screen"``; with no words, the value itself is
    made readable ("not_yet_known" becomes "Not yet known").
    """

    _label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member._label = label or value.replace("_", " ").capitalize()
        return member

    @property
    def label(self) -> str:
        """Return the words for the screen."""
        return self._label

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """List (value, label) pairs in the order written, as Django's ``choices`` wants them."""
        return [(member.value, member.label) for member in cls]
