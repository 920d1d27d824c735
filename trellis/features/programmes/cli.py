"""Commands about programme files: check, list, show, load, and the facts that a programme asks for."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from pathlib import Path
from typing import Any

from trellis.features.programmes.rules.built_in import (
    NoSuchProgramme,
    find_definition,
    folders_in,
    newest_definitions,
)
from trellis.features.programmes.rules.checking import check_files
from trellis.features.programmes.rules.facts import Fact
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.vocabulary import facts_asked

_NOTHING = "nothing"


def add_commands(commands: Any) -> None:
    """Add `programmes` and `facts` to the commands of `trellis`."""
    programmes = commands.add_parser(
        "programmes",
        help="check, list, show and load programme files",
        description="A programme is one TOML file. Those that come with Trellis, and those in the folders that\n"
        "TRELLIS_PROGRAMME_FOLDERS names, are read.",
    )
    inner = programmes.add_subparsers(title="commands", metavar="COMMAND", dest="programmes_command", required=True)
    check = inner.add_parser(
        "check",
        help="say everything that is wrong in programme files",
        description="Name file, line, key, what was found and what would be right, all errors of all files at once.\n"
        "Exit code 0: all are right. 1: something is wrong.",
    )
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files or folders; without any, all")
    check.set_defaults(run=run_check, needs=_NOTHING)
    listing = inner.add_parser("list", help="list the programmes with their strands and sessions")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(run=run_list, needs=_NOTHING)
    show = inner.add_parser("show", help="print one programme, session by session")
    show.add_argument("programme", metavar="PROGRAMME", help="its key, or the path of its file")
    show.add_argument("--json", action="store_true", help="the whole definition as JSON")
    show.set_defaults(run=run_show, needs=_NOTHING)
    load = inner.add_parser(
        "load",
        help="bring the files into the database",
        description="Add each new version. A file that has changed while its version has not is refused, and then\n"
        "nothing is loaded: what runs on a version must find it as it was.",
    )
    load.set_defaults(run=run_load, needs="database")
    facts = commands.add_parser(
        "facts",
        help="print the facts that a programme asks for",
        description="Print the vocabulary of facts for FACTS.json (see `trellis screen --help`): for each fact its\n"
        "type, meaning, right values, the question, whom to ask, and the criteria that use it.",
    )
    facts.add_argument("programme", metavar="PROGRAMME", help="its key, or the path of its file")
    facts.add_argument("--json", action="store_true", help="as JSON")
    facts.set_defaults(run=run_facts, needs=_NOTHING)


def run_check(arguments: argparse.Namespace) -> int:
    """Print every problem; return 1 when there is one."""
    paths = arguments.files or folders_in(os.environ)
    problems = check_files(paths) if arguments.files else newest_definitions(paths)[1]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        things = "1 thing is" if len(problems) == 1 else f"{len(problems)} things are"
        print(f"{things} wrong.", file=sys.stderr)
        return 1
    print("All programme files are right.")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """Print the newest version of every programme; return 1 when a file is wrong."""
    newest, problems = newest_definitions(folders_in(os.environ))
    if arguments.json:
        print(json.dumps([_brief(definition) for definition in newest.values()], indent=2, ensure_ascii=False))
    else:
        for definition in newest.values():
            print(f"{definition.key}  (version {definition.version})  {definition.name}")
            for strand in definition.strands:
                print(
                    f"    {strand.key}: {strand.title}, {len(strand.sessions)} sessions, {strand.format.label.lower()}"
                )
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _brief(definition: ProgrammeDefinition) -> dict[str, Any]:
    return {
        "key": definition.key,
        "version": definition.version,
        "name": definition.name,
        "strands": [
            {"key": strand.key, "title": strand.title, "sessions": len(strand.sessions)}
            for strand in definition.strands
        ],
    }


def run_show(arguments: argparse.Namespace) -> int:
    """Print one programme; return 2 when there is none of that name."""
    definition = _found(arguments.programme)
    if definition is None:
        return 2
    if arguments.json:
        print(definition.model_dump_json(indent=2))
        return 0
    print(f"{definition.name} (version {definition.version})\n\n{definition.summary.for_referrers.strip()}\n")
    print("Whom it is for")
    for criterion in definition.criteria:
        print(f"  - {criterion.title} ({criterion.kind.label.lower()})")
    for strand in definition.strands:
        print(f"\n{strand.title}: {strand.who}. {strand.delivery.label}, {strand.minutes} minutes.")
        for session in strand.sessions:
            print(f"  {session.number}. {session.title}: {session.aim}")
    return 0


def run_facts(arguments: argparse.Namespace) -> int:
    """Print the facts that a programme asks for; return 2 when there is none of that name."""
    definition = _found(arguments.programme)
    if definition is None:
        return 2
    asked = facts_asked(definition)
    if arguments.json:
        print(json.dumps([_described(fact, uses) for fact, uses in asked], indent=2, ensure_ascii=False))
        return 0
    print(f"Facts that {definition.name} (version {definition.version}) asks for\n")
    for fact, uses in asked:
        print(f"{fact.key}  ({fact.about.value}; {fact.kind.label.lower()})")
        lines = [fact.meaning, f"Right: {fact.right}.", f"Ask {fact.ask_whom}: {fact.ask}", f"For: {'; '.join(uses)}."]
        for line in lines:
            print(textwrap.fill(line, 100, initial_indent="    ", subsequent_indent="      "))
    return 0


def _described(fact: Fact, uses: list[str]) -> dict[str, Any]:
    return {
        "key": fact.key,
        "about": fact.about.value,
        "type": fact.kind.value,
        "meaning": fact.meaning,
        "right": fact.right,
        "values": dict(fact.choices),
        "ask": fact.ask,
        "ask_whom": fact.ask_whom,
        "used_for": uses,
    }


def run_load(arguments: argparse.Namespace) -> int:
    """Load the files into the database; return 1 when they are refused."""
    from django.conf import settings

    from trellis.features.programmes.loading import load_definitions
    from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER

    loaded = load_definitions([BUILT_IN_FOLDER, *settings.TRELLIS_PROGRAMME_FOLDERS])
    for refused in loaded.refused:
        print(refused, file=sys.stderr)
    if loaded.refused:
        print("Nothing was loaded.", file=sys.stderr)
        return 1
    print(f"Programmes: {len(loaded.added)} versions added, {len(loaded.unchanged)} unchanged.")
    return 0


def _found(name: str) -> ProgrammeDefinition | None:
    try:
        return find_definition(name, folders_in(os.environ))
    except NoSuchProgramme as problem:
        print(problem, file=sys.stderr)
        return None
