"""Finds a Python new enough to run Trellis, also one that pyenv or uv knows."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys

from trellis.config.launch.say import InTheWay

NEEDED = (3, 12)
NAMES = ["python3.12", "python3.13", "python3.14", "python3", "python"]
PROBE = "import sys, venv, ensurepip, ssl; print('%d.%d' % sys.version_info[:2])"
VERSION_PROBE = "import sys; print('%d.%d' % sys.version_info[:2])"


def find() -> str:
    """Return the path of a Python 3.12 or newer that can make an environment.

    Each candidate is run, because a pyenv shim by the right name may stand for nothing. Raises InTheWay, in words that
    say what to install.
    """
    incomplete = ""
    for candidate in candidates():
        if _enough(_answer(candidate, PROBE)):
            return candidate
        if not incomplete and _enough(_answer(candidate, VERSION_PROBE)):
            incomplete = candidate
    if incomplete:
        raise InTheWay(
            f"The Python at {incomplete} cannot make an environment: its parts venv, ensurepip or ssl are missing. "
            "On Debian or Ubuntu run: apt install python3-venv (or python3.12-venv); "
            "with pyenv, install libssl-dev and build it again."
        )
    raise InTheWay(
        "Trellis needs Python 3.12 or newer, and this machine has none that works. Install one of these and run the "
        "command again. Debian 13 or Ubuntu 24.04: apt install python3 python3-venv. macOS: brew install python@3.13. "
        "pyenv: pyenv install 3.13. uv: uv python install 3.13."
    )


def candidates() -> list[str]:
    """Return every place where a Python may be, likeliest first, each once."""
    found = [sys.executable] if sys.version_info[:2] >= NEEDED else []
    found += _in_pyenv()
    found += [path for path in map(shutil.which, NAMES) if path]
    found += _in_uv()
    found += ["/opt/homebrew/bin/python3", "/usr/local/bin/python3", "/usr/bin/python3"]
    return list(dict.fromkeys(found))


def _in_pyenv() -> list[str]:
    roots = [os.environ.get("PYENV_ROOT", ""), os.path.expanduser("~/.pyenv")]
    paths = []
    for root in dict.fromkeys(root for root in roots if root):
        for folder in glob.glob(os.path.join(glob.escape(root), "versions", "3.*")):
            numbers = os.path.basename(folder).split(".")
            if len(numbers) > 1 and numbers[1].isdigit() and int(numbers[1]) >= NEEDED[1]:
                paths.append(os.path.join(folder, "bin", "python3"))
    return sorted(path for path in paths if os.access(path, os.X_OK))


def _in_uv() -> list[str]:
    uv = shutil.which("uv")
    if not uv:
        return []
    path = _run([uv, "python", "find", ">=3.12", "--no-python-downloads", "--no-project"])
    return [path] if path else []


def _answer(python: str, probe: str) -> str:
    return _run([python, "-c", probe])


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def _enough(version: str) -> bool:
    parts = version.split(".")
    return len(parts) == 2 and all(part.isdigit() for part in parts) and tuple(map(int, parts)) >= NEEDED
