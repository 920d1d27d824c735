"""Where Trellis keeps its state on a machine of one's own, and the database that a command works on."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import psycopg

from trellis.config.launch import accounts
from trellis.config.launch.postgres import EmbeddedPostgres, running_server, url_at
from trellis.config.launch.say import PROJECT, InTheWay

DATABASE = "trellis"
LEAST_SERVER_VERSION = 150000


def state_folder() -> Path:
    """Return the folder of the database, documents, mail and logs, made if need be.

    Raises InTheWay when it cannot be written.
    """
    folder = Path(os.environ.get("TRELLIS_STATE_FOLDER") or PROJECT / ".trellis").expanduser().absolute()
    trial = folder / ".may-write"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
        _close_to_others(folder)
    except OSError as error:
        raise InTheWay(
            f"Trellis cannot write in {folder} ({error.strerror}): give yourself the right to, or name another folder "
            "with TRELLIS_STATE_FOLDER."
        ) from error
    return folder


def _close_to_others(folder: Path) -> None:
    """Let nobody else read the state; PostgreSQL's own account may pass through where root runs this."""
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for name in ("documents", "mail", "logs"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)


@contextmanager
def owned_database(*, patience: float = 20) -> Iterator[str]:
    """Give the address of a database that this process may use, and set DATABASE_URL to it.

    DATABASE_URL names a server; without it the embedded one is started, and stopped in the end. Raises InTheWay.
    """
    if given := os.environ.get("DATABASE_URL"):
        make_database(given)
        yield given
        return
    folder = state_folder()
    with _lock(folder, patience):
        server = EmbeddedPostgres(folder / "database")
        server.start()
        try:
            make_database(server.url(DATABASE))
            os.environ["DATABASE_URL"] = server.url(DATABASE)
            yield server.url(DATABASE)
        finally:
            server.stop()


@contextmanager
def any_database() -> Iterator[str]:
    """Give the address of the database: of a Trellis that is running from this folder, else one started for a while."""
    if not os.environ.get("DATABASE_URL"):
        for folder in _data_folders():
            if running := running_server(folder):
                os.environ["DATABASE_URL"] = url_at(running[1], DATABASE)
    with owned_database() as url:
        yield url


def _data_folders() -> list[Path]:
    folders = [state_folder() / "database"]
    if os.geteuid() == 0:
        folders.append(accounts.folder_elsewhere() / "database")
    return folders


@contextmanager
def _lock(folder: Path, patience: float) -> Iterator[None]:
    """Hold the state folder for this process."""
    deadline = time.monotonic() + patience
    with (folder / "running").open("a+", encoding="utf-8") as held:
        while not _locked(held):
            if time.monotonic() > deadline:
                held.seek(0)
                raise InTheWay(
                    f"Trellis is already running from {folder} (process {held.read().strip() or 'unknown'}): stop it "
                    "with Ctrl-C where it runs, or name another folder with TRELLIS_STATE_FOLDER."
                )
            time.sleep(0.2)
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


def _locked(held: IO[str]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make_database(url: str) -> None:
    """Make the database that an address names, unless it is there; check that its server fits.

    Raises InTheWay, without the password, when nothing answers, sign-in fails or the server is too old.
    """
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            _check_version(connection.info.server_version)
        return
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error) or "database" not in str(error):
            raise InTheWay(_no_answer(url, error)) from error
    name = urlsplit(url).path.lstrip("/")
    try:
        with psycopg.connect(_with_database(url, "postgres"), connect_timeout=10, autocommit=True) as connection:
            _check_version(connection.info.server_version)
            connection.execute(
                psycopg.sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                    psycopg.sql.Identifier(name)
                )
            )
    except psycopg.Error as error:
        raise InTheWay(
            f"The server has no database named {name!r} and lets none be made ({_first_line(error)}): make it, or "
            "correct DATABASE_URL."
        ) from error


def _check_version(version: int) -> None:
    if version < LEAST_SERVER_VERSION:
        raise InTheWay(f"The database server is PostgreSQL {version // 10000}: Trellis needs 15 or newer.")


def _no_answer(url: str, error: psycopg.Error) -> str:
    return f"No database answers at {_without_password(url)} ({_first_line(error)}): start it, or correct DATABASE_URL."


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or 'the local socket'}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
