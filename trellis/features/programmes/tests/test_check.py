"""Wrong files, each with the line, the key and the words that the check must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from trellis.features.programmes import cli
from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER
from trellis.features.programmes.rules.checking import check_files, check_text
from trellis.features.programmes.rules.locator import lines_of
from trellis.features.programmes.rules.problems import Problem

HERE = Path(__file__).parent
WRONG = HERE / "wrong"
TOML = 'TOML: key = "words", key = 12, [table] or [[list of tables]]'
WHOLE = "a whole number without quotation marks, like 12"
ONCE = "the same key or table for the second time"

# file, line, key, what was found, what would be right
TABLE = [
    (
        "01_unclosed_quotation_mark",
        3,
        "TOML",
        '"name = "Evening groups" (the line ends inside quotation marks)',
        TOML,
    ),
    ("02_no_value", 60, "TOML", '"minutes =" (no value, or one that is not TOML)', TOML),
    ("03_same_key_twice", 3, "TOML", ONCE, "each key once; for a list of tables write [[name]]"),
    ("04_table_twice", 53, "TOML", ONCE, "each key once; for a list of tables write [[name]]"),
    ("05_missing_key", 1, "short_name", "nothing", 'a "short_name"'),
    (
        "06_unknown_key",
        53,
        "cadence.same_weak",
        'the unknown key "same_weak"',
        '"same_week" (did you mean that?)',
    ),
    (
        "07_unknown_table",
        76,
        "completions",
        'the unknown key "completions"',
        '"completion" (did you mean that?)',
    ),
    ("08_number_in_quotation_marks", 2, "version", '"1"', WHOLE),
    (
        "09_words_without_a_list",
        62,
        "family_sessions[1].outline",
        '"Eat together."',
        "a list in square brackets",
    ),
    ("10_yes_for_true", 53, "cadence.same_week", '"yes"', "true or false, without quotation marks"),
    ("11_half_a_session", 60, "family_sessions[1].minutes", "60.5", WHOLE),
    ("12_unknown_format", 100, "strands[1].format", '"groups"', '"group" (did you mean that?)'),
    (
        "13_bad_key",
        1,
        "key",
        '"Evening Groups"',
        "a key of small letters and figures joined by hyphens, beginning with a letter",
    ),
    ("14_too_short_a_session", 101, "strands[1].minutes", "2", "5 or more"),
    ("15_no_words", 117, "strands[1].sessions[1].aim", "no words", "words, not nothing"),
    ("16_unknown_fact", 35, "criteria[1].fact", 'the unknown fact "aeg"', '"age" (did you mean that?)'),
    (
        "17_fact_about_the_wrong_thing",
        45,
        "criteria[2].fact",
        '"child_of_concern", which is about a person',
        "a fact about the family",
    ),
    (
        "18_test_that_does_not_fit",
        36,
        "criteria[1].test",
        '"is_true" of "age"',
        'a test that fits whole number: "at_least", "at_most", "between", "is_known"',
    ),
    (
        "19_range_upside_down",
        37,
        "criteria[1].value",
        "[12, 8]",
        "two whole numbers, the lower first, like [14, 17]",
    ),
    ("20_value_where_none_belongs", 47, "criteria[2].value", "1", 'no value: "is_true" needs none'),
    (
        "21_unknown_choice",
        28,
        "documents[1].needed_when[1].value",
        '"child_protecton"',
        'one of "none", "early_help", "child_in_need", "child_protection", "care_proceedings"',
    ),
    (
        "22_unknown_strand_of_criterion",
        34,
        "criteria[1].strand",
        'the unknown strand "childrens"',
        '"children" (did you mean that?)',
    ),
    (
        "23_fee_for_an_unknown_strand",
        65,
        "fees[1].strands[2]",
        'the unknown strand "grandparents"',
        '"parents" (did you mean that?)',
    ),
    (
        "24_sessions_out_of_order",
        122,
        "strands[1].sessions[2].number",
        "3",
        "2: sessions are numbered 1, 2, 3 as they stand",
    ),
    (
        "25_strands_out_of_step",
        158,
        "strands[2].sessions[2].theme",
        '"stay_calm"',
        '"calm", the theme of that week in children',
    ),
    (
        "26_completion_beyond_the_sessions",
        77,
        "completion.attended[2].at_least",
        "9",
        "3 or less, the sessions of parents",
    ),
    ("27_least_above_most", 105, "strands[1].size.people_min", "9", "8 (people_max) or less"),
    (
        "28_together_alone",
        133,
        "strands[1].sessions[3].together",
        "true",
        "true for session 3 of another strand as well",
    ),
    (
        "29_unknown_source",
        39,
        "criteria[1].source",
        'the unknown source "guid"',
        '"guide" (did you mean that?)',
    ),
    (
        "30_criterion_key_twice",
        42,
        "criteria[2].key",
        '"child_age" again',
        "a key that criteria[1] does not have",
    ),
    ("31_too_few_weeks", 102, "strands[1].weeks", "2", "3 or more: 3 sessions, 1 a week"),
    (
        "32_family_session_too_late",
        59,
        "family_sessions[1].after_session",
        "4",
        "1 to 3, a session of those strands",
    ),
    ("33_aim_unmeasured", 15, "aims[2].key", '"school", which nothing measures', "an aim of some measure"),
    (
        "34_unknown_profession",
        20,
        "who_may_refer.professions[2]",
        'the unknown profession "teacher"',
        '"other" (did you mean that?)',
    ),
    (
        "35_no_reason_for_ending_early",
        80,
        "ending_reasons",
        'no reason that counts as "ended_early"',
        "at least one",
    ),
    ("37_not_utf8", 3, "the file", "letters that are not UTF-8", "a file saved as UTF-8"),
    ("38_null_byte", 3, "TOML", '"name = "Evening\\x00groups"" (a control character)', TOML),
]
MANY = "36_many_at_once"
MANY_LINES = [2, 35, 53, 59, 77, 105, 124]


@pytest.mark.parametrize(("name", "line", "key", "found", "right"), TABLE, ids=[row[0] for row in TABLE])
def test_a_wrong_file(name: str, line: int, key: str, found: str, right: str) -> None:
    path = WRONG / f"{name}.toml"
    problems = check_files([path])
    assert Problem(str(path), line, key, found, right) in problems
    also = {problem.key for problem in problems} - {key}
    assert also <= {"completion"}, "one wrong thing must not be told as many"


def test_every_wrong_file_is_in_the_table() -> None:
    assert {path.stem for path in WRONG.glob("*.toml")} == {row[0] for row in TABLE} | {MANY}
    assert len(TABLE) >= 30


def test_all_errors_at_once() -> None:
    problems = check_files([WRONG / f"{MANY}.toml"])
    assert [problem.line for problem in problems] == MANY_LINES


def test_all_files_at_once() -> None:
    problems = check_files([WRONG])
    assert {Path(problem.file).stem for problem in problems} == {path.stem for path in WRONG.glob("*.toml")}


def test_the_file_they_were_made_from_is_right() -> None:
    assert check_files([HERE / "right.toml"]) == []


def test_every_programme_that_comes_with_trellis_is_right() -> None:
    assert check_files([BUILT_IN_FOLDER]) == []


def test_what_cannot_be_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    huge.write_text("#" * 1_000_001, encoding="utf-8")
    assert check_files([huge])[0].right == "1,000,000 bytes at most"
    assert check_files([tmp_path / "none.toml"])[0].found == "no such file or directory"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert check_files([empty])[0].found == "no .toml file in it"


def test_two_files_with_one_key(tmp_path: Path) -> None:
    text = (HERE / "right.toml").read_text(encoding="utf-8")
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    [problem] = check_files([tmp_path])
    assert (problem.file, problem.found) == (str(tmp_path / "b.toml"), '"evening-groups" again')


@pytest.mark.parametrize("text", ["", "[[[", "a=" + "[" * 5000, "key = 1\n" * 2, "\x00", "strands = 3", "= 1"])
def test_nonsense_is_named_and_never_breaks_the_check(text: str) -> None:
    definition, problems = check_text(text, "nonsense.toml")
    assert definition is None
    assert problems


def test_lines_of_what_toml_can_hold() -> None:
    text = """# comment
