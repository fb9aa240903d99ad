"""Why a file is not taken."""

from __future__ import annotations

from core.errors import UserError


class RefusedFile(UserError):
    """The file cannot be taken; the message says what it is and what to do."""

    code = "refused_file"
    status = 422
