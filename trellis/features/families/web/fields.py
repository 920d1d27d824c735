"""Form fields of families: rough dates, and people of the family."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from trellis.features.families.rules import read_rough, rough_in_words
from trellis.platform.design_system.forms import Text


class RoughDate(Text):
    """A year, a month or a day, typed as people say it; gives the text that is kept, or nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("width", 10)
        kwargs.setdefault("hint", "A year is enough: 2019, May 2019 or 17 5 2019")
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the rough date as it is kept."""
        typed = super().clean(value)
        try:
            return read_rough(typed)
        except ValueError:
            raise ValidationError("Enter a year, a month or a day, such as 2019, May 2019 or 17 5 2019.") from None

    def prepare_value(self, value: Any) -> Any:
        """Show what is kept as people write it, and what was typed as it was typed."""
        try:
            kept = read_rough(value) if isinstance(value, str) else ""
        except ValueError:
            return value
        return rough_in_words(kept).partition(" ")[2] if len(kept) == 10 else rough_in_words(kept)
