"""Commands of rights: the proof that an erasure was real."""

from __future__ import annotations

import argparse
import sys
import uuid
from pathlib import Path
from typing import Any

from trellis.kernel.decisions import RuleBroken


def add_commands(commands: Any) -> None:
    """Add `trellis rights …`."""
    rights = commands.add_parser("rights", help="what people may ask of us")
    inner = rights.add_subparsers(title="commands", metavar="COMMAND", dest="rights_command")
    traces = inner.add_parser(
        "traces",
        help="write down by which values somebody can be found, before they are erased",
        description="Write the names and telling values of one person, one a line, for check-erased. Remove the file "
        "when the check is done: it is all about them.",
    )
    traces.add_argument("person", type=uuid.UUID, help="the person's id")
    traces.set_defaults(run=_traces)
    check = inner.add_parser(
        "check-erased",
        help="search the whole database and every stored file for values",
        description="Search every column of every table, what browsers carry, the cache, and every stored file, also "
        "inside archives, office files and PDF, for the values in a file (one a line). Ends with 1 when one is found.",
    )
    check.add_argument("values", help="the file with the values, or - for standard input")
    check.set_defaults(run=_check_erased)


def _traces(arguments: argparse.Namespace) -> int:
    from trellis.features.families.models import Person
    from trellis.features.rights.queries import tracing
    from trellis.platform.database import sight

    with sight.seeing(sight.OWNER):
        person = Person._base_manager.filter(pk=arguments.person).first()
        if person is None:
            raise RuleBroken("There is nobody with this id.")
        families = tracing.families_of_person(person)
        others = set().union(*tracing.others_who_stay(person, families).values()) if families else set()
        found = tracing.traces_of(person, others)
    for value in sorted({*found.names, *found.values}):
        print(" ".join(value.split()))
    return 0


def _check_erased(arguments: argparse.Namespace) -> int:
    from trellis.features.rights.queries.everywhere import found_anywhere
    from trellis.platform.database import sight

    text = sys.stdin.read() if arguments.values == "-" else Path(arguments.values).read_text(encoding="utf-8")
    values = [line.strip() for line in text.splitlines() if line.strip()]
    if not values:
        raise RuleBroken("The file holds no values.")
    with sight.seeing(sight.OWNER):
        hits = found_anywhere(values)
    places = sorted({(hit.where, hit.key) for hit in hits})
    for where, key in places:
        print(f"found in {where}: {key}")
    print(f"{len(values)} values looked for, found in {len(places)} places.")
    return 1 if hits else 0
