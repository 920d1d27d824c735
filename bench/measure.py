"""Opens each page many times in one database and prints, as JSON, seconds, queries and memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from trellis.features.families.models import FamilyWorker  # noqa: E402
from trellis.features.journeys.models import Journey  # noqa: E402
from trellis.features.sessions.models import Session  # noqa: E402
from trellis.platform.access.models import User  # noqa: E402

REPEATS = 12
WARM = 3
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def pages() -> list[tuple[str, str, str, dict[str, str]]]:
    """List (name, role, address, query) of what is measured."""
    working = FamilyWorker.objects.order_by("-pk").first()
    assert working is not None
    journey = Journey.objects.filter(family_id=working.family_id).get()
    register = Session.objects.filter(staff__staff__membership__role="practitioner").order_by("day", "pk").first()
    assert register is not None
    family = reverse("families:family", args=[working.family_id])
    name = working.family.name.split()[0]
    return [
        ("caseload, practitioner", "practitioner", reverse("journeys:list"), {}),
        ("caseload, co-ordinator", "coordinator", reverse("journeys:list"), {}),
        ("waiting list, co-ordinator", "coordinator", reverse("journeys:waiting_list"), {}),
        ("waiting list, practitioner", "practitioner", reverse("journeys:waiting_list"), {}),
        ("one family, practitioner", "practitioner", family, {}),
        ("one journey, practitioner", "practitioner", reverse("journeys:journey", args=[journey.pk]), {}),
        ("one register, practitioner", "practitioner", reverse("sessions:register", args=[register.pk]), {}),
        ("a search, practitioner", "practitioner", reverse("families:list"), {"search": name[:6]}),
        ("a search, co-ordinator", "coordinator", reverse("families:list"), {"search": name}),
        ("today, practitioner", "practitioner", "/", {}),
        ("today, co-ordinator", "coordinator", "/", {}),
    ]


def measure(turn: int) -> dict[str, Any]:
    """Open each page, some times to warm up and some to measure."""
    found = {}
    clients = {role: _client(role) for role in ("coordinator", "practitioner")}
    listed = pages()
    for name, role, address, query in listed if turn % 2 == 0 else reversed(listed):
        for _ in range(WARM):
            _open(clients[role], name, address, query)
        asked = _queries_of(clients[role], name, address, query)
        seconds = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            _open(clients[role], name, address, query)
            seconds.append(time.perf_counter() - began)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found[name] = {"seconds": seconds, "queries": asked, "memory": memory}
    return {name: found[name] for name, *_ in listed}


def _queries_of(client: Client, name: str, address: str, query: dict[str, str]) -> int:
    asked = 0

    def count(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(sql, values, many, context)

    with connection.execute_wrapper(count):
        _open(client, name, address, query)
    return asked


def _client(role: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"{role}@example.org"), backend=BACKEND)
    return client


def _open(client: Client, name: str, address: str, query: dict[str, str]) -> None:
    answer = client.get(address, query)
    if answer.status_code != 200:
        raise SystemExit(f"{name}: {address} answered {answer.status_code}.")


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
