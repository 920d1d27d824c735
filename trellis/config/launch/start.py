"""The first step of every `make` command: any Python from 3.8 on runs it; it hands over to the environment's own."""

from __future__ import annotations

import os
import re
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path[0] = PROJECT

from trellis.config.launch import assets, environment  # noqa: E402
from trellis.config.launch.say import InTheWay, stop_with  # noqa: E402

MODULES = {
    "test": "trellis.config.launch.checks",
    "check": "trellis.config.launch.checks",
    "bench": "trellis.config.cli",
    "bench-febrl": "bench.febrl",
    "bench-planner": "bench.planner.run",
    "guide": "trellis.config.launch.guide",
    "requirements": "trellis.config.launch.requirements",
    "run": "trellis.config.cli",
}


def main(arguments: list[str]) -> int:
    """Make ready what a command needs, then become it; return an exit code when there is nothing to become."""
    command = arguments[0] if arguments else "help"
    if command == "help":
        return _help()
    if command != "assets" and command not in MODULES:
        return stop_with(InTheWay(f"There is no command {command!r}: run make to see what there is."))
    try:
        if command == "assets":
            assets.ready(again=True)
            return 0
        if command == "bench-febrl":
            python = environment.ready_apart(".venv-bench", "requirements-bench.txt")
        else:
            python = environment.ready("run" if command in ("run", "bench", "bench-planner") else "test")
        if command in ("run", "test", "bench", "guide"):
            assets.ready()
    except InTheWay as problem:
        return stop_with(problem)
    except PermissionError as problem:
        return stop_with(InTheWay(f"Trellis cannot write {problem.filename}: give yourself the right to."))
    except KeyboardInterrupt:
        return 130
    os.chdir(PROJECT)
    sys.stdout.flush()
    os.execv(str(python), [str(python), "-m", MODULES[command], *arguments])
    return 1


def _help() -> int:
    print("Trellis: whole-family programmes, from referral to evidenced outcome.\n")
    with open(os.path.join(PROJECT, "Makefile"), encoding="utf-8") as makefile:
        for name, words in re.findall(r"^([a-z-]+):.*?## (.+)$", makefile.read(), re.MULTILINE):
            print(f"  make {name:<14}{words}")
    print("\nOnce it has run, .venv/bin/trellis --help shows the product's own commands.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
