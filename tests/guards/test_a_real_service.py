"""A real service refuses everything of the demonstration, before it serves a page."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.guards.sources import PROJECT

GOOD = {
    "DJANGO_SETTINGS_MODULE": "trellis.config.settings.production",
    "TRELLIS_SECRET_KEY": "q8Jw2mZ4rT6yB1nV3xC5sD7fG9hK0lP-aSdFgHjKlQwErTyUiOpZ",
    "TRELLIS_HOSTS": "trellis.example.org",
    "DATABASE_URL": "postgres://trellis@127.0.0.1/trellis",
}


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own; None takes a name out of the environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DATABASE_URL", "D"))}
    wanted = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=PROJECT,
        env=kept | wanted,
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_settings_start() -> None:
    started = start()
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"TRELLIS_SECRET_KEY": None}, "Set TRELLIS_SECRET_KEY"),
        ({"TRELLIS_SECRET_KEY": "demo-only-" + "k" * 50}, "TRELLIS_SECRET_KEY is a demo key"),
        ({"TRELLIS_SECRET_KEY": "test-only-" + "k" * 50}, "TRELLIS_SECRET_KEY is a demo key"),
        ({"TRELLIS_SECRET_KEY": "short"}, "too short"),
        ({"TRELLIS_HOSTS": None}, "Set TRELLIS_HOSTS"),
        ({"DATABASE_URL": None}, "Set DATABASE_URL"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"TRELLIS_DEBUG": "yes"}, "DEBUG is on"),
        ({"TRELLIS_DEMO": "1"}, "TRELLIS_DEMO is set"),
    ],
)
def test_anything_of_the_demonstration_is_refused(changes: dict[str, str | None], words: str) -> None:
    refused = start(**changes)
    assert refused.returncode != 0
    assert words in refused.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_demo", "refuse", "passes"),
    [
        (True, "refuse_demo_data", False),
        (False, "refuse_demo_data", True),
        (True, "refuse_real_data", True),
        (False, "refuse_real_data", False),
    ],
)
def test_a_demonstration_and_a_real_service_never_share_a_database(is_demo: bool, refuse: str, passes: bool) -> None:
    from trellis.config import demonstration
    from trellis.config.launch.say import InTheWay
    from trellis.platform.access.models import Organisation

    Organisation.objects.create(name="Riverside", slug="riverside", is_demo=is_demo)
    if passes:
        getattr(demonstration, refuse)()
    else:
        with pytest.raises(InTheWay, match=r"Riverside"):
            getattr(demonstration, refuse)()
