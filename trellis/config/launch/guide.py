"""Takes the pictures of the guide again, by walking through the journeys of the browser tests: `make guide`."""

from __future__ import annotations

import os
import sys

from trellis.config.launch.checks import JOURNEYS, run_stages, test_database
from trellis.config.launch.chromium import find_or_install
from trellis.config.launch.say import InTheWay, say, stop_with


def main() -> int:
    """Run the journeys with a camera; return 1 when one of them fails."""
    try:
        environment = dict(os.environ, TRELLIS_CHROMIUM=find_or_install(), TRELLIS_GUIDE="1")
        with test_database() as url:
            failed = run_stages([JOURNEYS], environment | {"DATABASE_URL": url})
    except InTheWay as problem:
        return stop_with(problem)
    say("The pictures are in docs/guide/images." if not failed else "Not every picture could be taken.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
