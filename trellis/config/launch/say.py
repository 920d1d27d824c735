"""How the launch scripts speak: progress in short lines, and one clear sentence when something is in the way."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[3]


class InTheWay(Exception):
    """Something that the person at the keyboard can put right; its text is one clear sentence."""


def say(words: str) -> None:
    """Print one line of progress at once."""
    print(words, flush=True)


def stop_with(problem: BaseException) -> int:
    """Print what is in the way, and return the exit code 1."""
    print(str(problem), file=sys.stderr, flush=True)
    return 1


def run_or_say(command: list[Any], sentence: str, environment: dict[str, str] | None = None) -> None:
    """Run a command in the project folder, silent unless it fails.

    Raises InTheWay with the sentence and the command's last words when it fails.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=str(PROJECT),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise InTheWay(f"{sentence} ({error})") from error
    if done.returncode:
        words = done.stdout.decode("utf-8", "replace").strip().splitlines()[-25:]
        raise InTheWay("\n".join(["    " + line for line in words] + [sentence]))


class Timed:
    """Prints a line, then how long it took: `with Timed("Making the environment"):`."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __enter__(self) -> Timed:
        say(self.words + "…")
        self.began = time.monotonic()
        return self

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        if problem is None:
            say(f"  done in {time.monotonic() - self.began:.0f} s")
