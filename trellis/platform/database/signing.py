"""Proves to the database that it is the application that says who is looking, and not a statement that slipped in."""

from __future__ import annotations

import hashlib
import hmac
from functools import cache

from django.conf import settings

from trellis.platform.database.sight import Sight

BLOCK = 64


def keys() -> tuple[bytes, bytes]:
    """Return the two halves of the key (RFC 2104) as the database keeps them, derived from the service's own secret."""
    key = _key(settings.SECRET_KEY).ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def proof(what: Sight, backend: int) -> str:
    """Sign a sight for one connection, named by its process on the server, so that it serves no other."""
    words = f"look {backend} {what.kind.value} {what.of or ''}"
    return hmac.new(_key(settings.SECRET_KEY), words.encode(), hashlib.sha256).hexdigest()


@cache
def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"who is looking", hashlib.sha256).digest()
