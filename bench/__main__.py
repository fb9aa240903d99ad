"""``python -m bench [--rows N] [--sweep-rows N] [--only KEY …] [--reuse] [--json FILE]``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from core import embedded

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Make a database of its own, fill it, run the lines, print table and JSON."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure the product beside its floors.")
    parser.add_argument("--rows", type=int, default=100_000, help="contracts in the database (100,000)")
    parser.add_argument(
        "--sweep-rows", type=int, default=1_000_000, help="contracts for the sweep (1,000,000)"
    )
    parser.add_argument("--only", nargs="*", default=[], metavar="KEY", help="only these lines")
    parser.add_argument(
        "--reuse", action="store_true", help="measure on the database of the run before, as that run left it"
    )
    parser.add_argument("--json", type=Path, default=ROOT / "bench-results" / "latest.json", metavar="FILE")
    chosen = parser.parse_args()
    os.environ.setdefault("TERMKEEPER_DATA", str(ROOT / "var" / "bench"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    with embedded.attached(postgres=True, valkey=True):
        from bench.run import Plan, run

        return run(
            Plan(chosen.rows, chosen.sweep_rows, is_reusing=chosen.reuse),
            only=chosen.only,
            json_file=chosen.json,
        )


if __name__ == "__main__":
    sys.exit(main())
