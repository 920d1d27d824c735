"""Opens a family that is shut and one that never was, a thousand times each, and tries to tell them by their times."""

from __future__ import annotations

import json
import math
import random
import time
import uuid
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from trellis.features.families.models import ClosedFamily, ShutOut  # noqa: E402
from trellis.platform.access.models import User  # noqa: E402

TRIES = 1_000
WARM = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The chance that the slower of one shut and one missing answer is the shut one: a half, when times say nothing. With a
# thousand tries each, chance alone moves it by 0.013 (one standard deviation); four of those are let pass.
FAR_FROM_HALF = 4 * math.sqrt((2 * TRIES + 1) / (12 * TRIES * TRIES))


def main() -> dict[str, Any]:
    """Measure both ways of being shut beside a missing family."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email="coordinator@example.org"), backend=BACKEND)
    shut = ShutOut.objects.order_by("pk").values_list("family_id", flat=True)[0]
    closed = ClosedFamily.objects.order_by("pk").values_list("family_id", flat=True)[0]
    lines, wrong = [], False
    for name, family_id in (("shut out", shut), ("closed", closed)):
        times = _times(client, family_id)
        likely = _likely_slower(times["kept"], times["missing"])
        wrong |= abs(likely - 0.5) > FAR_FROM_HALF
        lines.append(
            f"  {name:<9} p50 {_middle(times['kept']):.2f} ms, missing p50 {_middle(times['missing']):.2f} ms; the "
            f"shut one is the slower of the two in {likely:.3f} of all pairs (0.500 tells nothing; "
            f"within {FAR_FROM_HALF:.3f} of it is chance)"
        )
    return {"tries": TRIES, "lines": lines, "wrong": wrong}


def _times(client: Client, family_id: uuid.UUID) -> dict[str, list[float]]:
    order = ["kept", "missing"] * (TRIES + WARM)
    random.shuffle(order)
    times: dict[str, list[float]] = {"kept": [], "missing": []}
    for what in order:
        address = reverse("families:family", args=[family_id if what == "kept" else uuid.uuid4()])
        began = time.perf_counter()
        answer = client.get(address)
        times[what].append(time.perf_counter() - began)
        assert answer.status_code == 404
    return {what: found[WARM:][:TRIES] for what, found in times.items()}


def _middle(times: list[float]) -> float:
    return 1000 * sorted(times)[len(times) // 2]


def _likely_slower(kept: list[float], missing: list[float]) -> float:
    """Return the share of all pairs in which the first is the slower (the Mann-Whitney statistic over n times m)."""
    ranked = sorted([(seconds, 1) for seconds in kept] + [(seconds, 0) for seconds in missing])
    ranks = sum(rank for rank, (_, is_kept) in enumerate(ranked, 1) if is_kept)
    return (ranks - len(kept) * (len(kept) + 1) / 2) / (len(kept) * len(missing))


if __name__ == "__main__":
    print(json.dumps(main()))
