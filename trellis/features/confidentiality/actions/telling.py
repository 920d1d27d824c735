"""Telling supervisors, and none of them of a family that is shut to them."""

from __future__ import annotations

import uuid

from django.urls import reverse

from trellis.features.families.queries import those_who_see
from trellis.platform.access.queries import people_in_role
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.notifications.actions import notify


def tell_supervisors(by: Viewer, subject: str, body: str, *, family_id: uuid.UUID | None = None) -> None:
    """Tell the other supervisors; of a family, those who may see it, or all when nobody may: somebody must look."""
    others = [one for one in people_in_role(by, Role.SUPERVISOR) if one.pk != by.membership_id]
    if family_id is not None:
        seeing = {one.pk for one in those_who_see(by, family_id, Role.SUPERVISOR)}
        others = [one for one in others if one.pk in seeing] or others
    for supervisor in others:
        notify(to=supervisor, subject=subject, body=body, link=reverse("confidentiality:overview"))
