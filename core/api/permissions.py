"""Who may use a route of the API: the verb that the view's ``policy`` names for the action."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.errors import NotAllowed

#: A policy for what every signed-in person and every live token may read.
SIGNED_IN = "signed_in"


class PolicyPermission(BasePermission):
    """Reads ``view.policy``: action (or method, in a plain view) → verb. No entry: refused.

    The person must hold the verb in at least one department; a token must have a scope that
    includes it. Which objects are seen and changed is decided by scoped querysets and actions.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the request may go on; False is 401 without and 403 with a sign-in."""
        if not request.user or not request.user.is_authenticated:
            return False
        if getattr(view, "action", "") is None or request.method.lower() not in view.http_method_names:
            return True  # no such method here: REST framework answers 405
        verb = policy_of(view, request.method or "")
        if verb == SIGNED_IN:
            return True
        if not verb or not request.user.can(verb):
            raise NotAllowed(f"You may not do this: it needs “{verb}”. Ask an administrator for a role.")
        if request.auth is not None and not request.auth.allows(verb):
            raise NotAllowed(
                f"This token may not do this: none of its scopes includes “{verb}”. Create one that does.",
                code="scope_missing",
            )
        return True


def policy_of(view: Any, method: str) -> str:
    """Return the verb that ``view`` names for its present action, empty when it names none."""
    policy = getattr(view, "policy", {})
    if isinstance(policy, str):
        return policy
    return policy.get(getattr(view, "action", None) or method.lower().replace("head", "get"), "")
