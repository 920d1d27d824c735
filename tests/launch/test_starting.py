"""What stands in the way of a start is said in one sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.sources import PROJECT
from trellis.config.launch import chromium, environment, interpreters, serve, state
from trellis.config.launch.postgres import EmbeddedPostgres
from trellis.config.launch.say import InTheWay

OLD_SYNTAX = ["say.py", "interpreters.py", "environment.py", "assets.py", "start.py"]


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InTheWay, match=f"Port {port} is in use"):
            serve._check_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(InTheWay, match="There is no port"):
        serve._check_port("127.0.0.1", port)


def test_a_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRELLIS_STATE_FOLDER", "/proc/trellis")
    with pytest.raises(InTheWay, match="cannot write in /proc/trellis"):
        state.state_folder()


def test_a_database_of_another_version_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("9\n")
    with pytest.raises(InTheWay, match="was made by PostgreSQL 9"):
        EmbeddedPostgres(folder).start()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    folder.mkdir()
    (folder / "letters.txt").write_text("mine")
    with pytest.raises(InTheWay, match="holds something that is not a database"):
        EmbeddedPostgres(folder).start()


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(InTheWay, match=r"No database answers at 127\.0\.0\.1:1/trellis") as said:
        state.make_database("postgres://me:secret@127.0.0.1:1/trellis")
    assert "secret" not in str(said.value)


def test_a_shim_that_stands_for_nothing_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\necho 'pyenv: python3.12: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setattr(interpreters, "candidates", lambda: [str(shim), sys.executable])
    assert interpreters.find() == sys.executable


def test_without_any_python_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreters, "candidates", list)
    with pytest.raises(InTheWay) as said:
        interpreters.find()
    assert all(word in str(said.value) for word in ("Python 3.12", "apt install", "brew install", "pyenv", "uv"))


def test_a_pyenv_folder_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("3.9.18", "3.12.1", "3.13.0"):
        program = tmp_path / "versions" / version / "bin" / "python3"
        program.parent.mkdir(parents=True)
        program.write_text("")
        program.chmod(0o755)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    found = [path for path in interpreters._in_pyenv() if path.startswith(str(tmp_path))]
    assert [Path(path).parts[-3] for path in found] == ["3.12.1", "3.13.0"]


def test_without_chromium_the_sentence_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "find", str)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(InTheWay, match="apt install chromium"):
        chromium.find_or_install()


@pytest.mark.parametrize("name", OLD_SYNTAX)
def test_the_first_step_can_be_read_by_an_old_python(name: str) -> None:
    import ast

    source = (PROJECT / "trellis" / "config" / "launch" / name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))


def test_the_checksum_follows_the_file() -> None:
    assert environment._checksum("requirements.txt") != environment._checksum("requirements-dev.txt")


def test_make_alone_shows_what_there_is() -> None:
    done = subprocess.run(
        [sys.executable, "trellis/config/launch/start.py", "help"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for word in ("run", "test", "check", "bench", "bench-planner", "assets", "requirements", "guide"):
        assert f"make {word}" in done.stdout
