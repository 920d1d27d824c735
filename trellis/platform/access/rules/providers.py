"""Which addresses a provider may sign in, and which provider Trellis may talk to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from trellis.kernel.decisions import RuleBroken

DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")
# Addresses at these belong to whoever asks for one: letting them in would let in the world.
EVERYBODYS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.co.uk",
        "outlook.com",
        "live.com",
        "live.co.uk",
        "yahoo.com",
        "yahoo.co.uk",
        "icloud.com",
        "me.com",
        "aol.com",
        "btinternet.com",
        "sky.com",
        "proton.me",
        "protonmail.com",
        "gmx.com",
        "mail.com",
    }
)
ISSUER = "Enter the issuer’s address, such as https://login.example.org. It begins with https:// and has no “?” in it"
NOT_PUBLIC = "Enter an issuer that the internet can reach. This address leads into a private network"
DOMAINS = "Enter at least one e-mail domain, such as example.org, one a line"
# OpenID Connect Core 1.0 §5.1; Microsoft Entra says `xms_edov` in its place.
VERIFIED = ("email_verified", "xms_edov")


def check_issuer(issuer: str) -> str:
    """Return the issuer's address without its well-known end; raise RuleBroken for what is no such address."""
    found = issuer.strip().removesuffix("/.well-known/openid-configuration").rstrip("/")
    try:
        parts = urlsplit(found)
        port = parts.port
    except ValueError:
        raise RuleBroken(ISSUER, "issuer") from None
    odd = parts.query or parts.fragment or parts.username or parts.password or "?" in found or "#" in found
    if parts.scheme != "https" or not parts.hostname or odd or (port is not None and port != 443):
        raise RuleBroken(ISSUER, "issuer")
    if any(character.isspace() or not character.isprintable() for character in found):
        raise RuleBroken(ISSUER, "issuer")
    if not DOMAIN.match(parts.hostname.lower()):
        raise RuleBroken(NOT_PUBLIC if _is_bare(parts.hostname) else ISSUER, "issuer")
    return found


def is_reachable(address: str) -> bool:
    """Say whether an address that a name led to belongs to the internet, and not to the network round this service."""
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def domains_of(text: str) -> list[str]:
    """Return the e-mail domains that were typed, one a line or with commas; raise RuleBroken for what is none."""
    typed = [word.strip().lower().lstrip("@") for word in re.split(r"[\s,;]+", text) if word.strip()]
    for word in typed:
        if not DOMAIN.match(word):
            raise RuleBroken(
                f"{word[:60]} is not an e-mail domain. Write what comes after the @, such as example.org", "domains"
            )
        if word in EVERYBODYS:
            raise RuleBroken(
                f"Anybody can get an address at {word}. Enter domains that only your own people have", "domains"
            )
    if not typed:
        raise RuleBroken(DOMAINS, "domains")
    return sorted(set(typed))


def domain_of(email: str) -> str:
    """Return what comes after the last @, in small letters."""
    return email.rpartition("@")[2].strip().lower()


def verified_email(claims: Mapping[str, Any], domains: Collection[str]) -> str | None:
    """Return the e-mail address that a provider vouches for, in small letters; None unless it is one of its domains.

    Only a claim that says "verified" counts, as a truth or as the word: silence does not.
    """
    email = claims.get("email")
    if not isinstance(email, str) or email.count("@") != 1 or domain_of(email) not in domains:
        return None
    if not any(_is_true(claims.get(name)) for name in VERIFIED):
        return None
    return email.strip().lower()


def _is_true(value: Any) -> bool:
    return value is True or value == 1 or (isinstance(value, str) and value.lower() in {"true", "1"})


def _is_bare(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return True
