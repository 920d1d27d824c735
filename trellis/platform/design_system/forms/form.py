"""The form itself: labels and messages settled, choices that reveal fields, rules that were broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from markupsafe import Markup

from trellis.kernel.decisions import RuleBroken
from trellis.platform.design_system.forms.looks import settle_messages
from trellis.platform.design_system.rendering import errors_of, field


class GovukBoundField(forms.BoundField):
    """A field that draws itself: `{{ form.birth_date.as_govuk() }}`."""

    def as_govuk(self, **options: Any) -> Markup:
        """Draw the field; the options are those of `rendering.field`."""
        return field(self, **options)


class GovukFormMixin(forms.BaseForm):
    """Goes before a Django form class: fields draw themselves, and those not revealed are not asked for."""

    bound_field_class = GovukBoundField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, form_field in self.fields.items():
            settle_messages(form_field, name)

    def as_govuk(self) -> Markup:
        """Draw every field that is not revealed by a choice; the hidden ones come first."""
        hidden = [field(bound) for bound in self.hidden_fields()]
        return Markup("\n").join([*hidden, *(field(bound) for bound in self.standing_fields())])

    def standing_fields(self) -> list[forms.BoundField]:
        """List the visible fields that stand on their own, in order."""
        revealed = {name for _, _, names in self._reveals() for name in names}
        return [bound for bound in self.visible_fields() if bound.name not in revealed]

    def summary(self) -> list[dict[str, str]]:
        """List the errors for the summary, each with the address of its box."""
        return errors_of(self)

    def typed(self) -> dict[str, Any]:
        """Return what was typed, valid or not, as plain values; give it back later as `initial`."""
        values: dict[str, Any] = {}
        for name in self.fields:
            value = self[name].data
            if not isinstance(value, UploadedFile):
                values[name] = value
        return values

    def add_rule_broken(self, broken: RuleBroken) -> None:
        """Put the words of a broken rule beside the field that they name, or at the top."""
        for name, words in broken.problems:
            self.add_error(name if name in self.fields else None, words)

    def _reveals(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for name, form_field in self.fields.items():
            for value, names in getattr(form_field, "reveals", {}).items():
                yield name, value, names

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, value, revealed in self._reveals():
            chosen = self[name].data
            chosen_values = [str(one) for one in chosen] if isinstance(chosen, list) else [str(chosen)]
            if value not in chosen_values:
                for hidden in revealed:
                    self._leave_out(hidden)

    def _leave_out(self, name: str) -> None:
        if name in self.errors:
            del self.errors[name]
        form_field = self.fields[name]
        if isinstance(form_field, forms.MultipleChoiceField):
            self.cleaned_data[name] = []
        else:
            self.cleaned_data[name] = getattr(form_field, "empty_value", None)


class GovukForm(GovukFormMixin, forms.Form):
    """The form to inherit from."""
