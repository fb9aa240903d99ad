#!/usr/bin/env python3
"""Check evidence taken from Termkeeper. Needs Python 3.9 or newer and nothing else.

    python3 verify_evidence.py evidence.json --head <block>:<digest>
    python3 verify_evidence.py evidence.json --heads ledger-heads.jsonl

``--head`` is what stands at the foot of a printed report or in a mail with the ledger's head,
``--heads`` the file to which Termkeeper exports every head. Without either, the evidence is only
checked in itself, and the head to compare is shown.

Exit code 0: the evidence holds. 1: it does not. 2: it cannot be read.

What is checked:
1. the text of each entry leads over its path to the root of its block;
2. the blocks lead link by link to the newest head;
3. that head, or the head of another block on the way, is the one that was kept outside;
4. the versions of each row follow each other without a gap.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

FORMAT = "termkeeper-evidence-1"


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data``, hex."""
    return hashlib.sha256(data).hexdigest()


def root_from(body: str, path: list) -> str:
    """Return the root that an entry's text leads to over its path."""
    at = hashlib.sha256(b"\x00" + hashlib.sha256(body.encode()).digest()).digest()
    for side, neighbor in path:
        other = bytes.fromhex(neighbor)
        at = hashlib.sha256(b"\x01" + (other + at if side == "left" else at + other)).digest()
    return at.hex()


def head_of(link: dict) -> str:
    """Return the head of a block: the digest of the link as JSON with sorted keys and no spaces."""
    return digest(json.dumps(link, sort_keys=True, separators=(",", ":")).encode())


def proven_blocks(links: list, head: str) -> dict:
    """Return block number and link of every block that the newest head proves."""
    trusted = {}
    awaited = {links[0]["sequence"]: {head}} if links else {}
    for link in sorted(links, key=lambda each: -each["sequence"]):
        number = link["sequence"]
        if head_of(link) in awaited.get(number, ()):
            trusted[number] = link
            awaited.setdefault(number - 1, set()).add(link["previous"])
            awaited.setdefault(number & (number - 1), set()).add(link["skip"])
    return trusted


def entry_problems(evidence: dict) -> list:
    """Return a sentence for each entry whose block is not proven or does not contain it."""
    head = (evidence["head"] or {}).get("head", "")
    blocks = proven_blocks(evidence["links"], head)
    problems = []
    for entry in evidence["entries"]:
        block = entry["block"]
        if block is None:
            continue
        if block not in blocks:
            problems.append(f"Entry {entry['id']}: the head does not prove its block {block}.")
        elif root_from(entry["body"], entry["path"]) != blocks[block]["root"]:
            problems.append(f"Entry {entry['id']}: its text is not the one that was sealed in block {block}.")
    return problems


def version_problems(evidence: dict) -> list:
    """Return a sentence for each version of a row that is missing."""
    problems = []
    last: dict = {}
    for entry in evidence["entries"]:
        body = json.loads(entry["body"])
        row = body.get("row")
        if row is None:
            continue
        subject = f"{body['kind'].rsplit('.', 1)[0]} {row['id']}"
        problems += _gap(subject, row, last.get(subject))
        last[subject] = None if row["history_type"] == "-" else row["row_version"]
    return problems


def _gap(subject: str, row: dict, before: int | None) -> list:
    version, kind = row["row_version"], row["history_type"]
    if (kind == "+") != (before is None):
        return [f"{subject}: the entry before version {version} is missing."]
    if before is not None and version != before + (kind == "~"):
        return [f"{subject}: version {version} follows version {before}."]
    return []


def head_problems(evidence: dict, known: dict) -> list:
    """Return a sentence when no head that was kept outside proves the evidence.

    Args:
        evidence: The evidence.
        known: Block number (0 when it is not known) and head of what was kept outside.
    """
    heads = {link["sequence"]: head_of(link) for link in evidence["links"]}
    wrong = [number for number, head in known.items() if number in heads and heads[number] != head]
    if wrong:
        return [f"Block {wrong[0]}: its head is not the one that was kept outside."]
    if not set(known.values()) & set(heads.values()):
        return ["None of the heads kept outside is in the evidence; take the evidence again."]
    return []


def known_heads(text: str, path: str) -> dict:
    """Return the heads kept outside, from a printed one and from the exported file."""
    known = {}
    if text:
        number, _, head = text.rpartition(":")
        known[int(number or 0)] = head.strip().lower()
    if path:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            facts = json.loads(line)
            known[facts["sequence"]] = facts["head"]
    return known


def check(evidence: dict, known: dict) -> list:
    """Return everything that is wrong with the evidence, one sentence each."""
    problems = entry_problems(evidence) + version_problems(evidence)
    return problems + (head_problems(evidence, known) if known else [])


def main(arguments: list) -> int:
    """Check the file named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(description="Check evidence taken from Termkeeper.")
    parser.add_argument("evidence", help="the JSON file")
    parser.add_argument("--head", default="", help="a printed or mailed head, <block>:<digest>")
    parser.add_argument("--heads", default="", help="the file of exported heads")
    given = parser.parse_args(arguments)
    try:
        evidence = json.loads(Path(given.evidence).read_text(encoding="utf-8"))
        if evidence["format"] != FORMAT:
            raise ValueError(f"its format is {evidence['format']}, not {FORMAT}")
        known = known_heads(given.head, given.heads)
        problems = check(evidence, known)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"The evidence cannot be read: {error}\n")
        return 2
    for problem in problems:
        sys.stdout.write(problem + "\n")
    if problems:
        sys.stdout.write("The evidence does not hold.\n")
        return 1
    unsealed = sum(entry["block"] is None for entry in evidence["entries"])
    sys.stdout.write(f"The evidence holds: {len(evidence['entries'])} entries ({unsealed} not sealed yet).\n")
    if not known and evidence["head"]:
        head = evidence["head"]
        sys.stdout.write(f"Compare this head with one kept outside: {head['sequence']}:{head['head']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
