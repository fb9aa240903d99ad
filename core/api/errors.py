"""One shape for every refusal and failure of the API.

``{"type": …, "errors": [{"code": …, "detail": …, "attr": …}]}`` where ``type`` is
``validation_error`` (something sent is wrong, ``attr`` names it), ``client_error`` or ``server_error``.

1. A body or parameter that cannot be read is 400, naming each field.
2. A refusal of an action keeps its own status: 403 not allowed, 409 not possible now, 412 stale,
   422 a rule is broken, naming the fields, 428 no ``If-Match``.
3. What the reader may not know of is 404. A database that is away is 503 with ``Retry-After``.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, InterfaceError, OperationalError
from drf_standardized_errors.formatter import flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions
from rest_framework.response import Response

from core.errors import UserError

logger = logging.getLogger(__name__)


class PreconditionRequired(UserError):
    """A write of one object came without saying which version it is about."""

    code = "precondition_required"
    status = 428


class Refusal(exceptions.APIException):
    """A ``UserError`` on its way to the client."""

    def __init__(self, error: UserError) -> None:
        self.status_code = error.status
        self.names_fields = bool(error.fields)
        super().__init__(error.fields or error.message, error.code)


class Unavailable(exceptions.APIException):
    """The database cannot be used at the moment."""

    status_code = 503
    default_code = "unavailable"
    default_detail = "The database cannot be reached at the moment. Repeat the request in a few seconds."
    wait = 5


class Conflict(exceptions.APIException):
    """The database refused a combination that another request made meanwhile."""

    status_code = 409
    default_code = "conflict"
    default_detail = "This collides with something stored already. Read the present state and try again."


class TooLarge(exceptions.APIException):
    """The body is larger than the server takes."""

    status_code = 413
    default_code = "too_large"
    default_detail = "The body of this request is too large. Send less at once."


class Handler(ExceptionHandler):
    """Turns every exception of an API view into the one shape."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Return the API's own exception for what actions, Django and the database raise."""
        if isinstance(exc, UserError):
            return Refusal(exc)
        if isinstance(exc, OperationalError | InterfaceError):
            return Unavailable()
        if isinstance(exc, IntegrityError):
            logger.warning("The database refused a write of the API: %s", exc)
            return Conflict()
        if isinstance(exc, ObjectDoesNotExist):
            return exceptions.NotFound()
        return _malformed(super().convert_known_exceptions(exc))

    def should_not_handle(self, exc: Exception) -> bool:
        """Handle everything, while debugging too: the shape of errors is part of the contract."""
        return False

    def format_exception(self, exc: exceptions.APIException) -> dict[str, Any]:
        """Return the body."""
        errors = flatten_errors(exc.detail)
        names_fields = isinstance(exc, exceptions.ValidationError) or getattr(exc, "names_fields", False)
        kind = "validation_error" if names_fields else "client_error"
        if exc.status_code >= 500:
            kind = "server_error"
        return {
            "type": kind,
            "errors": [{"code": e.code, "detail": e.detail, "attr": e.attr} for e in errors],
        }

    def report_exception(self, exc: exceptions.APIException, response: Response) -> None:
        """Log a failure of ours; a database that is away is one line."""
        if isinstance(exc, Unavailable):
            logger.error("The API answered 503: %s", self.exc)
            return
        super().report_exception(exc, response)


def _malformed(exc: Exception) -> Exception:
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, SuspiciousOperation):
        return exceptions.ParseError("This request is malformed and was not read.")
    return exc


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer ``exc`` in the one shape (named in the settings of REST framework)."""
    return Handler(exc, context).run()  # type: ignore[arg-type]
