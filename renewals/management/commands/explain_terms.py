"""``manage.py explain_terms < TERMS.jsonl``: terms in, dates and reasons out, one JSON object a line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand

from renewals.rules.explanation import explain_line

LONGEST_LINE = 1_000_000
READER_LEFT = 141  # as a shell has it for a program that its reader left: 128 + SIGPIPE


class Command(BaseCommand):
    """Answers each line of standard input by one line of standard output; needs no database.

    A line that is wrong is answered by its id and an error that names the fields, and the rest go on;
    how many those were is said on standard error at the end. The exit code is 0 all the same.
    """

    help = "Explain terms, one JSON object a line in and out; see docs/rules/deadlines.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer line by line, each at once."""
        try:
            total, wrong = self._answer_all(sys.stdin.buffer)
        except BrokenPipeError:
            # Nobody reads on. What is still buffered goes nowhere, so that closing it does not fail too.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(READER_LEFT)
        if wrong:
            self.stderr.write(f"{wrong:,} of {total:,} lines are wrong: see their “error”.")

    def _answer_all(self, source: BinaryIO) -> tuple[int, int]:
        total = wrong = 0
        for line in _lines(source):
            answer = _too_long() if line is None else explain_line(line)
            total, wrong = total + 1, wrong + ("error" in answer)
            self.stdout.write(_written(answer))
            self.stdout.flush()
        return total, wrong


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines that hold anything; None for one that is too long, which is never held as a whole."""
    while line := source.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (more := source.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
                continue
            yield None
        elif line.strip().removeprefix(b"\xef\xbb\xbf").strip():
            yield line


def _too_long() -> dict[str, Any]:
    return {"id": None, "error": f"line: is longer than {LONGEST_LINE:,} bytes"}


def _written(answer: dict[str, Any]) -> str:
    """Return an answer as a line of JSON in ASCII, which every terminal and file can hold."""
    return json.dumps(answer, ensure_ascii=True, allow_nan=False)
