"""Where sign-ins are kept: one row for each browser, found by a fingerprint of its key, its contents sealed.

The name of the class is the one that Django asks for. Whoever reads the database can neither take over a browser
(the key is not there) nor read what it carries, such as a half-typed form (sealed under the service's key and it).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from trellis.platform.access.sealing import seal, unseal

BROWSER = "browser"


def fingerprint(key: str) -> str:
    """Return what the database keeps in place of a secret."""
    return hashlib.sha256(f"trellis.{key}".encode()).hexdigest()


class SessionStore(SessionBase):
    """Keeps what one browser carries while somebody is signed in."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the record of a sign-in; found late, since settings name this module before records are loaded."""
        from trellis.platform.access.sign_in_models import SignIn

        return SignIn

    def exists(self, session_key: str | None = None) -> bool:
        """Say whether a key is in use."""
        return bool(session_key) and self._rows(str(session_key)).exists()

    def create(self) -> None:
        """Begin with a key that nobody has."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def load(self) -> dict[str, Any]:
        """Return what the browser carries; nothing when it has ended."""
        row = self._rows(self.session_key).filter(expire_date__gt=timezone.now()).first() if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def save(self, must_create: bool = False) -> None:
        """Keep what the browser carries; raises UpdateError when it was ended meanwhile: it does not come back."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        values = self._values(data)
        if not must_create:
            if not self._rows(self.session_key).update(**values):
                raise UpdateError
            return None
        try:
            with transaction.atomic():
                self.get_model_class().objects.create(session_key=fingerprint(self.session_key), **values)
        except IntegrityError:
            raise CreateError from None
        return None

    def delete(self, session_key: str | None = None) -> None:
        """End it."""
        key = session_key or self.session_key
        if key:
            self._rows(key).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Forget those that have run out."""
        cls.get_model_class().objects.filter(expire_date__lt=timezone.now()).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal what the browser carries."""
        return seal(json.dumps(session_dict, separators=(",", ":")), self._purpose())

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Open what was sealed; nothing when it was sealed for another browser."""
        opened = unseal(session_data if isinstance(session_data, str) else session_data.decode(), self._purpose())
        return dict(json.loads(opened)) if opened else {}

    def _values(self, data: dict[str, Any]) -> dict[str, Any]:
        browser = data.get(BROWSER) or {}
        return {
            "session_data": self.encode(data),
            "expire_date": self.get_expiry_date(),
            "user_id": data.get(SESSION_KEY),
            "device": browser.get("device", ""),
            "network": browser.get("network", ""),
            "seen_at": timezone.now(),
        }

    def _purpose(self) -> str:
        return f"sign-in {self.session_key}"

    def _rows(self, key: Any) -> Any:
        return self.get_model_class().objects.filter(session_key=fingerprint(str(key)))
