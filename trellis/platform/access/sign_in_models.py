"""What is kept about signing in: browsers that are signed in, places known, an organisation's own provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from trellis.platform.access.roles import Role
from trellis.platform.access.sealing import seal, unseal
from trellis.platform.database.models import NOTHING, OrganisationRecord, Record

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

SECRET = "provider secret"


class SignIn(Record, AbstractBaseSession):
    """One browser in which somebody is signed in, or is about to be; its key is kept as a fingerprint only."""

    session_key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="sign_ins")
    device = models.CharField(max_length=80, blank=True)
    network = models.CharField(max_length=45, blank=True)
    seen_at = models.DateTimeField()

    objects = models.Manager["SignIn"]()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = "sign-in"

    def __str__(self) -> str:
        return f"{self.device}, {self.network}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return where Django keeps them."""
        from trellis.platform.access.store import SessionStore

        return SessionStore


class Place(Record):
    """A browser and network from which somebody has signed in before."""

    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="places")
    browser = models.CharField(max_length=64)
    network = models.CharField(max_length=45)
    device = models.CharField(max_length=80)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("user", "browser", "network", name="place_known_once")]

    def __str__(self) -> str:
        return f"{self.device}, {self.network}"


class Provider(OrganisationRecord):
    """The sign-in of an organisation's own (OpenID Connect): who vouches for its people."""

    name = models.CharField(max_length=80)
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=300)
    sealed_secret = models.TextField()
    domains = ArrayField(models.CharField(max_length=253))
    asks_second_step = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    walled_by = ()

    class Meta:
        verbose_name = "sign-in of our own"
        constraints = [
            models.UniqueConstraint("organisation", name="one_provider_in_each_organisation"),
            models.CheckConstraint(condition=~Q(domains=[]), name="provider_has_domains"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Administrators only."""
        return Q() if viewer.role == Role.ADMINISTRATOR else NOTHING

    def keep_secret(self, secret: str) -> None:
        """Seal the client's secret; it is never shown again."""
        self.sealed_secret = seal(secret, SECRET)

    def secret(self) -> str:
        """Open the client's secret, to speak with the provider; empty when the service's key was changed."""
        return unseal(self.sealed_secret, SECRET) or ""
