"""The records' common ground: time-ordered ids, the owning organisation, reads scoped to a viewer."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

import uuid_utils
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def new_id() -> uuid.UUID:
    """Make a UUIDv7: ids sort by the time they were made, and organisations can be merged or split."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


NOTHING = Q(pk__in=[])


class Record(models.Model):
    """A row with a time-ordered id and the moment it was made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that starts from what one viewer may see."""

    def visible_to(self, viewer: Viewer | None) -> Self:
        """Return the rows of the viewer's organisation that their role and work let them see; none without a viewer."""
        if viewer is None:
            return self.none()
        return self.filter(organisation_id=viewer.organisation_id).filter(self.model.scope_for(viewer))

    def of_organisation(self, viewer: Viewer) -> Self:
        """Return every row of the viewer's organisation, for actions that keep a rule across all of them."""
        return self.filter(organisation_id=viewer.organisation_id)


class OrganisationRecord(Record):
    """A row that belongs to one organisation; seen by nobody until its class says who may.

    `walled_by` names the paths that lead from the row to the family or person whose wall it stands behind ("family",
    "journey__family", "self"), for the database's own policies (`database/wall.py`); an empty one says that the row is
    about no family.
    """

    walled_by: ClassVar[tuple[str, ...]]

    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Say which rows of the viewer's own organisation they may see; nothing unless a class overrides it."""
        return NOTHING
