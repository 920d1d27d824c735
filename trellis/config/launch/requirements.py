"""Compiles the hashed requirements from their short lists, with uv: `make requirements`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from trellis.config.launch.say import PROJECT, say

UV = Path(sys.executable).parent / "uv"


def main() -> int:
    """Compile all three files; return uv's exit code."""
    for name in ("requirements", "requirements-dev", "requirements-bench"):
        say(f"Compiling {name}.txt…")
        done = subprocess.run(
            [
                *(str(UV), "pip", "compile", "--quiet", "--universal", "--python-version", "3.12"),
                *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
                *(f"{name}.in", "-o", f"{name}.txt"),
            ],
            cwd=PROJECT,
            check=False,
        )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
