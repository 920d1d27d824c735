"""Draws Django's bound fields as GOV.UK components."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from markupsafe import Markup, escape

from trellis.platform.design_system.day_parts import PARTS, DatePartsWidget, parts_of

SIZES = ("s", "m", "l", "xl")


def _macro(component: str, params: dict[str, Any]) -> Markup:
    from trellis.platform.design_system.environment import GovukMacros

    return Markup(getattr(GovukMacros(), component)(params))


def field(bound: forms.BoundField, **options: Any) -> Markup:
    """Draw one field with its label, hint and error.

    Options: `heading=True` makes the label or legend the page's h1; `size` is "s", "m", "l" or "xl";
    `label` and `hint` replace the form's own; `hidden_label=True` keeps the label for screen readers
    only; `inline`, `small`, `rows`, `classes`, `attributes` (a dict) and `describedBy` go to the component.
    """
    widget = bound.field.widget
    if widget.is_hidden:
        return Markup(bound.as_hidden())
    for kind, draw in DRAWERS:
        if isinstance(widget, kind):
            return draw(bound, options)
    return _input(bound, options)


def errors_of(form: Any) -> list[dict[str, str]]:
    """List a form's (or formset's) errors for the error summary, in the order of the fields."""
    if not hasattr(form, "fields"):
        return [{"text": str(words), "href": ""} for words in form.non_form_errors()]
    found = [{"text": str(words), "href": ""} for words in form.non_field_errors()]
    for name in form.fields:
        for words in form.errors.get(name, ()):
            found.append({"text": str(words), "href": f"#{_first_id(form[name])}"})
    return found


def _first_id(bound: forms.BoundField) -> str:
    if isinstance(bound.field.widget, DatePartsWidget):
        wrong = _wrong_parts(bound)
        return f"{bound.auto_id}_{wrong[0] if wrong else 'day'}"
    return bound.auto_id


def _errors_as_values(bound: forms.BoundField) -> list[ValidationError]:
    errors = bound.form.errors
    return errors.as_data().get(bound.name, []) if isinstance(errors, ErrorDict) else []


def _wrong_parts(bound: forms.BoundField) -> list[str]:
    for error in _errors_as_values(bound):
        if isinstance(error.params, Mapping) and "parts" in error.params:
            return list(error.params["parts"])
    return list(PARTS) if bound.errors else []


def _label_classes(kind: str, options: dict[str, Any]) -> str:
    if options.get("hidden_label"):
        return "govuk-visually-hidden"
    size = options.get("size") or ("l" if options.get("heading") else "")
    return f"govuk-{kind}--{size}" if size in SIZES else ""


def _words(bound: forms.BoundField, options: dict[str, Any]) -> str:
    label = str(options.get("label") or bound.label)
    optional = not bound.field.required and options.get("optional", _says_optional(bound))
    return f"{label} (optional)" if optional and not label.endswith(")") else label


def _says_optional(bound: forms.BoundField) -> bool:
    return bool(getattr(bound.form, "marks_optional", True)) and not isinstance(bound.field, forms.BooleanField)


def _common(bound: forms.BoundField, options: dict[str, Any]) -> dict[str, Any]:
    params: dict[str, Any] = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "attributes": dict(options.get("attributes") or {}),
        "classes": _classes(bound, options),
    }
    if bound.field.disabled:
        params["disabled"] = True
    if options.get("describedBy"):
        params["describedBy"] = options["describedBy"]
    hint = options.get("hint", bound.help_text)
    if hint:
        params["hint"] = {"html": hint} if isinstance(hint, Markup) else {"text": str(hint)}
    if bound.errors:
        params["errorMessage"] = {"html": Markup("<br>").join(str(words) for words in bound.errors)}
    return params


def _classes(bound: forms.BoundField, options: dict[str, Any]) -> str:
    width = options.get("width", getattr(bound.field, "width", None))
    chosen = []
    if isinstance(width, int):
        chosen.append(f"govuk-input--width-{width}")
    elif width:
        chosen.append(f"govuk-!-width-{width}")
    chosen.append(str(options.get("classes", "")))
    return " ".join(part for part in chosen if part)


def _with_label(bound: forms.BoundField, options: dict[str, Any]) -> dict[str, Any]:
    params = _common(bound, options)
    params["label"] = {
        "text": _words(bound, options),
        "classes": _label_classes("label", options),
        "isPageHeading": bool(options.get("heading")),
    }
    return params


def _with_legend(bound: forms.BoundField, options: dict[str, Any]) -> dict[str, Any]:
    params = _common(bound, options)
    params["idPrefix"] = bound.auto_id
    params["fieldset"] = {
        "legend": {
            "text": _words(bound, options),
            "classes": _label_classes("fieldset__legend", options),
            "isPageHeading": bool(options.get("heading")),
        }
    }
    if options.get("describedBy"):
        params["fieldset"]["describedBy"] = options["describedBy"]
    return params


def _autocomplete(bound: forms.BoundField) -> str:
    return getattr(bound.field, "autocomplete", "") or bound.field.widget.attrs.get("autocomplete", "")


def _value(bound: forms.BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _input(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_label(bound, options)
    widget = bound.field.widget
    kind = widget.attrs.get("type") or getattr(widget, "input_type", None) or "text"
    inputmode = getattr(bound.field, "inputmode", "") or widget.attrs.get("inputmode", "")
    if kind == "number":
        kind, inputmode = "text", inputmode or "numeric"
    params.update(type=kind, value=_value(bound), spellcheck=False if kind in {"email", "tel"} else None)
    params["autocomplete"] = _autocomplete(bound)
    params["inputmode"] = inputmode
    for side in ("prefix", "suffix"):
        words = getattr(bound.field, side, "")
        if words:
            params[side] = {"text": words}
    return _macro("input", params)


def _password(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_label(bound, options)
    params["autocomplete"] = _autocomplete(bound) or "current-password"
    return _macro("password_input", params)


def _one_line(words: str) -> Markup:
    # Several macros indent what they nest: a real line end in a text box would grow spaces each time.
    return Markup(str(escape(words)).replace("\r\n", "\n").replace("\n", "&#10;"))


def _textarea(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_label(bound, options)
    params["value"] = _one_line(_value(bound))
    params["rows"] = options.get("rows") or getattr(bound.field, "rows", 5)
    most = getattr(bound.field, "max_length", None)
    if most and getattr(bound.field, "counted", False):
        return _macro("character_count", {**params, "maxlength": most, "threshold": 75})
    return _macro("textarea", params)


def _flat_choices(bound: forms.BoundField) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for value, label in bound.field.widget.choices:
        inner = label if isinstance(label, (list, tuple)) else [(value, label)]
        flat.extend((str(one), str(words)) for one, words in inner)
    return flat


def _items(bound: forms.BoundField, chosen: set[str]) -> list[dict[str, Any]]:
    hints = getattr(bound.field, "hints", {})
    reveals = getattr(bound.field, "reveals", {})
    items: list[dict[str, Any]] = []
    for value, label in _flat_choices(bound):
        if value == "":
            continue
        if value == getattr(bound.field, "divider_before", None):
            items.append({"divider": "or"})
        item: dict[str, Any] = {"value": value, "text": label, "checked": value in chosen}
        if hints.get(value):
            item["hint"] = {"text": hints[value]}
        if reveals.get(value):
            inner = Markup("\n").join(field(bound.form[name]) for name in reveals[value])
            item["conditional"] = {"html": inner}
        if value == getattr(bound.field, "exclusive", None):
            item["behaviour"] = "exclusive"
        items.append(item)
    return items


def _radios(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_legend(bound, options)
    params["items"] = _items(bound, {_value(bound)})
    look = {"inline": "govuk-radios--inline", "small": "govuk-radios--small"}
    params["classes"] = _looks(bound, options, params["classes"], look)
    return _macro("radios", params)


def _looks(bound: forms.BoundField, options: dict[str, Any], given: str, look: dict[str, str]) -> str:
    chosen = [words for name, words in look.items() if options.get(name, getattr(bound.field, name, False))]
    return " ".join([*chosen, given]).strip()


def _checkboxes(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_legend(bound, options)
    value = bound.value() or []
    chosen = {str(one) for one in (value if isinstance(value, (list, tuple, set, frozenset)) else [value])}
    params["items"] = _items(bound, chosen)
    params["classes"] = _looks(bound, options, params["classes"], {"small": "govuk-checkboxes--small"})
    return _macro("checkboxes", params)


def _tick(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _common(bound, options)
    hint = params.pop("hint", None)
    item: dict[str, Any] = {"value": "on", "text": _words(bound, options), "checked": bool(bound.value())}
    if hint:
        item["hint"] = hint
    params.update(idPrefix=bound.auto_id, items=[item])
    params["classes"] = _looks(bound, options, params["classes"], {"small": "govuk-checkboxes--small"})
    return _macro("checkboxes", params)


def _select(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_label(bound, options)
    chosen = _value(bound)
    listed = [(value, label) for value, label in _flat_choices(bound) if value != ""]
    empty = [label for value, label in _flat_choices(bound) if value == ""]
    first = empty[0] if empty else getattr(bound.field, "empty_label", "Choose…")
    params["items"] = [{"value": "", "text": first, "selected": chosen == ""}]
    params["items"] += [{"value": value, "text": label, "selected": value == chosen} for value, label in listed]
    if _autocomplete(bound):
        params["attributes"]["autocomplete"] = _autocomplete(bound)
    return _macro("select", params)


def _file(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_label(bound, options)
    params["javascript"] = options.get("drop_zone", False)
    kinds: tuple[str, ...] = getattr(bound.field, "kinds", ())
    if kinds:
        params["attributes"]["accept"] = ",".join(kinds)
    if getattr(bound.field.widget, "allow_multiple_selected", False):
        params["multiple"] = True
    return _macro("file_upload", params)


def _date(bound: forms.BoundField, options: dict[str, Any]) -> Markup:
    params = _with_legend(bound, options)
    del params["idPrefix"]
    typed = parts_of(bound.value())
    wrong = _wrong_parts(bound)
    autocomplete = _autocomplete(bound)
    params["items"] = [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "value": typed[part],
            "autocomplete": f"{autocomplete}-{part}" if autocomplete == "bday" else "",
            "inputmode": "text" if part == "month" and typed[part].isalpha() else "numeric",
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part in PARTS
    ]
    params["classes"] = str(options.get("classes", ""))
    return _macro("date_input", params)


DRAWERS: tuple[tuple[type[forms.Widget], Callable[[forms.BoundField, dict[str, Any]], Markup]], ...] = (
    (DatePartsWidget, _date),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.FileInput, _file),
)
