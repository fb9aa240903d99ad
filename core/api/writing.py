"""How the API writes: one action and its answer in one transaction."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from core.api import idempotency
from core.audit import acting


def write(
    request: Request, action: Callable[..., Any], answer: Callable[[Any], HttpResponse], **arguments: Any
) -> HttpResponse:
    """Run ``action`` as the caller and answer with what it returns, once per ``Idempotency-Key``.

    The action's steps run in a transaction opened here, so that the key, the change and the answer are stored
    together and the answer's ETag is that of this change.

    Args:
        request: The request, already checked for its policy.
        action: An ``@action``; its ``actor`` is the request's.
        answer: Makes the response from the action's result, inside the transaction.
        **arguments: What the action takes besides ``actor``.

    Raises:
        UserError: What the action refuses; nothing is stored then.
    """
    steps = inspect.unwrap(action)
    key = idempotency.key_of(request) if request.method == "POST" else ""
    with acting(request.actor):
        if key and (stored := idempotency.replay(request, key)) is not None:
            return stored
        response = answer(steps(actor=request.actor, **arguments))
        if key:
            idempotency.remember(request, key, response)
    return response
