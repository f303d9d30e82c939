"""People, their organisations and teams."""

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Make people by their e-mail address."""

    def create_user(self, email: str, name: str, **facts: Any) -> "User":
        """Make a person without a password: people sign in by code or passkey."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **facts)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, name: str = "", **facts: Any) -> "User":
        """Make a system administrator of the pages; it opens no plan."""
        return self.create_user(email, name or email, is_superuser=True, **facts)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in; the e-mail address is the name to sign in with.

    `called` is how the person is spoken of on pages ("Dr Okafor"); empty means the first word of `name`.
    `joined_at` is when the invitation was accepted: before it nobody signs in here. `left_at` is when the person left the service.
    `is_leader` keeps organisations, teams and people; `keeps_colleagues` invites and ends people of the own organisation; `may_open_plans` opens plans.
    `protected_sign_in` asks for a passkey, or a code and an authenticator app, also of a member of a family; only the council's staff recover it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    called = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey("permissions.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    may_open_plans = models.BooleanField(default=False)
    is_leader = models.BooleanField(default=False)
    keeps_colleagues = models.BooleanField(default=False)
    protected_sign_in = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def is_staff(self) -> bool:
        """Say whether this person keeps the content pages; no plan is reached from there."""
        return self.is_superuser

    def get_full_name(self) -> str:
        """Return the whole name."""
        return self.name

    def get_short_name(self) -> str:
        """Return how the person is spoken of."""
        return self.called or self.name.split(" ")[0]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Answer for an object of ours by `access`, before the rule that a superuser may everything (design, 6)."""
        if obj is not None:
            from permissions import access

            answer = access.has_object_perm(self, perm, obj)
            if answer is not None:
                return answer
        return super().has_perm(perm, obj)


class Organisation(models.Model):
    """A council, a school or another setting, a health or care service."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        SETTING = "setting", "School, college or other setting"
        HEALTH = "health", "Health service"
        CARE = "care", "Social care service"
        SUPPORT = "support", "Independent support"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of an organisation; its members are those of its group, and a circle may be opened to the whole team."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="team")

    def __str__(self) -> str:
        return self.name