top = 1
"quoted key" = { a = 1, "b" = [1,
  2] }
long = \"\"\"
not = "a key"
\"\"\"
lit = '''
x = 1'''
[table]
a.b = 1 # note
[[list]]
x = [
  { k = "one" }, # first
  { k = "two" },
]
[list.inner]
y = 1
[[list]]
[[list.deep]]
z = 1979-05-27T07:32:00Z
"""
    lines = lines_of(text)
    wanted = {
        ("top",): 2,
        ("quoted key",): 3,
        ("quoted key", "b"): 3,
        ("quoted key", "b", 1): 4,
        ("long",): 5,
        ("lit",): 8,
        ("table",): 10,
        ("table", "a", "b"): 11,
        ("list", 0): 12,
        ("list", 0, "x", 1, "k"): 15,
        ("list", 0, "inner", "y"): 18,
        ("list", 1): 19,
        ("list", 1, "deep", 0, "z"): 21,
    }
    assert {path: lines.get(path) for path in wanted} == wanted
    assert ("not",) not in lines
    assert ("x",) not in lines


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    from argparse import Namespace

    assert cli.run_check(Namespace(files=[])) == 0
    assert "All programme files are right." in capsys.readouterr().out
    assert cli.run_check(Namespace(files=[WRONG / "16_unknown_fact.toml"])) == 1
    told = capsys.readouterr().err
    assert 'wrong/16_unknown_fact.toml:35: criteria[1].fact: found the unknown fact "aeg"' in told
    assert "1 thing is wrong." in told
