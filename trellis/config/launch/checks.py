"""All checks and tests, in stages that are named and timed: `make test`, and its fast half `make check`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from trellis.config.launch.chromium import find_or_install
from trellis.config.launch.postgres import EmbeddedPostgres
from trellis.config.launch.say import PROJECT, InTheWay, say, stop_with
from trellis.config.launch.state import make_database

BIN = Path(sys.executable).parent
DEPLOYED = {
    "DJANGO_SETTINGS_MODULE": "trellis.config.settings.production",
    "TRELLIS_SECRET_KEY": "a-key-for-the-check-of-settings-alone-0123456789-ABCDEFGHIJ",
    "TRELLIS_HOSTS": "trellis.example.org",
}
NO_TESTS_COLLECTED = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: its name, its command and what is added to the environment."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def _trellis(*arguments: str) -> list[str]:
    """Our own command line, which asks the database as the owner of the tables."""
    return [sys.executable, "-m", "trellis.config.cli", *arguments]


FAST = [
    Stage("Style", _tool("ruff", "check", ".")),
    Stage("Layout of the code", _tool("ruff", "format", "--check", "--quiet", ".")),
    Stage("Pages", _tool("djlint", "trellis", "--extension", "jinja", "--lint", "--quiet")),
    Stage("Import contracts", _tool("lint-imports", "--no-cache")),
    Stage("Types", _tool("mypy", "trellis", "tests", "bench")),
    Stage("Programme files", _trellis("programmes", "check")),
]
NEEDING_A_DATABASE = [
    Stage("Migrations", _trellis("manage", "makemigrations", "--check", "--dry-run", "-v", "1")),
    Stage(
        "Settings of a real service",
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        DEPLOYED,
    ),
]
RULES = Stage(
    "Rules",
    _tool(
        "pytest",
        "-q",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        "trellis/kernel",
        *sorted(str(path.relative_to(PROJECT)) for path in PROJECT.glob("trellis/features/*/tests/test_*rules*.py")),
    ),
)
TESTS = Stage("Tests", _tool("pytest", "-n", "2", "--ignore=tests/journeys", "-p", "no:cacheprovider"))
JOURNEYS = Stage("Journeys in the browser", _tool("pytest", "tests/journeys", "-p", "no:cacheprovider"))


def main(arguments: list[str]) -> int:
    """Run the stages of `test` or `check`; return 0 when all pass, 1 otherwise. All run, whatever fails."""
    began = time.monotonic()
    try:
        failed = _check() if arguments == ["check"] else _test()
    except InTheWay as problem:
        return stop_with(problem)
    except KeyboardInterrupt:
        return 130
    if failed:
        say(f"\nNot right: {', '.join(failed)}. {_minutes(time.monotonic() - began)} in all.")
        return 1
    return 0


def _check() -> list[str]:
    return run_stages([*FAST, RULES], dict(os.environ))


def _test() -> list[str]:
    environment = dict(os.environ)
    journeys = [JOURNEYS] if any(PROJECT.glob("tests/journeys/test_*.py")) else []
    if journeys or any(PROJECT.glob("trellis/**/test_in_the_browser.py")):
        environment["TRELLIS_CHROMIUM"] = find_or_install()
    failed = run_stages(FAST, environment)
    with test_database() as url:
        environment["DATABASE_URL"] = url
        failed += run_stages([*NEEDING_A_DATABASE, TESTS, *journeys], environment)
    return failed


def run_stages(stages: list[Stage], environment: dict[str, str]) -> list[str]:
    """Run stages one after another; return the names of those that failed."""
    failed = []
    for stage in stages:
        command = [part for part in stage.command if part not in {"tests", "bench"} or (PROJECT / part).exists()]
        say(f"\n== {stage.name}: {' '.join([Path(command[0]).name, *command[1:]])[:100]}")
        began = time.monotonic()
        done = subprocess.run(command, cwd=PROJECT, env=environment | stage.environment, stdin=subprocess.DEVNULL)
        if done.returncode:
            failed.append(stage.name)
        if not (stage.command[0].endswith("pytest") and done.returncode == 0):
            say(f"== {stage.name}: {'not right' if done.returncode else 'right'}, {_minutes(time.monotonic() - began)}")
    return failed


def _minutes(seconds: float) -> str:
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s" if seconds >= 60 else f"{seconds:.1f} s"


@contextmanager
def test_database() -> Iterator[str]:
    """Give the address of a server for tests: DATABASE_URL, else an embedded one that is thrown away."""
    if given := os.environ.get("DATABASE_URL"):
        make_database(given)
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="trellis-test-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder / "database", throwaway=True)
    try:
        server.start()
        make_database(server.url("trellis"))
        yield server.url("trellis")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
