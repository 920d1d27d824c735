"""Fields for choosing among given answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms

from trellis.kernel.labelled import LabelledEnum
from trellis.platform.design_system.forms.looks import Looks

Choices = type[LabelledEnum] | Iterable[tuple[Any, str]] | Callable[[], Iterable[tuple[Any, str]]]
UNKNOWN_CHOICE = "Choose one of the answers shown"


def pairs(choices: Choices) -> Any:
    """Return (value, label) pairs from pairs, from a function, or from a LabelledEnum."""
    if isinstance(choices, type) and issubclass(choices, LabelledEnum):
        return choices.choices()
    return choices


class _Choosing(Looks):
    def __init__(
        self,
        *,
        choices: Choices = (),
        hints: Mapping[Any, str] | None = None,
        reveals: Mapping[Any, Sequence[str]] | None = None,
        divider_before: Any = None,
        **kwargs: Any,
    ) -> None:
        self.hints = {str(value): words for value, words in (hints or {}).items()}
        self.reveals = {str(value): tuple(names) for value, names in (reveals or {}).items()}
        self.divider_before = None if divider_before is None else str(divider_before)
        self.enum = choices if isinstance(choices, type) and issubclass(choices, LabelledEnum) else None
        kwargs["error_messages"] = {"invalid_choice": UNKNOWN_CHOICE, **kwargs.get("error_messages", {})}
        super().__init__(choices=pairs(choices), **kwargs)


class Radios(_Choosing, forms.TypedChoiceField):
    """One answer among a few, all seen at once. A LabelledEnum given as `choices` comes back as its member."""

    widget = forms.RadioSelect

    def __init__(self, *, inline: bool = False, small: bool = False, **kwargs: Any) -> None:
        self.inline = inline
        self.small = small
        super().__init__(**kwargs)
        if self.enum is not None:
            self.coerce = self.enum


class YesNo(Radios):
    """Yes or no, and "Not known" with `not_known=True`; gives "yes", "no" or "not_known"."""

    def __init__(self, *, not_known: bool = False, **kwargs: Any) -> None:
        choices = [("yes", "Yes"), ("no", "No")]
        if not_known:
            choices.append(("not_known", "Not known"))
        kwargs.setdefault("inline", not kwargs.get("reveals"))
        super().__init__(choices=choices, **kwargs)


class Select(_Choosing, forms.TypedChoiceField):
    """One answer from a long list. `empty_label` is the first line, chosen while nothing else is."""

    widget = forms.Select

    def __init__(self, *, empty_label: str = "Choose…", choices: Choices = (), **kwargs: Any) -> None:
        self.empty_label = empty_label
        super().__init__(choices=choices, **kwargs)
        if self.enum is not None:
            self.coerce = self.enum


class Checkboxes(_Choosing, forms.TypedMultipleChoiceField):
    """Any number of answers; `exclusive` is the one that rules out the others ("None of these")."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, exclusive: Any = None, small: bool = False, **kwargs: Any) -> None:
        self.exclusive = None if exclusive is None else str(exclusive)
        self.small = small
        super().__init__(**kwargs)
        if self.enum is not None:
            self.coerce = self.enum

    def clean(self, value: Any) -> Any:
        """Return the answers; "None of these" together with another is refused."""
        chosen = super().clean(value)
        if self.exclusive is not None and len(chosen) > 1 and self.exclusive in map(str, chosen):
            label = next(str(words) for key, words in self.choices if str(key) == self.exclusive)  # type: ignore[misc,union-attr]
            raise forms.ValidationError(f"Choose answers, or “{label}”, not both", code="exclusive")
        return chosen


class Confirm(Looks, forms.BooleanField):
    """One box to tick."""
