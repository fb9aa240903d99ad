"""Users: people who sign in. They are deactivated, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from accounts.rules.roles import ADMINISTRATOR, verbs_of
from core.audit import Actor, acting
from core.audit.model import AuditHistoricalRecords


class UserManager(BaseUserManager["User"]):
    """Finds users by username, and creates them with a hashed password."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> User:
        """Create a user; without a password the account cannot sign in by password."""
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, email: str = "", password: str | None = None, **fields: Any
    ) -> User:
        """Create an administrator, as ``manage.py createsuperuser`` does where nobody can sign in yet."""
        with acting(Actor.system("createsuperuser", channel="command")):
            user = self.create_user(username, email, password, is_staff=True, **fields)
            user.role_assignments.create(role=ADMINISTRATOR)
        return user


class User(AbstractBaseUser):
    """A person of our organization (or a service account) who signs in or owns a token.

    ``last_login`` and ``password`` stay out of the history; sign-ins and password
    changes are ledger events instead.
    """

    AUDIT_EXCLUDED = ("last_login", "password")

    class Rhythm(models.TextChoices):
        EACH = "each", "Each by itself"
        DAILY = "daily", "Once a day, together"

    username = models.CharField(max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    email = models.EmailField(blank=True, default="")
    full_name = models.CharField(max_length=200, blank=True, default="")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    department = models.ForeignKey(
        "accounts.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=64, default="UTC", help_text="IANA name, e.g. Europe/Berlin")
    reminder_rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.EACH)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the read-only admin.")
    has_bounced = models.BooleanField(default=False, help_text="Mail to this address came back.")
    date_joined = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager()
    history = AuditHistoricalRecords()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="accounts_user_email_unique"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the name to greet the person by."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return str(self).split(" ", 1)[0]

    @cached_property
    def _roles_by_department(self) -> dict[int | None, frozenset[str]]:
        found: dict[int | None, set[str]] = {}
        for department_id, role in self.role_assignments.values_list("department_id", "role"):
            found.setdefault(department_id, set()).add(role)
        return {department_id: frozenset(roles) for department_id, roles in found.items()}

    def take_roles(self, pairs: Iterable[tuple[int | None, str]]) -> None:
        """Use (department id or None, role) pairs that were read together with the person."""
        found: dict[int | None, frozenset[str]] = {}
        for department_id, role in pairs:
            found[department_id] = found.get(department_id, frozenset()) | {role}
        self.__dict__["_roles_by_department"] = found

    def verbs_in(self, department_id: int | None) -> frozenset[str]:
        """Return the verbs held in one department, those held everywhere included."""
        held = self._roles_by_department
        return verbs_of(held.get(None, frozenset()) | held.get(department_id, frozenset()))

    def can(self, verb: str, department_id: int | None = None) -> bool:
        """Tell whether the person holds ``verb`` in the department (None: in at least one)."""
        if not self.is_active:
            return False
        if department_id is not None:
            return verb in self.verbs_in(department_id)
        return any(verb in self.verbs_in(held) for held in self._roles_by_department)

    def departments_with(self, verb: str) -> list[int] | None:
        """Return the ids of the departments where ``verb`` is held; None means every department."""
        if not self.is_active:
            return []
        if verb in self.verbs_in(None):
            return None
        return [
            held for held in self._roles_by_department if held is not None and verb in self.verbs_in(held)
        ]

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Tell Django's admin whether to open a page: staff may look, nobody may write there."""
        return self.is_active and self.is_staff and ".view_" in perm

    def has_module_perms(self, app_label: str) -> bool:
        """Tell Django's admin whether to list an app."""
        return self.is_active and self.is_staff
