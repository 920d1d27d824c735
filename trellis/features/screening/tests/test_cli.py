"""The command `trellis screen`, as typed."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from trellis.features.programmes import cli as programmes_cli
from trellis.features.screening import cli as screening_cli
from trellis.features.screening.tests.families import PACT, changed


def written(folder: Path, document: Any) -> str:
    path = folder / "facts.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        parser = argparse.ArgumentParser(prog="trellis")
        commands = parser.add_subparsers()
        programmes_cli.add_commands(commands)
        screening_cli.add_commands(commands)
        chosen = parser.parse_args(arguments)
        code = chosen.run(chosen)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_family_that_suits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "screen", "pact", written(tmp_path, PACT), "--on", "2026-03-03", "--else")
    assert (code, err) == (0, "")
    assert "✓ PACT (Parents And Children Together) suits this family." in out
    assert "Ages on Tue 3 March 2026 (the day asked for)." in out
    assert "What else would suit" in out


def test_something_to_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, changed(PACT, "family.abuse_is_pattern", None))
    code, out, _ = run(capsys, "screen", "pact", file, "--on", "2026-03-03")
    assert code == 1
    assert "the parent or carer (about The family): Has it happened again and again" in out


def test_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, changed(PACT, "people.0.gender", "male"))
    code, out, _ = run(capsys, "screen", "pact", file, "--on", "2026-03-03", "--json", "--else")
    read = json.loads(out)
    assert (code, read["outcome"], read["on_day"]) == (1, "not_met", "2026-03-03")
    [finding] = [each for each in read["findings"] if each["reason"]["key"] == "female_carer"]
    assert finding["reason"]["outcome"] == "not_met"
    assert {other["programme"] for other in read["what_else"]} >= {"m-pact", "dvact-needs"}


def test_from_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    piped = io.TextIOWrapper(io.BytesIO(json.dumps(PACT).encode()))
    monkeypatch.setattr("sys.stdin", piped)
    assert run(capsys, "screen", "pact", "-", "--on", "2026-03-03")[0] == 0


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("{", "line 1: found expecting property name"),
        ('{"facts_version": 1, "facts_version": 1}', "facts_version: found the same key twice"),
        ('{"facts_version": NaN}', "the file: found NaN is not a value"),
        ("[]", "the file: found []; right would be an object in curly brackets"),
        ("[" * 100_000, "right would be JSON of plain values"),
        ({"facts_version": 1, "people": []}, "people: found []; right would be a list of 1 to 100 people"),
        ({"facts_version": 2, "people": [{"name": "A"}]}, "facts_version: found 2; right would be 1"),
        (changed(PACT, "people.1.strand", "youngpeople"), '"young_people" (did you mean that?)'),
        (changed(PACT, "people.1.birth_date", "2035-01-01"), "people[1].birth_date: found Mon 1 January 2035 for Kyle"),
        (changed(PACT, "people.1.birth_date", "1984-01-31"), "a day after Dawn, the parent or carer, was born"),
        (changed(PACT, "people.1.birth_date", "31/3/2011"), 'a date written "2026-03-31"'),
        (changed(PACT, "people.1.age", 14), '"birth_date": age is worked out from it'),
        (changed(PACT, "people.0.gendre", "f"), '"gender" (did you mean that?)'),
        (changed(PACT, "people.0.name", "A\x00"), "people[0].name"),
        (changed(PACT, "family.abuse_began_on", "2001-01-01"), "a day after the child was born"),
    ],
)
def test_wrong_facts(tmp_path: Path, capsys: pytest.CaptureFixture[str], document: Any, told: str) -> None:
    code, out, err = run(capsys, "screen", "pact", written(tmp_path, document))
    assert (code, out) == (2, "")
    assert told in err


def test_all_wrong_facts_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = changed(changed(PACT, "people.0.gender", "woman"), "family.abuse_is_pattern", "yes")
    _, _, err = run(capsys, "screen", "pact", written(tmp_path, document))
    assert len(err.strip().splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("screen", "pcat", "facts.json"),
        ("screen", "pact", "no-such-file.json"),
        ("screen", "pact", "facts.json", "--on", "3/3/2026"),
        ("screen", "pact"),
        ("facts", "pcat"),
        ("programmes", "show", "pcat"),
    ],
)
def test_what_is_not_there(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert err


def test_the_facts_of_a_programme(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "facts", "pact", "--json")
    told = {fact["key"]: fact for fact in json.loads(out)}
    assert code == 0
    assert {"birth_date", "gender", "abuse_began_on", "child_of_concern"} <= told.keys()
    assert "age" not in told
    assert told["birth_date"]["used_for"] == ["The young person is 14 to 17"]
    assert run(capsys, "facts", "pact")[0] == 0
    assert run(capsys, "programmes", "list")[0] == 0
    assert run(capsys, "programmes", "show", "pact")[0] == 0
