"""Processes that must not outlive the one that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

_TELL_ME_WHEN_MY_PARENT_DIES = 1


def start_child(
    command: Sequence[str],
    *,
    log: Path,
    folder: Path | str,
    environment: Mapping[str, str] | None = None,
    dies_by: int = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, its words going to a log.

    Ctrl-C does not reach it, so that its parent stops it in order; where the system can (Linux), it gets the signal
    `dies_by` should its parent be killed.
    """
    with log.open("ab") as words:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            cwd=folder,
            env=environment,
            start_new_session=True,
            preexec_fn=_parting_signal(dies_by),
            **options,
        )


def _parting_signal(number: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    control = ctypes.CDLL(None).prctl
    return lambda: control(_TELL_ME_WHEN_MY_PARENT_DIES, number)


def stop_child(child: subprocess.Popen[bytes], *, patience: float) -> None:
    """Ask a process to end, and end its whole group if it does not within `patience` seconds."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            _end_group(child)
            child.wait()
    _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
