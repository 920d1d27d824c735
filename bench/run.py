"""Makes two databases, measures the same pages in both by turns, and prints the ratios."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from trellis.config.launch.state import any_database, make_database

MOST_RATIO = 1.3
MOST_QUERIES = 20
ROUNDS = 4
SETTINGS = "trellis.config.settings.bench"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page took in one database, over every round."""

    seconds: list[float]
    queries: int
    memory: int

    def share(self, part: float) -> float:
        """Return the time below which this part of the requests stayed, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def main(*, small: int, large: int) -> int:
    """Measure and print; return 1 when a page is over 1.3 times slower, asks more, or asks over 20 queries."""
    with any_database() as url:
        urls = {size: _named(url, f"trellis_bench_{size}") for size in (small, large)}
        for size, address in urls.items():
            make_database(address)
            _child("bench.fill", address, str(size))
        results: dict[int, dict[str, Measured]] = {size: {} for size in urls}
        without: dict[str, Measured] = {}
        for turn in range(ROUNDS):
            for size in sorted(urls, reverse=bool(turn % 2)):
                print(f"Measuring {size:,} journeys, round {turn + 1} of {ROUNDS}…", flush=True)
                _add(results[size], json.loads(_child("bench.measure", urls[size], str(turn))))
            print(f"Measuring {large:,} journeys without the second wall, round {turn + 1} of {ROUNDS}…", flush=True)
            _add(without, json.loads(_child("bench.measure", urls[large], str(turn), wall="off")))
        told_apart = json.loads(_child("bench.shut", urls[small]))
    wrong = _print(results[small], results[large], small, large)
    _print_wall(without, results[large], large)
    print(f"\nA shut family and a missing one, {told_apart['tries']:,} tries each, by turns in random order:")
    print("\n".join(told_apart["lines"]))
    return 1 if wrong or told_apart["wrong"] else 0


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _child(module: str, url: str, *arguments: str, wall: str = "on") -> str:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS, "TRELLIS_BENCH_WALL": wall}
    done = subprocess.run(
        [sys.executable, "-W", "ignore::UserWarning:django.core.handlers.base", "-m", module, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{module} did not work (it ended with {done.returncode}).")
    return done.stdout


def _add(kept: dict[str, Measured], measured: dict[str, dict[str, object]]) -> None:
    for page, found in measured.items():
        before = kept.get(page)
        kept[page] = Measured(
            seconds=[*(before.seconds if before else []), *found["seconds"]],  # type: ignore[misc]
            queries=max(before.queries if before else 0, int(found["queries"])),  # type: ignore[call-overload]
            memory=max(before.memory if before else 0, int(found["memory"])),  # type: ignore[call-overload]
        )


def _print(few: dict[str, Measured], many: dict[str, Measured], small: int, large: int) -> int:
    wrong = []
    heading = f"{'page':<44}{'p50':>8}{'p95':>8}{'p50':>9}{'p95':>8}{'ratio':>7}{'queries':>9}{'memory':>9}"
    print(f"\n{'':<44}{f'{small:,} journeys':>16}{f'{large:,} journeys':>17}")
    print(heading)
    for page, at_small in few.items():
        at_large = many[page]
        ratio = at_large.share(0.5) / at_small.share(0.5)
        print(
            f"{page:<44}{at_small.share(0.5):>7.1f} {at_small.share(0.95):>7.1f} {at_large.share(0.5):>8.1f}"
            f"{at_large.share(0.95):>8.1f}{ratio:>7.2f}{f'{at_small.queries}/{at_large.queries}':>9}"
            f"{at_large.memory / 1024:>6.0f} MB"
        )
        if ratio > MOST_RATIO:
            wrong.append(f"{page}: {ratio:.2f} times slower, at most {MOST_RATIO} is right")
        if at_large.queries > MOST_QUERIES or at_large.queries > at_small.queries:
            wrong.append(f"{page}: {at_small.queries} and {at_large.queries} queries, at most {MOST_QUERIES}, the same")
    print("\nTimes in milliseconds; the ratio is that of the p50s; memory is the largest of the process.")
    print("\n".join(wrong) or f"Every ratio is at most {MOST_RATIO}, every page asks at most {MOST_QUERIES} queries.")
    return 1 if wrong else 0


def _print_wall(without: dict[str, Measured], behind: dict[str, Measured], size: int) -> None:
    print(f"\nWhat the second wall costs, at {size:,} journeys (p50 in milliseconds):")
    print(f"{'page':<44}{'without':>8}{'with':>8}{'costs':>8}{'ratio':>7}")
    for page, found in without.items():
        bare, walled = found.share(0.5), behind[page].share(0.5)
        print(f"{page:<44}{bare:>8.1f}{walled:>8.1f}{walled - bare:>8.1f}{walled / bare:>7.2f}")
