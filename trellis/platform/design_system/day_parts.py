"""The three boxes of a day: how they are read and what is written in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

PARTS = ("day", "month", "year")


class DatePartsWidget(forms.Widget):
    """Reads `<name>_day`, `<name>_month` and `<name>_year` as typed; also one ISO day under the bare name."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """Return what was typed in each box."""
        typed = {part: str(data.get(f"{name}_{part}") or "").strip() for part in PARTS}
        if not any(typed.values()) and data.get(name):
            return parts_of(data[name])
        return typed

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether none of the boxes was in the form sent."""
        return not any(f"{name}_{part}" in data for part in PARTS) and name not in data

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """Return the first box's id, where an error should take the person."""
        return f"{id_}_day" if id_ else id_


def parts_of(value: Any) -> dict[str, str]:
    """Return the three boxes for a date, an ISO day, boxes as typed, or nothing."""
    if isinstance(value, Mapping):
        return {part: str(value.get(part) or "") for part in PARTS}
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        year, month, day_ = value.split("-")
        return {"day": str(int(day_)), "month": str(int(month)), "year": year}
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": f"{value.year:04}"}
    return {"day": str(value or ""), "month": "", "year": ""}
