"""The work of workers about contracts: registers and documents are read, amendments reach the terms.

All of it is safe to run twice: checking writes no contract, importing a register again changes nothing,
reading a version again finds the same text, and an amendment is applied once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celery import shared_task

from contracts_app.actions.amendments import apply_due_amendments
from contracts_app.actions.reading import keep_text, keep_unreadable
from contracts_app.actions.redlines import keep_redline
from contracts_app.actions.register_imports import RefusedRegister, import_register
from contracts_app.actions.register_runs import STATE, compare_run, keep_report, read_run, record_outcome
from contracts_app.models import Amendment, Contract, DocumentVersion, ImportRun
from contracts_app.reports.comparison import compare
from contracts_app.reports.redline_file import redline_file
from contracts_app.reports.register_errors import error_report
from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses
from contracts_app.rules.register_outcome import ImportOutcome, Report
from core import clock
from core.audit import Actor
from core.errors import UserError
from core.files import RefusedFile, content_store
from core.jobs import JobCancelled
from core.ledger import latest_head
from core.models import Job
from core.pdf import Imprint
from core.reminders.shapes import date_in
from core.text import UnreadableDocument, extract_text

logger = logging.getLogger(__name__)
#: How far the day is ahead where it begins first.
_FIRST_ZONE = dt.timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class AmendmentRun:
    """What one run of applying amendments did: a line for each applied, and for each that could not be."""

    done: tuple[str, ...]
    failed: tuple[str, ...]


@shared_task(name="contracts_app.apply_amendments")
def apply_amendments_task() -> str:
    """Let terms follow the amendments whose day has come; what one run misses, the next one does."""
    run = apply_amendments(clock.now())
    return f"applied {len(run.done)}, failed {len(run.failed)}"


def apply_amendments(now: dt.datetime) -> AmendmentRun:
    """Apply the terms of every amendment whose day has come in the zone of its contract's department.

    Each contract is one transaction; one that fails stops none of the others. Safe to run at any time, twice,
    or late: it ends where punctual runs would have.
    """
    system = Actor.system("apply_amendments")
    rows = Amendment.objects.for_system("terms follow amendments on their day")
    waiting = rows.standing().filter(terms__isnull=False, terms__applied_at__isnull=True)
    soon = waiting.filter(effective_date__lte=(now + _FIRST_ZONE).date())
    contracts = Contract.objects.for_system("terms follow amendments on their day")
    done: list[str] = []
    failed: list[str] = []
    for contract in contracts.filter(pk__in=soon.values("contract")).select_related("department"):
        on = date_in(contract.department.timezone, now)
        try:
            applied = apply_due_amendments(actor=system, contract=contract, on=on, now=now)
        except Exception:  # whatever it is, the other contracts' terms must not wait for it
            logger.exception("Amendments of %s could not be applied", contract.number)
            failed.append(f"{contract.number}: an error; the log of the worker has it")
            continue
        done += [f"{contract.number}: {one.title}" for one in applied.done]
        failed += [f"{contract.number}: {one.title}: {one.problem}" for one in applied.failed]
    return AmendmentRun(tuple(done), tuple(failed))


def run_register_check(job: Job, report: Report) -> dict[str, Any]:
    """Check every row of an uploaded register and say what importing it would do."""
    run = _run_of(job)
    try:
        outcome = compare_run(run, report)
    except JobCancelled:
        _note(run, STATE.DRAFT, None, "The check was cancelled.")
        raise
    except UserError as error:
        _note(run, STATE.DRAFT, None, error.message)
        raise
    _note(run, STATE.CHECKED, outcome, "")
    return _counts(outcome)


def run_register_import(job: Job, report: Report) -> dict[str, Any]:
    """Import a confirmed register, as the person who confirmed it."""
    run = _run_of(job)
    if run.state == STATE.DONE:
        return {"run": run.pk}
    try:
        outcome = import_register(
            actor=Actor.importing(run.pk, run.requested_by),
            register=read_run(run, report),
            now=clock.now(),
            on=clock.today(),
            report=report,
            before_commit=lambda outcome: _keep_skipped(run, outcome),
        )
    except RefusedRegister as refused:
        _note(run, STATE.REFUSED, refused.outcome, refused.message)
        raise
    except JobCancelled as stopped:
        _note(run, STATE.CANCELLED, None, stopped.message)
        raise
    except UserError as error:
        _note(run, STATE.FAILED, None, error.message)
        raise
    return _counts(outcome)


def _run_of(job: Job) -> ImportRun:
    runs = ImportRun.objects.for_system("a worker does what a person asked for")
    return runs.select_related("requested_by__department", "stored_file").get(pk=job.params["run"])


def _actor(run: ImportRun) -> Actor:
    return Actor.importing(run.pk, run.requested_by)


def _keep_skipped(run: ImportRun, outcome: ImportOutcome) -> None:
    if outcome.errors:
        keep_report(actor=_actor(run), run=run, report=error_report(outcome.errors), now=clock.now())


def _note(run: ImportRun, state: str, outcome: ImportOutcome | None, message: str) -> None:
    errors = outcome.errors if outcome else ()
    record_outcome(
        actor=_actor(run),
        run=run,
        state=state,
        outcome=outcome,
        message=message,
        report=error_report(errors) if errors else None,
        now=clock.now(),
    )


def _counts(outcome: ImportOutcome) -> dict[str, Any]:
    return {name: value for name, value in outcome.as_json().items() if name != "errors"}


def run_reading(job: Job, report: Report) -> dict[str, Any]:
    """Read the text of a version, split it into clauses and keep both.

    Reading and splitting are done outside any transaction; keeping is one. A version without text is kept
    as unreadable, with the reason: that is a result, not a failure.
    """
    version = _version_of(job)
    person = job.requested_by
    request_id = f"job:{job.pk}"
    actor = (
        Actor.person(person, channel="task", request_id=request_id)
        if person is not None
        else Actor.system("reading", request_id=request_id)
    )
    report(0, 3, "Reading the text")
    try:
        extracted = extract_text(version.file.name, content_store().read(version.file.sha256))
    except (RefusedFile, UnreadableDocument) as error:
        keep_unreadable(actor=actor, version=version, problem=error.message)
        return {"version": version.pk, "clauses": 0}
    report(1, 3, f"Finding the clauses in {len(extracted.text):,} characters")
    source = ClauseSource(
        extracted.text, extracted.page_starts, extracted.headings, is_markdown=extracted.is_markdown
    )
    clauses = split_clauses(source)
    report(2, 3, f"Keeping {len(clauses):,} clauses")
    keep_text(
        actor=actor,
        version=version,
        extracted=extracted,
        clauses=clauses,
        forget_corrections=bool(job.params.get("forget_corrections")),
        now=clock.now(),
        report=report,
    )
    return {"version": version.pk, "clauses": len(clauses)}


def _version_of(job: Job) -> DocumentVersion:
    versions = DocumentVersion.objects.for_system("a worker reads what a person uploaded")
    return versions.select_related("file").get(pk=job.params["version"])


def make_redline(job: Job, report: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Read both texts, make and keep the redline that a person asked for, of what they may see by now.

    Safe to run twice: it only reads until the file is kept, and a job keeps one file.

    Raises:
        UserError: One of the texts is out of the person's sight meanwhile, or has no words.
    """
    person = job.requested_by
    assert person is not None, "a person asked for the redline"
    report(0, 1, "Comparing")
    found = compare(person, job.params["old"], job.params["new"], clock.now())
    if found is None:
        raise UserError("There is no such text, or you may not see it any more.", code="not_found")
    for side in (found.old, found.new):
        if side.problem:
            raise UserError(side.problem, code="no_text")
    data, media_type, name = redline_file(
        found,
        job.params["form"],
        Imprint(made_by=str(person), made_at=clock.now(), ledger_head=latest_head()),
        lambda done, total: report(done, total, "Laying out pages"),
    )
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}")
    kept = keep_redline(actor=actor, job=job, name=name, data=data, media_type=media_type, now=clock.now())
    return {"file": kept.pk}
