"""Sizes, in the units of the drawing (one is a pixel of the screen at its natural size)."""

from __future__ import annotations

from trellis.features.families.rules.genogram.people import Someone

SYMBOL = 46.0
HALF = SYMBOL / 2
NAME_FONT, AGE_FONT, NOTE_FONT = 14.0, 15.0, 12.0
NAME_LINE, NOTE_LINE = 16.0, 14.0
LABEL_TOP = 6.0
MOST_CHARACTERS = 13
BETWEEN, COUPLE_GAP, DROP_ROOM, GAP_REACH = 16.0, 88.0, 16.0, 30.0
LEVEL, CHANNEL_TOP, CHANNEL_BOTTOM, OVER = 16.0, 16.0, 20.0, 14.0
HOME_NOTE = 16.0
MARGIN = 28.0
_NARROW, _WIDE = set("iljtf.,'’ ()-–1I"), set("mwMW@")


def text_width(words: str, font: float) -> float:
    """Return about how wide words are, rather more than less."""
    units = sum(
        0.36 if letter in _NARROW else 0.9 if letter in _WIDE else 0.66 if letter.isupper() else 0.56
        for letter in words
    )
    return units * font


def name_lines(name: str) -> tuple[str, ...]:
    """Break a name into at most two lines; what is longer ends with dots (the whole name is in the words beside)."""
    words = name.split() or ["?"]
    lines = [""]
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= MOST_CHARACTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    short = [line if len(line) <= MOST_CHARACTERS + 1 else line[:MOST_CHARACTERS] + "…" for line in lines]
    if len(short) > 2:
        short = [short[0], short[1].rstrip("…")[: MOST_CHARACTERS - 1] + "…"]
    return tuple(short)


def years(person: Someone) -> str:
    """Return the years of a life under the name: born, or born and died."""
    born = str(person.born.year) if person.born else ""
    if not person.has_died:
        return f"b. {born}" if born else ""
    died = str(person.died.year) if person.died else ""
    if born and died:
        return f"{born}–{died}"
    return f"d. {died}" if died else f"b. {born}, died" if born else "died"


def label_lines(person: Someone) -> int:
    """Return how many lines stand under a symbol."""
    return len(name_lines(person.name)) + bool(years(person))


def label_height(person: Someone) -> float:
    """Return how far a person's label reaches below the symbol."""
    return LABEL_TOP + len(name_lines(person.name)) * NAME_LINE + (NOTE_LINE if years(person) else 0.0)


def width(person: Someone | None) -> float:
    """Return the room that somebody needs, symbol or label; a gap or a point needs little."""
    if person is None:
        return 12.0
    widest = max(text_width(line, NAME_FONT) for line in name_lines(person.name))
    return max(SYMBOL + 8.0, widest, text_width(years(person), NOTE_FONT))
