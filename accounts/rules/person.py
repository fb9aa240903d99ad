"""What can be true of a person's account.

1. A user name has 1 to 150 letters, figures or ``@ . + - _``, is kept in small letters, and never changes.
2. A time zone is a name of the time zone database.
3. Somebody always administers: the last active person who is administrator of every department
   keeps the role and the account.
"""

from __future__ import annotations

import re
from zoneinfo import available_timezones

_USERNAME = re.compile(r"[\w.@+-]{1,150}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_NAME = 200

Problems = dict[str, list[str]]


def username_kept(username: str) -> str:
    """Return ``username`` as it is kept and compared."""
    return username.strip().lower()


def person_problems(*, full_name: str, email: str, timezone: str, username: str | None = None) -> Problems:
    """Return what cannot be true of an account, by field; ``username`` None leaves it unjudged."""
    problems: Problems = {}
    if username is not None and not _USERNAME.fullmatch(username_kept(username)):
        problems["username"] = ["Use 1 to 150 letters, figures or @ . + - _, without blanks."]
    if not full_name.strip():
        problems["full_name"] = ["Enter a name."]
    elif len(full_name) > LONGEST_NAME:
        problems["full_name"] = [f"This has {len(full_name)} characters; {LONGEST_NAME} fit. Shorten it."]
    if email and not _EMAIL.fullmatch(email):
        problems["email"] = [f"“{email}” is not an e-mail address. Write it as name@example.com."]
    if timezone not in available_timezones():
        problems["timezone"] = [f"“{timezone}” is not a time zone. Choose one such as Europe/Berlin."]
    return problems
