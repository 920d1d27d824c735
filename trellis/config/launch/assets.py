"""Gets the design system with npm and builds the style sheets, scripts and typeface when their sources changed."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from trellis.config.launch.say import PROJECT, InTheWay, Timed, run_or_say

DESIGN = PROJECT / "trellis" / "platform" / "design_system"
BUILT = DESIGN / "static_built"
MODULES = PROJECT / "node_modules"
INSTALLED = MODULES / ".trellis-installed"
BUILT_FROM = BUILT / ".built-from"
SOURCES = ["*.mjs", "scss/**/*", "scripts/**/*", "images/**/*"]
HOW = "Debian or Ubuntu: apt install nodejs npm; macOS: brew install node; elsewhere: the Node.js project's installer"


def ready(again: bool = False) -> None:
    """Make sure that the built assets are there and fit their sources; `again` builds whatever the marks say.

    Raises InTheWay when npm is missing or too old, or when it fails.
    """
    lock = _checksum([PROJECT / "package-lock.json", PROJECT / "package.json"])
    sources = _checksum(_sources()) + lock
    if not again and _read(BUILT_FROM) == sources and BUILT.exists():
        return
    npm = _npm()
    if _read(INSTALLED) != lock:
        with Timed("Getting the design system with npm"):
            run_or_say(
                [npm, "ci", "--no-audit", "--no-fund"],
                "npm could not get the design system: see the lines above; check the network, then run this again.",
            )
            INSTALLED.write_text(lock, encoding="utf-8")
    with Timed("Building the style sheets and scripts"):
        run_or_say([npm, "run", "build"], "The style sheets could not be built: see the lines above.")
        BUILT.mkdir(parents=True, exist_ok=True)
        BUILT_FROM.write_text(sources, encoding="utf-8")


def _npm() -> str:
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        raise InTheWay(
            "Trellis builds its pages' style with npm 9 or newer and Node.js 18 or newer. Install them. " + HOW + "."
        )
    for command, least, name in ((npm, 9, "npm"), ("node", 18, "Node.js")):
        done = subprocess.run([command, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        version = done.stdout.decode("utf-8", "replace").strip()
        number = re.match(r"v?(\d+)\.", version)
        if not number or int(number.group(1)) < least:
            raise InTheWay(
                "{} {} is too old: Trellis needs {} or newer. {}.".format(name, version or "here", least, HOW)
            )
    return npm


def _sources() -> list[Path]:
    return sorted({path for pattern in SOURCES for path in DESIGN.glob(pattern) if path.is_file()})


def _checksum(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(PROJECT)).encode("utf-8") + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
