"""Jobs of contracts: checking and importing a register in a worker.

Both are safe to run twice: checking writes no contract, and importing a register again changes nothing.
"""

from __future__ import annotations

from typing import Any

from contracts_app.actions.register_imports import RefusedRegister, import_register
from contracts_app.actions.register_runs import STATE, compare_run, keep_report, read_run, record_outcome
from contracts_app.models import ImportRun
from contracts_app.reports.register_errors import error_report
from contracts_app.rules.register_outcome import ImportOutcome, Report
from core import clock
from core.audit import Actor
from core.errors import UserError
from core.jobs import JobCancelled
from core.models import Job


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
