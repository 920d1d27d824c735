"""Requests for a record and their ends are the supervisors' alone."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.matrix.house import House, World
from tests.matrix.probe import SUPERVISOR, Probe, probe
from trellis.features.rights.actions import asking, deciding, keeping
from trellis.features.rights.models import ErasureBatch, ErasureCandidate, SubjectRequest
from trellis.features.rights.queries import gathering
from trellis.kernel.dates import add_months

SUPERVISORS = frozenset({SUPERVISOR})


def furnished(house: House) -> dict[str, Any]:
    """Make a request that was gathered, one that was answered, one for erasure, a hold, and a batch."""
    by, today = house.viewer(SUPERVISOR), timezone.localdate()

    def asked(what: str) -> SubjectRequest:
        return asking.take_down_request(
            by=by, person=house.person, asked=what, asked_by="themselves", received_on=today
        )

    request = asked("access")
    search = gathering.search_for(by, house.person)
    deciding.keep_gathered(by=by, request=request, search=search, found=gathering.gather(search))
    item = request.items.filter(document__isnull=False).order_by("number").first()
    answered = asked("access")
    SubjectRequest.objects.filter(pk=answered.pk).update(
        status="answered",
        answered_on=today,
        document=house.document.document,
        released={"about": house.marker},
        expires_on=add_months(today, 12),
    )
    batch = ErasureBatch.objects.create(
        organisation=house.organisation, made_by=house.memberships[SUPERVISOR], found_at=timezone.now()
    )
    candidate = ErasureCandidate.objects.create(
        organisation=house.organisation, batch=batch, person=house.person, person_ref=house.person.pk, verdict="go"
    )
    hold = keeping.put_on_hold(by=by, family=house.family, why="A claim", review_on=add_months(today, 3))
    return {
        "request": request,
        "item": item,
        "answered": answered,
        "erasure": asked("erasure"),
        "batch": batch,
        "candidate": candidate,
        "hold": hold,
    }


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    made = furnished(world.ours)
    furnished(world.theirs)
    return [*_requests(world, made), *_decisions(made), *_keeping(world, made)]


def _one(name: str, *args: object, **more: Any) -> Probe:
    return probe(f"rights:{name}", *args, opens_for=SUPERVISORS, **more)


def _requests(world: World, made: dict[str, Any]) -> list[Probe]:
    request = made["request"].pk
    steps = ("identity", "child", "stop", "start", "longer", "refuse")
    return [
        _one("requests", shows_family_to=SUPERVISORS),
        _one("requests", query={"show": "closed"}),
        _one("find"),
        _one("find", query={"search": world.ours.marker.lower()}),
        _one("new", world.ours.person.pk, shows_family_to=SUPERVISORS),
        _one("request", request, shows_family_to=SUPERVISORS),
        *(_one(step, request) for step in steps),
        _one("withdraw", request),
    ]


def _decisions(made: dict[str, Any]) -> list[Probe]:
    request = made["request"].pk
    return [
        _one("gather", request),
        _one("items", request, shows_family_to=SUPERVISORS),
        _one("items", request, query={"state": "undecided", "kind": "own"}),
        _one("item", request, made["item"].pk),
        _one("paper", request, made["item"].pk),
        _one("check", request),
        _one("send", request),
        _one("back", request),
        _one("answer_pdf", made["answered"].pk),
        _one("answer_json", made["answered"].pk),
        _one("erase", made["erasure"].pk),
    ]


def _keeping(world: World, made: dict[str, Any]) -> list[Probe]:
    batch = made["batch"].pk
    return [
        _one("keeping", shows_family_to=SUPERVISORS),
        _one("rule", "journey_closed"),
        _one("hold", world.ours.family.pk),
        _one("end_hold", made["hold"].pk),
        _one("look"),
        _one("batch", batch, shows_family_to=SUPERVISORS),
        _one("candidate", batch, made["candidate"].pk),
    ]
