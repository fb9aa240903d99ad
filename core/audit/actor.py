"""Who acts: the mandatory answer to "who did this" in every history row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, token, system process or import that is about to write.

    Attributes:
        name: Text kept in history: ``user:<id>``, ``token:<id>``, ``system:<name>`` or ``import:<id>``.
        channel: The way in: page, api, command, task, import, admin, sign-in, migration.
        user: The person behind it, None for the system.
        request_id: Identifies the web request, task or command run.
        reason: Why, in the person's words; kept in history.
    """

    name: str
    channel: str
    user: User | None = None
    request_id: str = ""
    reason: str = ""

    @classmethod
    def person(cls, user: User, *, channel: str = "page", request_id: str = "", reason: str = "") -> Actor:
        """Return the actor for a signed-in person."""
        return cls(f"user:{user.pk}", channel, user, request_id, reason)

    @classmethod
    def token(cls, token_id: int, user: User, *, request_id: str = "", reason: str = "") -> Actor:
        """Return the actor for an API token, which acts with its owner's rights."""
        return cls(f"token:{token_id}", "api", user, request_id, reason)

    @classmethod
    def importing(cls, import_id: int | str, user: User | None, *, request_id: str = "") -> Actor:
        """Return the actor for a register import started by ``user`` (None: from the command line)."""
        return cls(f"import:{import_id}", "import", user, request_id)

    @classmethod
    def system(cls, name: str, *, channel: str = "task", request_id: str = "", reason: str = "") -> Actor:
        """Return the actor for a process of the product itself, such as ``sweep``."""
        return cls(f"system:{name}", channel, None, request_id, reason)

    @property
    def is_system(self) -> bool:
        """Tell whether the product itself acts, with no person behind it."""
        return self.user is None

    def with_reason(self, reason: str) -> Actor:
        """Return the same actor giving ``reason``."""
        return replace(self, reason=reason)
