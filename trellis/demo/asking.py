"""Somebody of Riverside has asked for their record: gathered, half decided, its clock stopped for three days."""

from __future__ import annotations

from datetime import timedelta

from trellis.demo.clock import as_of
from trellis.demo.setting import Service
from trellis.features.families.models import Person
from trellis.features.rights.actions import asking, deciding
from trellis.features.rights.queries import gathering
from trellis.features.rights.rules import Choice
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer


def tell(service: Service) -> None:
    """Make the request of a parent whose family has completed; nothing when there is no supervisor to answer it."""
    supervisors = Membership.objects.filter(organisation=service.organisation, role=Role.SUPERVISOR)
    found = supervisors.select_related("user", "organisation").order_by("pk").first()
    if found is None:
        return
    by = Viewer.from_membership(found)
    people = Person.objects.visible_to(by).filter(participations__journey__status="completed", birth_date__isnull=False)
    parent = people.order_by("birth_date", "pk").first()
    if parent is None:
        return
    came = service.today - timedelta(days=18)
    with as_of(came):
        request = asking.take_down_request(
            by=by, person=parent, asked="access", asked_by="themselves", received_on=came
        )
    with as_of(came + timedelta(days=2)):
        asking.stop_clock(by=by, request=request, reason="identity", first=came + timedelta(days=2))
    known = came + timedelta(days=5)
    with as_of(known):
        asking.start_clock(by=by, request=request, until=known)
        asking.check_identity(by=by, request=request, how="Their worker has known them for a year", on=known)
    with as_of(service.today - timedelta(days=4)):
        search = gathering.search_for(by, parent)
        deciding.keep_gathered(by=by, request=request, search=search, found=gathering.gather(search))
        own = request.items.filter(kind="own", suggested__choice=Choice.RELEASE).order_by("number")
        ids = list(own.values_list("pk", flat=True)[:12])
        if ids:
            deciding.decide_many(by=by, request=request, item_ids=ids, choice="suggested")
