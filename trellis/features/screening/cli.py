"""The command that screens a family's facts against a programme."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from trellis.features.programmes.rules.built_in import (
    NoSuchProgramme,
    find_definition,
    folders_in,
    newest_definitions,
)
from trellis.features.programmes.rules.facts_document import FamilyFacts, WrongFacts, read_facts
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.screening.rules import Screening, Suggestion, screen, what_else_suits, wrong_strands
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import Outcome

MARKS = {Outcome.MET: "✓", Outcome.NOT_MET: "✕", Outcome.NOT_YET_KNOWN: "?"}
EXIT_CODES = {Outcome.MET: 0, Outcome.NOT_MET: 1, Outcome.NOT_YET_KNOWN: 1}
_HELP = """\
Judge every criterion of a programme for a family: met, not met or not yet known, with the fact used, the
reason and the source. What is not yet known says what to ask whom.

FACTS.json holds what is known; what is absent or null is not known. `trellis facts PROGRAMME` prints the facts.
  {"facts_version": 1,
   "programme": "pact",
   "referral": {"referrer_profession": "social_worker"},
   "family": {"abuse_is_pattern": true, "abuse_began_on": "2025-09-01"},
   "people": [{"name": "Dawn", "strand": "parents", "family_role": "parent", "gender": "female"}]}
People without any strand at all are placed where the facts suggest.

Exit code 0: the programme suits. 1: it does not, or not enough is known. 2: wrong facts or no such programme."""


def add_commands(commands: Any) -> None:
    """Add `screen` to the commands of `trellis`."""
    command = commands.add_parser("screen", help="judge a family's facts against a programme", description=_HELP)
    command.add_argument("programme", metavar="PROGRAMME", help="its key, or the path of its file")
    command.add_argument("facts", metavar="FACTS.json", help="the file of facts, or - to read them from a pipe")
    command.add_argument(
        "--on", type=_day, metavar="DATE", help="the day on which ages are taken, as 2026-03-31 (today)"
    )
    command.add_argument("--else", dest="other", action="store_true", help="also say what else would suit")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run_screen, needs="nothing")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not a day; write it like 2026-03-31") from None


def run_screen(arguments: argparse.Namespace) -> int:
    """Print the screening; return 0 when the programme suits, 1 when it does not (yet), 2 for wrong input."""
    today = datetime.now(tz=ZoneInfo("Europe/London")).date()
    try:
        definition = find_definition(arguments.programme, folders_in(os.environ))
        facts = read_facts(_written(arguments.facts), today=today)
        _fitting(definition, facts)
    except (NoSuchProgramme, WrongFacts) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{arguments.facts} cannot be read: {(problem.strerror or str(problem)).lower()}.", file=sys.stderr)
        return 2
    on_day = arguments.on or today
    why = "the day asked for" if arguments.on else "today: no first session was named"
    screening = screen(definition, facts, on_day, why)
    others = _others(definition, facts, on_day, why) if arguments.other else ()
    if arguments.json:
        shown = {**screening.as_dict(), "questions": _questions(screening)}
        if arguments.other:
            shown["what_else"] = [_other_as_dict(other) for other in others]
        print(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        _print(definition, screening, others)
    return EXIT_CODES[screening.outcome]


def _written(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()


def _fitting(definition: ProgrammeDefinition, facts: FamilyFacts) -> None:
    """Refuse strands that the programme lacks; facts made for another programme keep theirs unread."""
    if facts.programme in ("", definition.key) and (wrong := wrong_strands(definition, facts)):
        raise WrongFacts(wrong)


def _others(definition: ProgrammeDefinition, facts: FamilyFacts, on_day: date, why: str) -> tuple[Suggestion, ...]:
    newest, _ = newest_definitions(folders_in(os.environ))
    others = [each for each in newest.values() if each.key != definition.key]
    return what_else_suits(others, facts, on_day, why)


def _questions(screening: Screening) -> list[dict[str, str]]:
    return [
        {"about": each.about, "fact": each.fact, "ask": each.ask, "ask_whom": each.ask_whom}
        for each in screening.questions
    ]


def _other_as_dict(other: Suggestion) -> dict[str, Any]:
    return {
        "programme": other.screening.programme_key,
        "outcome": other.outcome.value,
        "words": other.words,
        "taking_part": list(other.taking_part),
    }


def _print(definition: ProgrammeDefinition, screening: Screening, others: tuple[Suggestion, ...]) -> None:
    sums = {
        Outcome.MET: "suits this family",
        Outcome.NOT_MET: "does not suit this family",
        Outcome.NOT_YET_KNOWN: "may suit this family: something is still to find out",
    }
    print(f"{MARKS[screening.outcome]} {definition.name} {sums[screening.outcome]}.")
    print(f"  Ages on {in_words(screening.on_day)} ({screening.on_day_why}).")
    for place in screening.places:
        said = "would take part in" if screening.proposed else "takes part in"
        print(f"  {place.name} {said}: {definition.strand(place.strand_key).title}.")
    print()
    for finding in screening.findings:
        weighed = "" if finding.reason.blocks else " (to weigh)"
        print(f"{MARKS[finding.outcome]} {finding.reason.about}: {finding.reason.words}{weighed}")
        if finding.outcome is not Outcome.MET:
            print(f"    Why: {finding.reason.why} [{finding.reason.source}]")
    if screening.questions:
        print("\nTo ask")
        for question in screening.questions:
            about = f" (about {question.about})" if question.about else ""
            print(f"  {question.ask_whom}{about}: {question.ask}")
    if others:
        print("\nWhat else would suit")
        for other in others:
            print(f"{MARKS[other.outcome]} {other.screening.programme_name}: {other.words}")
