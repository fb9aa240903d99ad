"""Make an API token on the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.tokens import create_token
from accounts.models import User
from accounts.rules.scopes import DEFAULT_DAYS, SCOPE_LABELS
from core import clock
from core.audit import Actor
from core.errors import UserError


class Command(BaseCommand):
    """``create_token USER --scope contracts:read --days 90``: the token alone goes to standard output."""

    help = "Make an API token for a user. The token alone is printed to standard output, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare user, scopes, days and label."""
        parser.add_argument("user", help="user name or e-mail address")
        parser.add_argument(
            "--scope",
            action="append",
            dest="scopes",
            default=[],
            metavar="SCOPE",
            help=f"one of {', '.join(SCOPE_LABELS)}; may be repeated",
        )
        parser.add_argument(
            "--days", type=int, default=DEFAULT_DAYS, help=f"days to live, 1 to 365 (default {DEFAULT_DAYS})"
        )
        parser.add_argument("--label", default="command line", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the token, or end with one line that says what is wrong."""
        try:
            made = create_token(
                actor=Actor.system("create_token", channel="command"),
                owner=self._owner(options["user"]),
                label=options["label"],
                scopes=options["scopes"],
                days=options["days"],
                now=clock.now(),
            )
        except UserError as error:
            raise CommandError(error.message) from error
        self.stdout.write(made.secret)
        self.stderr.write(
            f"Token of {made.token.owner.username} for {', '.join(made.token.scopes)},"
            f" until {made.token.expires_at:%Y-%m-%d %H:%M} UTC. It is not shown again."
        )

    def _owner(self, name: str) -> User:
        users = User.objects.filter(is_active=True)
        user = (
            users.filter(username=name).first() or users.filter(email__iexact=name).first() if name else None
        )
        if user is None:
            raise CommandError(f"There is no active user “{name}”. Give a user name or an e-mail address.")
        return user
