"""Numbers to call, as data: each with when it answers, where it is from and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.features.safety.rules.sources import Confidence, Source


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number; `plain_name` gives nothing away on the discreet page."""

    key: str
    name: str
    number: str
    hours: str
    plain_name: str
    source: Source
    on_every_plan: bool = False


_PUBLISHED = Source("The helpline’s own published number", Confidence.FETCHED)
_KNOWN = Source("The helpline’s own published number", Confidence.KNOWN)
HELPLINES = (
    Helpline(
        "999",
        "Police, ambulance, fire: in danger now. If you cannot speak, press 55 from a mobile.",
        "999",
        "always",
        "Emergency",
        Source("Police, silent solution", Confidence.FETCHED),
        on_every_plan=True,
    ),
    Helpline("101", "Police, when it is not an emergency", "101", "always", "Not an emergency", _KNOWN, True),
    Helpline("111", "NHS, for advice about health, also in a mental crisis", "111", "always", "Health", _KNOWN),
    Helpline(
        "childline", "Childline, for children and young people", "0800 1111", "always", "Young people", _PUBLISHED
    ),
    Helpline(
        "ndah",
        "National Domestic Abuse Helpline (Refuge)",
        "0808 2000 247",
        "always",
        "Talk to somebody, day or night",
        _PUBLISHED,
    ),
    Helpline(
        "live_fear_free",
        "Live Fear Free (Wales)",
        "0808 80 10 800",
        "always",
        "Talk to somebody in Wales, day or night",
        _KNOWN,
    ),
    Helpline("mens_advice", "Men’s Advice Line", "0808 801 0327", "weekdays", "Talk to somebody", _PUBLISHED),
    Helpline(
        "respect",
        "Respect Phoneline, for people who worry about their own behaviour",
        "0808 802 4040",
        "weekdays",
        "Talk about how to stay calm",
        _PUBLISHED,
    ),
    Helpline("galop", "Galop, for LGBT+ people", "0800 999 5428", "weekdays", "Talk to somebody like me", _PUBLISHED),
    Helpline("family_lives", "Family Lives, for parents", "0808 800 2222", "every day", "Parents", _KNOWN),
    Helpline("samaritans", "Samaritans", "116 123", "always", "When it gets too much", _KNOWN),
    Helpline("shout", "Shout, by text message: text SHOUT to", "85258", "always", "By text message", _KNOWN),
    Helpline(
        "modern_slavery",
        "Modern Slavery & Exploitation Helpline",
        "0800 0121 700",
        "always",
        "Advice line",
        _PUBLISHED,
    ),
)
BY_KEY = {line.key: line for line in HELPLINES}


def helplines(keys: list[str]) -> list[Helpline]:
    """Return the helplines chosen, in the order of the list; those on every plan come first, chosen or not."""
    return [line for line in HELPLINES if line.on_every_plan or line.key in keys]
