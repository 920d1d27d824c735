"""Commands about the log: check that nothing was taken out, changed or put in, and write its end down."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from trellis.kernel.decisions import RuleBroken


def add_commands(commands: Any) -> None:
    """Add `log` to the commands of `trellis`."""
    log = commands.add_parser(
        "log",
        help="check the log of what was done and looked at",
        description="Every event of the log is sealed into a chain. A check names the first place at which an event\n"
        "was removed, changed or put in.",
    )
    inner = log.add_subparsers(title="commands", metavar="COMMAND", dest="log_command", required=True)
    check = inner.add_parser(
        "check",
        help="check the whole chain; the exit code is 1 when it is broken",
        description="Check every organisation's chain against itself, against the ends kept in the file beside the\n"
        "database, and against ends that you kept elsewhere. An example:\n\n"
        '  trellis log check --end "riverside 14 1350 9f2c…"',
    )
    check.add_argument("--organisation", metavar="NAME", help="only this one, by short name")
    check.add_argument("--end", metavar="LINE", action="append", default=[], help="a line that `trellis log end` wrote")
    check.add_argument("--ends", metavar="FILE", help="a file of such lines, in place of the one beside the database")
    check.set_defaults(run=run_check, needs="database")
    end = inner.add_parser(
        "end",
        help="print where each chain ends, to be kept elsewhere",
        description="Take what waits into the chain, and print one line for each organisation: its short name, the\n"
        "number of its last seal, how many events there are, and the hash. Keep it where nobody who can\n"
        "change the database can change it: on paper, in a letter, in another service.",
    )
    end.set_defaults(run=run_end, needs="database")


def run_check(arguments: argparse.Namespace) -> int:
    """Print what was found in each organisation; return 1 when a chain is broken."""
    from trellis.platform.access.models import Organisation
    from trellis.platform.audit import chain
    from trellis.platform.audit.rules import end_from_line

    kept = chain.ends_kept(Path(arguments.ends) if arguments.ends else None)
    kept += [end_from_line(line) for line in arguments.end]
    found = Organisation.objects.order_by("slug")
    if arguments.organisation:
        found = found.filter(slug=arguments.organisation)
    if not found:
        raise RuleBroken("There is no such organisation: `trellis people list` names them.")
    _say_unknown(kept, {organisation.slug for organisation in Organisation.objects.all()})
    is_whole = True
    for organisation in found:
        checked = chain.check(organisation.pk, organisation.slug, kept)
        print(f"{organisation.name}: {checked.end.events:,} events in {checked.end.seal:,} seals, {_rest(checked)}")
        for broken in checked.broken[: chain.MOST_NAMED]:
            print(f"  {broken.words}")
        if len(checked.broken) > chain.MOST_NAMED:
            print(f"  … and {len(checked.broken) - chain.MOST_NAMED:,} more places.")
        is_whole = is_whole and not checked.broken
    return 0 if is_whole else 1


def _rest(checked: Any) -> str:
    waiting = f"{checked.waiting:,} not yet in it. "
    return waiting + ("BROKEN:" if checked.broken else "The chain is whole.")


def _say_unknown(kept: list[Any], known: set[str]) -> None:
    for slug in sorted({end.organisation for end in kept} - known):
        print(f"{slug}: an end of its chain was kept, and there is no such organisation any more.")


def run_end(arguments: argparse.Namespace) -> int:
    """Seal what waits, keep the ends in the file, and print them."""
    from trellis.platform.audit import chain

    chain.seal_waiting()
    chain.keep_ends()
    for end in sorted(chain.ends().values(), key=lambda one: one.organisation):
        print(end.line())
    return 0
