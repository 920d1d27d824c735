"""Fields of what lasts for a time: from when until when, as exactly as people remember."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.db.models.lookups import GreaterThanOrEqual

from trellis.features.families.rules import ROUGH, has_begun, is_over, span_in_words


def rough_date(help_text: str = "") -> models.CharField[str, str]:
    """Return a field for a year, a month or a day ("2019", "2019-05", "2019-05-17"), empty when not known."""
    return models.CharField(max_length=10, blank=True, default="", help_text=help_text)


class Lasting(models.Model):
    """Something that began and may have ended."""

    since = rough_date("A year, a month or a day")
    until = rough_date("A year, a month or a day; empty while it lasts")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(since="") | Q(since__regex=ROUGH), name="%(class)s_since_is_a_rough_date"
            ),
            models.CheckConstraint(
                condition=Q(until="") | Q(until__regex=ROUGH), name="%(class)s_until_is_a_rough_date"
            ),
            models.CheckConstraint(
                condition=Q(since="") | Q(until="") | Q(GreaterThanOrEqual(Left("until", 4), Left("since", 4))),
                name="%(class)s_ends_after_it_began",
            ),
        ]

    def is_current(self, today: date) -> bool:
        """Say whether it has begun and has not ended."""
        return has_begun(self.since, today) and not is_over(self.until, today)

    @property
    def span(self) -> str:
        """Write from when until when, in words."""
        return span_in_words(self.since, self.until)
