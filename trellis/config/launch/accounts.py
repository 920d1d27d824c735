"""PostgreSQL refuses to run as root; started by root, it runs under an account of its own, in folders it can reach."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from trellis.config.launch.say import PROJECT, InTheWay, say

ACCOUNT = "trellis-database"
SYSTEM_STATE = Path("/var/lib/trellis")


def account_for(folder: Path) -> pwd.struct_passwd | None:
    """Return the account that PostgreSQL must run under, or None for the one that runs this.

    Only root changes account: to the owner of a data folder that is there already, else to an account made for it.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        try:
            return pwd.getpwuid(folder.stat().st_uid)
        except KeyError as unknown:
            raise InTheWay(
                f"The folder {folder} belongs to an account that this machine does not know: give it to {ACCOUNT}, "
                "or name another folder with TRELLIS_STATE_FOLDER."
            ) from unknown
    return _own_account()


def _own_account() -> pwd.struct_passwd:
    for command in (
        ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/sh", ACCOUNT],
        ["adduser", "-S", "-D", "-H", ACCOUNT],
    ):
        try:
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            if shutil.which(command[0]):
                subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError as missing:
        raise InTheWay(
            "PostgreSQL does not run as root, and no account could be made for it: run this as an ordinary user, "
            f"make an account named {ACCOUNT}, or set DATABASE_URL."
        ) from missing


def can_reach(path: Path, account: pwd.struct_passwd) -> bool:
    """Say whether an account may pass through every folder above a path."""
    return all(_may(folder, account, stat.S_IXUSR) for folder in path.resolve().parents)


def can_run(program: Path, account: pwd.struct_passwd) -> bool:
    """Say whether an account may run a program where it lies."""
    return can_reach(program, account) and _may(program, account, stat.S_IXUSR | stat.S_IRUSR)


def _may(path: Path, account: pwd.struct_passwd, wanted: int) -> bool:
    about = path.stat()
    if about.st_uid == account.pw_uid:
        return about.st_mode & wanted == wanted
    shift = 3 if about.st_gid == account.pw_gid else 6
    return (about.st_mode << shift) & wanted == wanted


def folder_elsewhere() -> Path:
    """Return a folder of this project's that any account can reach, for a project that lies where none may pass."""
    mark = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:10]
    folder = SYSTEM_STATE / f"{PROJECT.name}-{mark}"
    folder.mkdir(parents=True, exist_ok=True)
    for path in (SYSTEM_STATE, folder):
        path.chmod(0o755)
    return folder


def copied(programs: Path, version: str) -> Path:
    """Copy PostgreSQL's programs, with the libraries beside their package, to where every account can run them.

    Returns the folder of the copy that stands for `programs`.
    """
    package = programs.parent
    target = folder_elsewhere() / f"postgresql-{version}"
    if not (target / "complete").exists():
        say(f"Copying PostgreSQL to {target}, because its own account may not pass through {PROJECT}…")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(programs, target / package.name / programs.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name, symlinks=True)
        for path in [target, *target.rglob("*")]:
            if not path.is_symlink():
                runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                path.chmod(0o755 if runs else 0o644)
        (target / "complete").touch()
    return target / package.name / programs.name
