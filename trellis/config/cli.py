"""The console command `trellis`.

Each room may bring a `cli.py` with `add_commands(commands)`; `commands` is what `add_subparsers()` returned. Every
command that it adds calls `set_defaults(run=function, needs=NEED)`: the function takes the parsed arguments and
returns an exit code or None; NEED is one of "nothing" (no Django), "django" (settings and models loaded, no database)
and "database" (the default: the running Trellis' database, else one started for the length of the command).
"""

from __future__ import annotations

import argparse
import difflib
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Never

from trellis.config.launch.roles import as_owner
from trellis.config.launch.say import InTheWay, say, stop_with
from trellis.kernel.decisions import RuleBroken

DESCRIPTION = "Trellis: whole-family programmes, from referral to evidenced outcome."
EPILOG = (
    "Commands that need the database use DATABASE_URL; without it, that of the Trellis running from\n"
    "this folder, or one started for the length of the command. `trellis COMMAND --help` says more."
)
MANAGE_WITHOUT_DATABASE = {"help", "makemigrations", "diffsettings", "--help", "-h", "--version", "collectstatic"}


class Parser(argparse.ArgumentParser):
    """A parser that asks "did you mean" about a word that it does not know."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(*arguments, **options)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        known = [str(choice) for choice in action.choices]
        near = difflib.get_close_matches(str(value), known, n=1)
        words = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}."
        what = "command" if isinstance(action, argparse._SubParsersAction) else "choice"
        raise argparse.ArgumentError(None, f"There is no {what} {str(value)!r}; {words}")

    def error(self, message: str) -> Never:
        """Say what is wrong, then how to find out more; exit with 2."""
        self.exit(
            2,
            f"{message[:1].upper()}{message[1:].rstrip('.')}{'' if message.endswith('?') else '.'}\n"
            f"See: {self.prog} --help\n",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (2 for a command that cannot be understood, 1 for one that failed)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings.local")
    as_owner()
    try:
        if given[:1] == ["manage"]:
            return _manage(given[1:])
        parser = build()
        chosen = parser.parse_args(given)
        if not hasattr(chosen, "run"):
            parser.parse_args([*given, "--help"])
        return _run(chosen)
    except (InTheWay, RuleBroken) as problem:
        return stop_with(problem)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def build() -> Parser:
    """Return the parser with the commands of the house and of every room."""
    parser = Parser(prog="trellis", description=DESCRIPTION, epilog=EPILOG)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    _add_house_commands(commands)
    for floor in ("trellis.platform", "trellis.features"):
        for room in pkgutil.iter_modules(import_module(floor).__path__):
            folder = import_module(floor).__path__[0]
            if room.ispkg and os.path.exists(os.path.join(folder, room.name, "cli.py")):
                import_module(f"{floor}.{room.name}.cli").add_commands(commands)
    return parser


def _add_house_commands(commands: Any) -> None:
    run = commands.add_parser(
        "run",
        help="serve Trellis on this machine",
        description="Start the database, the web server and the background worker; print the address and, with the "
        "demonstration, a sign-in for each role. Ctrl-C stops all of them. `make run` makes the environment first.",
    )
    run.add_argument("--port", type=int, default=8000, help="the port of the pages (8000)")
    run.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1, this machine only)")
    run.add_argument("--workers", type=int, default=2, help="processes of the web server (2)")
    run.set_defaults(run=_serve, needs="nothing")
    check = commands.add_parser(
        "check",
        help="check the settings and the programme files",
        description="Check that the settings fit together and that every programme file is right. With production "
        "settings it also names what is not safe in a real service.",
    )
    check.set_defaults(run=_check, needs="django")
    demo = commands.add_parser("demo", help="invented families to try things on")
    demo_commands = demo.add_subparsers(title="commands", metavar="COMMAND", dest="demo_command")
    load = demo_commands.add_parser(
        "load",
        help="load the invented families, once",
        description="Load two organisations with people, groups and families, all invented. A database that holds a "
        "real organisation is refused. A second time adds nothing.",
    )
    load.set_defaults(run=_load_demo)
    bench = commands.add_parser(
        "bench",
        help="measure the pages that people use all day",
        description="Make 1,000 and 100,000 journeys in two databases of their own, open the main pages as a "
        "restricted practitioner, and print times, queries, memory and the ratio of the two.",
    )
    bench.add_argument("--small", type=int, default=1_000, help="journeys in the first database (1000)")
    bench.add_argument("--large", type=int, default=100_000, help="journeys in the second database (100000)")
    bench.set_defaults(run=_bench, needs="nothing")
    manage = commands.add_parser(
        "manage", add_help=False, help="any command of Django, such as: trellis manage migrate"
    )
    manage.set_defaults(run=lambda arguments: _manage([]), needs="nothing")


def _run(chosen: argparse.Namespace) -> int:
    needs = getattr(chosen, "needs", "database")
    if needs == "nothing":
        return int(chosen.run(chosen) or 0)
    if needs == "django":
        _set_up()
        return int(chosen.run(chosen) or 0)
    from trellis.config.launch.state import any_database

    with any_database():
        _set_up()
        return int(chosen.run(chosen) or 0)


def _set_up() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise InTheWay(f"The settings do not fit: {problem}") from problem


def _manage(arguments: list[str]) -> int:
    """Hand over to Django, with the same database as every other command."""
    from contextlib import nullcontext

    from django.core.management import execute_from_command_line

    from trellis.config.launch.state import any_database

    with nullcontext() if not arguments or MANAGE_WITHOUT_DATABASE.intersection(arguments) else any_database():
        execute_from_command_line(["trellis manage", *arguments])
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from trellis.config.launch.serve import serve

    return serve(host=arguments.host, port=arguments.port, workers=arguments.workers)


def _check(arguments: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", deploy=not settings.TRELLIS_DEMO, fail_level="WARNING")
    except SystemCheckError as problem:
        raise InTheWay(str(problem)) from problem
    return main(["programmes", "check"])


def _load_demo(arguments: argparse.Namespace) -> int:
    from trellis.demo import load

    load.load(say)
    load.tell_sign_ins(say)
    return 0


def _bench(arguments: argparse.Namespace) -> int:
    from bench import run

    return int(run.main(small=arguments.small, large=arguments.large))


if __name__ == "__main__":
    sys.exit(main())
