"""Cells as people fill them, turned into the answers that the task list keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from trellis.features.referrals.rules.questions import Kind, wrong_with
from trellis.features.referrals.spreadsheet.columns import Column
from trellis.platform.documents.spreadsheet import Cell

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
            ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_WORDS = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)[ -](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}")
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_UNKNOWN = frozenset({"not known", "unknown", "don't know", "dont know", "not sure", "?", "n/k", "nk"})


_ONE_SORT = str.maketrans({"–": "-", "’": "'", "‘": "'", "_": " ", "“": '"', "”": '"', "*": " "})


class WrongCell(Exception):
    """Refuse a cell; the words say what would be right."""


def answer_from(column: Column, cell: Cell, today: date) -> object:
    """Return the answer that a cell gives ("" for an empty one: what the column says that means).

    Raises WrongCell with what would be right.
    """
    if cell is None or cell == "":
        return column.blank
    answer = _converted(column, cell)
    if wrong := wrong_with(column.question, answer, today):
        raise WrongCell(_sentence(wrong) if column.question.kind not in _CHOSEN else column.right)
    return answer


_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.YES_NO_NOT_KNOWN})


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


def _converted(column: Column, cell: Cell) -> object:
    match column.question.kind:
        case Kind.DAY:
            return day_in(cell, column.right).isoformat()
        case Kind.NUMBER:
            return _number(cell, column.right)
        case Kind.CHOICES:
            parts = [part for part in re.split(r"[,;\n]", text_of(cell)) if part.strip()]
            return [_chosen(column, part) for part in parts]
        case kind if kind in _CHOSEN:
            return _chosen(column, text_of(cell))
        case Kind.TELEPHONE:
            return telephone_in(cell)
        case _:
            return text_of(cell)


def text_of(cell: Cell) -> str:
    """Return a cell as words: numbers without decimals, days as 31/3/2011, and ticks as Yes or No."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, datetime):
        return f"{cell.day}/{cell.month}/{cell.year} {cell:%H:%M}"
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    return "" if cell is None else str(cell).strip()


def day_in(cell: Cell, right: str) -> date:
    """Read a day as it is written in this country, day before month; raises WrongCell for anything that is not one."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = " ".join(text_of(cell).casefold().split())
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMBERS.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _WORDS.fullmatch(text)) and found[2] in _MONTHS:
            return date(int(found[3]), _MONTHS[found[2]], int(found[1]))
    except ValueError:
        raise WrongCell(f"There is no such day. Write {right}, day before month.") from None
    if _SHORT_YEAR.fullmatch(text):
        raise WrongCell("Write the year with four figures, such as 31/3/2011.")
    raise WrongCell(f"Write {right}.")


def _number(cell: Cell, right: str) -> int:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    text = text_of(cell).replace(",", "")
    if re.fullmatch(r"\d{1,9}", text):
        return int(text)
    raise WrongCell(f"Write {right}.")


def plain(words: str) -> str:
    """Return words as they are compared: small letters, single spaces, one sort of dash and quotation mark."""
    return " ".join(words.casefold().translate(_ONE_SORT).split())


def _chosen(column: Column, words: str) -> str:
    found = choice_of(column.choices, words)
    if found is None:
        raise WrongCell(f"Write {column.right}.")
    return found


def choice_of(choices: Sequence[tuple[str, str]], words: str) -> str | None:
    """Return the key of the choice that words name: by its label, its beginning when only one has it, or its key."""
    wanted = plain(words)
    keys = {key for key, _ in choices}
    for said, key in ((_YES, "yes"), (_NO, "no"), (_UNKNOWN, "not_known")):
        if wanted in said and key in keys:
            return key
    by_label = {plain(label): key for key, label in choices}
    if wanted in by_label:
        return by_label[wanted]
    if any(wanted == plain(key) for key in keys):
        return next(key for key in keys if wanted == plain(key))
    beginning = {key for label, key in by_label.items() if len(wanted) >= 3 and label.startswith(wanted)}
    return beginning.pop() if len(beginning) == 1 else None


def telephone_in(cell: Cell) -> str:
    """Return a telephone number as words; one that lost its first 0, as spreadsheets do to numbers, gets it back."""
    text = text_of(cell)
    return f"0{text}" if isinstance(cell, int) and re.fullmatch(r"[1-9]\d{9}", text) else text


def by_name(column: Column, cell: Cell) -> tuple[str, dict[str, str]]:
    """Read a cell that says one thing of everybody, or one each: "Mother", or "Kit: Mother; Ana: Step-parent".

    Returns what holds for everybody not named ("" for nothing), and what holds for each name in small letters.
    """
    text = text_of(cell)
    if ":" not in text:
        return (_chosen(column, text) if text else ""), {}
    said: dict[str, str] = {}
    for part in re.split(r"[;\n]", text):
        name, colon, words = part.partition(":")
        if part.strip() and not (colon and name.strip() and words.strip()):
            raise WrongCell(
                f"Write each name with a colon and semicolons between, such as Kit: {column.example}; Ana: …"
            )
        if part.strip():
            said[plain(name)] = _chosen(column, words)
    return "", said
