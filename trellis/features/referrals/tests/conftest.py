"""Standing people for the tests of referrals."""

from __future__ import annotations

import pytest

from trellis.features.referrals.tests.factories import referrer_of
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer


@pytest.fixture
def coordinator() -> Viewer:
    return viewer(Role.COORDINATOR)


@pytest.fixture
def referrer(coordinator: Viewer) -> Viewer:
    return referrer_of(coordinator)
