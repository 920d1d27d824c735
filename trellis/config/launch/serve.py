"""Serves Trellis: database, web server and background worker, all of which stop together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from trellis.config.launch.children import start_child, stop_child
from trellis.config.launch.postgres import last_words
from trellis.config.launch.roles import as_application
from trellis.config.launch.say import PROJECT, InTheWay, say, stop_with
from trellis.config.launch.state import owned_database, state_folder

WORDS_FOR = {"web": "The web server", "worker": "The background worker"}


class Stopped(BaseException):
    """The person at the keyboard, or the system, asked for an end."""


def serve(*, host: str, port: int, workers: int) -> int:
    """Serve until Ctrl-C or a request to end; return the exit code.

    A process that dies brings the others down, its last words shown.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings.local")
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
    if not os.environ["DJANGO_SETTINGS_MODULE"].endswith(".production"):
        os.environ.setdefault("TRELLIS_ADDRESS", address)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        _check_port(host, port)
        with ExitStack() as stack:
            logs = state_folder() / "logs"
            logs.mkdir(exist_ok=True)
            say("Starting the database…")
            stack.enter_context(owned_database(patience=3))
            _prepare()
            running = {
                "worker": stack.enter_context(_child("worker", _worker(), logs)),
                "web": stack.enter_context(_child("web", _web(host, port, workers), logs)),
            }
            _wait_for_page(host, port, running, logs)
            say(f"\nTrellis is at {address}  (Ctrl-C stops it)")
            _watch(running, logs)
    except InTheWay as problem:
        return stop_with(problem)
    except Stopped:
        say("Stopped.")
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    say("\nStopping…")
    raise Stopped


def _check_port(host: str, port: int) -> None:
    """Raise InTheWay when nothing can be served at the port."""
    if not 0 < port < 65536:
        raise InTheWay(f"There is no port {port}: choose one from 1024 to 65535, as in make run PORT=8080.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError as error:
            raise InTheWay(
                f"Port {port} is reserved for the system: choose another, as in make run PORT=8080."
            ) from error
        except OSError as error:
            raise InTheWay(
                f"Port {port} is in use by another program: stop that one, or choose another port, as in "
                f"make run PORT={port + 80}."
            ) from error


def _prepare() -> None:
    """Make the database ready in a process of its own, which gives its memory back."""
    child = subprocess.Popen([sys.executable, "-m", "trellis.config.launch.prepare"], cwd=PROJECT)
    try:
        code = child.wait()
    except Stopped:
        stop_child(child, patience=10)
        raise
    if code:
        raise SystemExit(code)


def _web(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "trellis.config.wsgi:application", "--no-control-socket"),
        *("--bind", f"{host}:{port}", "--workers", str(workers), "--worker-class", "gthread", "--threads", "4"),
        *("--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning", "--preload"),
    ]


def _worker() -> list[str]:
    return [
        *(sys.executable, "manage.py", "procrastinate", "worker"),
        *("--concurrency", "3", "--shutdown-graceful-timeout", "5"),
    ]


@contextmanager
def _child(name: str, command: list[str], logs: Path) -> Iterator[subprocess.Popen[bytes]]:
    log = logs / f"{name}.log"
    log.write_bytes(b"")
    child = start_child(command, log=log, folder=PROJECT, environment=as_application())
    try:
        yield child
    finally:
        stop_child(child, patience=8)


def _wait_for_page(host: str, port: int, running: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        _check_alive(running, logs)
        try:
            answer = _answer("127.0.0.1" if host == "0.0.0.0" else host, port)
        except OSError:
            time.sleep(0.1)
            continue
        if answer < 500:
            return
        words = last_words(logs / "web.log", 20)
        raise InTheWay(f"{words}\nThe sign-in page answers with the error {answer}: see the lines above.")
    raise InTheWay(f"{last_words(logs / 'web.log', 20)}\nThe web server did not answer in a minute: see {logs}.")


def _answer(host: str, port: int) -> int:
    """Return the status with which the sign-in page answers; raises OSError while nobody does."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status
    except http.client.HTTPException as broken:
        raise OSError("no answer yet") from broken
    finally:
        connection.close()


def _watch(running: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    while True:
        _check_alive(running, logs)
        time.sleep(0.5)


def _check_alive(running: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    for name, child in running.items():
        if child.poll() is not None:
            words = last_words(logs / f"{name}.log", 20) or "    (it said nothing)"
            raise InTheWay(
                f"{words}\n{WORDS_FOR[name]} ended by itself (code {child.returncode}), so the "
                f"rest was stopped: above are its last words; all are in {logs / name}.log."
            )
