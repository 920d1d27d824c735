"""Seals text, so that whoever reads the database alone reads nothing of it."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(text: str, purpose: str) -> str:
    """Encrypt text for one purpose, under a key derived from the service's own."""
    return _keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str | None:
    """Return what `seal` encrypted for the same purpose; None when it is something else or the key has gone."""
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError):
        return None


def _keys(purpose: str) -> MultiFernet:
    own = [settings.TRELLIS_SEALING_KEY] if settings.TRELLIS_SEALING_KEY else [settings.SECRET_KEY]
    # A key that is being replaced still opens what it closed.
    kept = [*own, *settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY]
    return MultiFernet([Fernet(_derived(secret, purpose)) for secret in dict.fromkeys(kept)])


def _derived(secret: str | bytes, purpose: str) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac("trellis.sealing", purpose, secret=secret, algorithm="sha256").digest())
