"""Errors whose words may be shown to the person who caused them."""

from __future__ import annotations


class UserError(Exception):
    """A refusal with a user-safe message: what is wrong, where, and what to do.

    Attributes:
        message: One sentence for the page, the API or the command line.
        code: Stable machine word, e.g. ``not_allowed``.
        fields: For each wrong field (its public name) the messages about it.
        status: HTTP status that the API answers with.
    """

    code = "refused"
    status = 409

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        fields: dict[str, list[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        if code:
            self.code = code
        self.fields = fields or {}
        if self.fields and self.status == UserError.status:
            self.status = 422


class NotAllowed(UserError):
    """The person lacks the verb for this object."""

    code = "not_allowed"
    status = 403


class StaleObject(UserError):
    """The object changed since the person read it (optimistic locking)."""

    code = "stale"
    status = 412
