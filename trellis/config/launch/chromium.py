"""Finds Chromium for the browser tests, and installs Debian's where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess

from trellis.config.launch.say import InTheWay, Timed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_or_install() -> str:
    """Return the path of a Chromium. Raises InTheWay, in words that say how to get one."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        if found := find():
            return found
    raise InTheWay(
        "The browser tests need Chromium, and this machine has none. Debian: apt install chromium. Elsewhere: install "
        "Chromium or Chrome, and name it with TRELLIS_CHROMIUM=/path/to/it if it is not found."
    )


def find() -> str:
    """Return the path of the Chromium that TRELLIS_CHROMIUM names or the machine has; empty for none."""
    if named := os.environ.get("TRELLIS_CHROMIUM"):
        if not os.access(named, os.X_OK):
            raise InTheWay(f"TRELLIS_CHROMIUM names {named}, which is no program that can be run.")
        return named
    candidates = [*map(shutil.which, NAMES), *PLACES]
    return next((path for path in candidates if path and os.access(path, os.X_OK)), "")


def _install() -> None:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    with Timed("Installing Chromium for the browser tests"):
        subprocess.run(["apt-get", "update", "-q"], env=environment, check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
            env=environment,
            check=False,
            **quiet,
        )  # type: ignore[call-overload]
