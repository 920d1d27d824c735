"""The command `trellis`: help worth reading, and "did you mean"."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from tests.guards.sources import PROJECT
from trellis.config import cli

COMMANDS = [
    [],
    ["run"],
    ["check"],
    ["programmes"],
    ["programmes", "check"],
    ["programmes", "list"],
    ["programmes", "show"],
    ["programmes", "load"],
    ["screen"],
    ["facts"],
    ["plan"],
    ["people", "list"],
    ["people", "add"],
    ["demo", "load"],
    ["bench"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*command, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["progammes"], "programmes"), (["people", "ad"], "add"), (["demo", "laod"], "load"), (["scren"], "screen")],
)
def test_a_slip_is_answered_with_what_was_meant(
    typed: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(typed)
    assert ended.value.code == 2
    assert f"did you mean {meant}?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "code"), [(["programmes", "check"], 0), (["plan", "nothing.json"], 2)], ids=["programmes", "plan"]
)
def test_commands_about_files_need_no_database(command: list[str], code: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["TRELLIS_STATE_FOLDER"] = "/proc/nowhere"
    done = subprocess.run(
        [sys.executable, "-m", "trellis.config.cli", *command],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr


@pytest.mark.django_db
class TestPeople:
    """`trellis people`, on the test's own database."""

    @pytest.fixture(autouse=True)
    def a_database_that_is_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The command finds the database of the test."""
        monkeypatch.setattr(cli, "_run", lambda chosen: int(chosen.run(chosen) or 0))

    def add(self, monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = "lattice and clematis") -> int:
        """Run `people add` with a password from a pipe."""
        monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
        return cli.main(["people", "add", *arguments])

    def test_the_first_administrator_brings_the_organisation(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = self.add(
            monkeypatch, "Sam@example.org", "--name=Sam Hill", "--role=administrator", "--organisation=Hill Service"
        )
        assert code == 0
        cli.main(["people", "list"])
        assert "Sam Hill, sam@example.org" in capsys.readouterr().out

    def test_others_need_an_organisation_that_is_there(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = self.add(monkeypatch, "s@example.org", "--name=Sam", "--role=coordinator", "--organisation=Nowhere")
        assert code == 1
        assert "There is no organisation named 'Nowhere'" in capsys.readouterr().err

    def test_a_weak_password_adds_nobody(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arguments = ("s@example.org", "--name=Sam", "--role=administrator", "--organisation=Hill Service")
        assert self.add(monkeypatch, *arguments, password="short") == 1
        assert "too short" in capsys.readouterr().err
        cli.main(["people", "list"])
        assert "Nobody yet" in capsys.readouterr().out
