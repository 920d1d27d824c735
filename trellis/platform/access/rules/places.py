"""Where somebody signs in from: the address behind the proxies, the network, the kind of browser, what is new."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from enum import Enum

NOWHERE = "unknown network"
# The first that fits is named: browsers call themselves by each other's names.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android telephone or tablet"),
    ("CrOS", "a Chromebook"),
    ("Windows", "a Windows computer"),
    ("Macintosh", "a Mac"),
    ("Linux", "a Linux computer"),
)


class Newness(Enum):
    """How much a place is new to the person who signs in there."""

    KNOWN = "known"
    FIRST_EVER = "first ever"
    NEW_NETWORK = "new network"
    NEW_BROWSER = "new browser"


def address_behind(remote: str, forwarded: str, trusted_proxies: int) -> str:
    """Return the address that a request came from, believing only the proxies that are ours.

    Each proxy adds the address that it saw to the end of X-Forwarded-For; with `trusted_proxies` of our own the one
    that many places from the end is the last that nobody outside can have written. With none, the header is ignored;
    with fewer entries than proxies the request did not come the proper way, and the connection's own address counts.
    """
    if trusted_proxies > 0:
        entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
        if len(entries) >= trusted_proxies:
            found = _clean(entries[-trusted_proxies])
            if found:
                return found
    return _clean(remote)


def network_of(address: str) -> str:
    """Name the network of an address, for people: "81.2.69.x" or "2001:db8:1::", never the whole address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return NOWHERE
    if parsed.version == 4:
        return ".".join(str(parsed).split(".")[:3]) + ".x"
    return str(ipaddress.ip_network((parsed, 48), strict=False).network_address)


def device_in_words(user_agent: str) -> str:
    """Name a browser and machine in words, from what the browser says of itself."""
    browser = _first(BROWSERS, user_agent)
    machine = _first(MACHINES, user_agent)
    if browser and machine:
        return f"{browser} on {machine}"
    return browser or machine[:1].upper() + machine[1:] or "An unknown browser"


def newness(*, ever: bool, browser_known: bool, network_known: bool) -> Newness:
    """Say how new a place is: the first sign-in ever is not news, a browser never used before is."""
    if not ever:
        return Newness.FIRST_EVER
    if not browser_known:
        return Newness.NEW_BROWSER
    return Newness.KNOWN if network_known else Newness.NEW_NETWORK


def _clean(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.strip().strip("[]"))
    except ValueError:
        return ""
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)


def _first(names: Sequence[tuple[str, str]], text: str) -> str:
    return next((words for mark, words in names if mark in text), "")
