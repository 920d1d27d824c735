"""Plans a problem file: ``python -m trellis.features.groups.planning PROBLEM.json``."""

from __future__ import annotations

import sys

from trellis.features.groups.planning.cli import main

sys.exit(main(sys.argv[1:]))
