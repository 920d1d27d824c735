"""Makes `.venv` from the hashed requirements, and again only when they have changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

from trellis.config.launch import interpreters
from trellis.config.launch.say import PROJECT, InTheWay, Timed, run_or_say

VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
MARKER = VENV / ".trellis-installed.json"
FILES = {"run": "requirements.txt", "test": "requirements-dev.txt"}
COMMAND = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from trellis.config.cli import main

sys.exit(main())
"""


def ready(purpose: str) -> Path:
    """Make sure that the environment has what `run` or `test` needs; return its Python.

    Raises InTheWay when the folder cannot be written, no Python fits, or an install fails.
    """
    if not _works():
        _make()
    installed = _installed()
    wanted = _checksum(FILES[purpose])
    if installed.get(purpose) != wanted:
        _install(FILES[purpose])
        installed[purpose] = wanted
        if purpose == "test":
            installed["run"] = _checksum(FILES["run"])
        MARKER.write_text(json.dumps(installed), encoding="utf-8")
    _put_command_in_place()
    return PYTHON


def ready_apart(name: str, requirements: str) -> Path:
    """Make sure of an environment of its own, in a folder of this name, with what the file asks for; return its Python.

    For what only one command needs, so that the others stay lean. Raises InTheWay like `ready`.
    """
    folder = PROJECT / name
    python, marker = folder / "bin" / "python", folder / ".trellis-installed"
    wanted = _checksum(requirements)
    if not _works(python):
        _make(folder)
    if not marker.exists() or marker.read_text(encoding="utf-8") != wanted:
        _install(requirements, folder)
        marker.write_text(wanted, encoding="utf-8")
    return python


def _works(python: Path = PYTHON) -> bool:
    if not python.exists():
        return False
    try:
        done = subprocess.run(
            [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 12))"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False
    return done.returncode == 0


def _make(folder: Path = VENV) -> None:
    python = interpreters.find()
    if not os.access(str(PROJECT), os.W_OK):
        raise InTheWay(f"Trellis cannot write in its own folder, {PROJECT}: give yourself the right to.")
    with Timed(f"Making the environment with {python}"):
        run_or_say(
            [python, "-m", "venv", "--clear", folder],
            f"The environment could not be made in {folder}: see the lines above.",
        )


def _install(requirements: str, folder: Path = VENV) -> None:
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    environment.pop("PIP_REQUIRE_VIRTUALENV", None)
    with Timed("Installing the Python packages (about a minute the first time)"):
        python = folder / "bin" / "python"
        if _without_pip(folder):
            run_or_say([python, "-m", "ensurepip"], f"pip could not be put into {folder.name}: see the lines above.")
        run_or_say(
            [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", requirements],
            f"The Python packages of {requirements} could not be installed: see the lines above; check the network, "
            "then run this again.",
            environment,
        )


def _without_pip(folder: Path) -> bool:
    return not any(folder.glob("lib/python3*/site-packages/pip"))


def _installed() -> dict[str, str]:
    try:
        return dict(json.loads(MARKER.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _checksum(name: str) -> str:
    return hashlib.sha256((PROJECT / name).read_bytes()).hexdigest()


def _put_command_in_place() -> None:
    """Write the command `trellis` and the line that lets Python find the product, unless they are there."""
    script = VENV / "bin" / "trellis"
    words = COMMAND.format(python=PYTHON)
    if not script.exists() or script.read_text(encoding="utf-8") != words:
        script.write_text(words, encoding="utf-8")
        script.chmod(0o755)
    for packages in VENV.glob("lib/python3*/site-packages"):
        line = packages / "trellis.pth"
        if not line.exists() or line.read_text(encoding="utf-8") != str(PROJECT) + "\n":
            line.write_text(str(PROJECT) + "\n", encoding="utf-8")
