"""Versions of programmes as they were loaded from files, and what each organisation offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from trellis.platform.database.models import OrganisationRecord, Record

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class ProgrammeVersion(Record):
    """One version of one programme; what runs on it keeps it. Public knowledge, so not an organisation's record."""

    key = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("key", "version", name="programme_version_once")]

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"

    @property
    def definition(self) -> dict[str, Any]:
        """Return the definition as plain values; `queries.definition` gives it typed and cached."""
        return self.stored.definition


class StoredDefinition(Record):
    """What a version says. Apart from the version, because lists name programmes and never need their text."""

    version = models.OneToOneField(ProgrammeVersion, on_delete=models.CASCADE, related_name="stored")
    definition = models.JSONField()

    def __str__(self) -> str:
        return str(self.version)


class Offer(OrganisationRecord):
    """That an organisation runs a programme and, while open, takes referrals to it."""

    walled_by = ()

    programme_key = models.SlugField(max_length=80)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "programme_key", name="offer_once")]

    def __str__(self) -> str:
        return self.programme_key

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Everybody in an organisation may know what it offers."""
        return Q()
