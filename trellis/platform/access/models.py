"""People who sign in, the organisations they work in, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from trellis.platform.access.roles import Profession, Role
from trellis.platform.access.sign_in_models import Place, Provider, SignIn
from trellis.platform.database.models import OrganisationRecord, Record, new_id

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

__all__ = ["Membership", "Organisation", "Place", "Provider", "SignIn", "User", "UserManager"]


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; the e-mail is held in small letters."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user for the command line; roles in organisations still come from memberships."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("E-mail address", unique=True)
    name = models.CharField("Name", max_length=120)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(Record):
    """A service whose records are walled off from every other's."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    is_demo = models.BooleanField(default=False)
    # From this day on, people in these roles need a second step at sign-in; None for never.
    second_step_from = models.DateField(null=True, blank=True)
    second_step_roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(OrganisationRecord):
    """One person's role in one organisation."""

    walled_by = ()

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices())
    agency = models.CharField(max_length=200, blank=True, help_text="For a referrer: who they work for")
    profession = models.CharField(max_length=30, choices=Profession.choices(), blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = "person of the house"
        verbose_name_plural = "people of the house"
        constraints = [
            models.UniqueConstraint("user", "organisation", name="one_role_in_each_organisation"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {Role(self.role).label}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Administrators see everybody; staff see staff and referrers; others see themselves."""
        if viewer.role in {Role.ADMINISTRATOR, Role.COORDINATOR, Role.SUPERVISOR}:
            return Q()
        return Q(pk=viewer.membership_id)
