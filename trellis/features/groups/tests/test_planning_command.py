"""The command `trellis plan`, as typed."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path

import pytest

from bench.planner.invent import invent, invent_small
from bench.planner.validate import faults
from trellis.features.groups import cli


def written(folder: Path, document: object, name: str = "problem.json") -> str:
    """Return the path of a file with this document; gzipped when it is named so."""
    raw = json.dumps(document).encode()
    (folder / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return str(folder / name)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return exit code, output and error stream."""
    parser = argparse.ArgumentParser(prog="trellis")
    cli.add_commands(parser.add_subparsers())
    try:
        chosen = parser.parse_args(["plan", *arguments])
        code = int(chosen.run(chosen))
    except SystemExit as ended:
        code = int(ended.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def impossible() -> dict:
    """Return a problem that promises one family two places."""
    problem = invent(20, 6)
    problem["fixed"] = [{"family": "F0001", "offer": offer["id"]} for offer in problem["offers"][:2]]
    return problem


def test_a_gzipped_problem_is_planned_and_the_plan_can_be_started_from(tmp_path, capsys) -> None:
    problem, out = invent(20, 2), str(tmp_path / "plan.json.gz")
    path = written(tmp_path, problem, "problem.json.gz")
    code, printed, told = run(capsys, path, "--seconds", "30", "--workers", "1", "--out", out)
    plan = json.loads(gzip.decompress(Path(out).read_bytes()))
    assert (code, printed) == (0, "")
    assert faults(problem, plan) == []
    assert "proved the best" in told
    code, printed, _ = run(capsys, path, "--gap", "0.9", "--start", out)
    again = json.loads(printed)
    assert code == 0
    assert again["value"] == plan["value"]
    assert faults(problem, again) == []


def test_progress_comes_as_lines_of_json(tmp_path, capsys) -> None:
    problem = invent_small(0)
    code, printed, told = run(capsys, written(tmp_path, problem), "--json")
    lines = [json.loads(line) for line in told.splitlines()]
    assert code == 0
    assert faults(problem, json.loads(printed)) == []
    assert all(line["bound"] >= line["value"] for line in lines)
    assert lines[-1] == {"value": json.loads(printed)["value"], "bound": json.loads(printed)["value"], "gap": 0.0,
                         "seconds": lines[-1]["seconds"]}  # fmt: skip


def test_a_terminal_shows_one_line_that_grows_and_a_pipe_none(tmp_path, capsys, monkeypatch) -> None:
    path = written(tmp_path, invent_small(0))
    assert "\r" not in run(capsys, path)[2]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "\rbest " in run(capsys, path)[2]


def test_promises_that_clash_end_with_1_and_are_named(tmp_path, capsys) -> None:
    code, printed, told = run(capsys, written(tmp_path, impossible()))
    plan = json.loads(printed)
    assert code == 1
    assert (plan["status"], plan["value"], plan["bound"], plan["cohorts"]) == ("infeasible", None, None, [])
    assert "Family F0001 was promised O0000" in told


def spoilt(**fields: object) -> dict:
    """Return a problem with some fields replaced."""
    return {**invent(20, 1), **fields}


def busy(**span: str) -> dict:
    """Return a problem whose first practitioner is busy."""
    problem = invent(20, 1)
    problem["practitioners"][0]["busy"] = [{"slot": "mon-late", "from": "2027-01-04", "to": "2027-03-04", **span}]
    return problem


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (spoilt(format="another/1"), "format: found 'another/1', should be trellis-planning-problem/1"),
        (spoilt(families=[{"id": "F1"}]), "families[0]"),
        (spoilt(forbidden=[{"family": "F9999", "offer": "O0000"}]), "forbidden[0].family: found 'F9999'"),
        (spoilt(forbidden=[{"family": "F0000"}]), "forbidden[0].offer: is missing"),
        (spoilt(taken=[{"venue": "V01", "slot": "mon-late", "from": "2027-02-01", "to": "2027-01-01", "rooms": 1}]),
         "taken[0].to: found '2027-01-01', should be 2027-02-01 or a later day"),
        (spoilt(taken=[{"venue": "V01", "slot": "mon-late", "from": "2027-01-01", "to": "2027-02-01", "rooms": 0}]),
         "taken[0].rooms: found 0, should be a whole number of at least 1"),
        (busy(slot="never"), "practitioners[0].busy[0].slot: found 'never'"),
        (busy(to="soon"), "practitioners[0].busy[0].to: found 'soon', should be a date"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_named_with_its_row(problem: dict, words: str, tmp_path, capsys) -> None:
    path = written(tmp_path, problem)
    code, printed, told = run(capsys, path)
    assert (code, printed) == (2, "")
    assert told.startswith(f"{path}: ")
    assert words in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--seconds", "0"), "'0' should be a number of seconds above 0"),
        (("--gap", "2"), "'2' should be a share from 0 to below 1"),
        (("--workers", "1.5"), "'1.5' should be a whole number of at least 1"),
        (("--out", "nowhere/plan.json"), "there is no folder nowhere"),
    ],
)
def test_an_option_that_is_wrong_is_refused(options: tuple, words: str, tmp_path, capsys) -> None:
    code, _, told = run(capsys, written(tmp_path, invent_small(0)), *options)
    assert code == 2
    assert words in told


def test_a_plan_that_breaks_rules_is_no_plan_to_start_with(tmp_path, capsys) -> None:
    problem, out = invent_small(0), str(tmp_path / "plan.json")
    assert run(capsys, written(tmp_path, problem), "--out", out)[0] == 0
    cohort = json.loads(Path(out).read_text())["cohorts"][0]
    stricter = {**problem, "forbidden": [{"family": cohort["families"][0], "offer": cohort["offer"]}]}
    code, _, told = run(capsys, written(tmp_path, stricter), "--start", out)
    assert code == 2
    assert "is not a valid plan of this problem" in told
    assert f"{cohort['families'][0]} cannot attend {cohort['offer']}: the place was ruled out by hand." in told
