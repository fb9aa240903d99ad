"""The work of workers about services: judging how targets were kept, finding claims, making their letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from celery import shared_task

from contracts_app.models import Contract
from contracts_app.reports.register_errors import error_report
from core import clock
from core.audit import Actor
from core.errors import UserError
from core.ledger import latest_head
from core.models import Job
from core.pdf import Imprint
from slas.actions.claim_letters import keep_claim_letter
from slas.actions.claims import detect_claims, lapse_claims
from slas.actions.monthly_reports import keep_monthly_report
from slas.actions.results import judge_all
from slas.actions.taking import WrongRows
from slas.actions.uploads import keep_refused_rows, take_file, uploaded_bytes
from slas.models import Claim, ResultVersion
from slas.reports.claim_letter import claim_letter, file_name_of, letter_pdf
from slas.reports.monthly import printing
from slas.reports.monthly.contract import JOINED, read_contract_report
from slas.reports.monthly.portfolio import read_portfolio_report
from slas.rules.report_month import ReportMonth


@shared_task(name="slas.judge")
def judge_targets() -> str:
    """Judge every period that is over; what one run misses, the next one does. Safe to run twice.

    What is judged from the same facts makes no new version.
    """
    done = judge_all(actor=Actor.system("judge"), now=clock.now())
    return f"first {done.first}, corrected {done.corrected}, unchanged {done.unchanged}, locked {done.locked}"


@shared_task(name="slas.claims")
def look_for_claims() -> str:
    """Make claims of what was missed, follow corrections, and lose what was not claimed in time.

    What one run misses, the next one does. Safe to run twice.
    """
    actor, now = Actor.system("claims"), clock.now()
    done = detect_claims(actor=actor, now=now)
    done.lost = lapse_claims(actor=actor, now=now)
    return f"made {done.made}, followed {done.followed}, withdrawn {done.withdrawn}, lost {done.lost}"


def make_claim_letter(job: Job, report: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Write, print and keep the letter of a claim that a person asked for, of what they may see by now.

    Safe to run twice: it only reads until the file is kept, and a job keeps one file.

    Raises:
        UserError: The claim is out of the person's sight meanwhile, or cannot be written yet.
    """
    person = job.requested_by
    assert person is not None, "a person asked for the letter"
    seen = Claim.objects.visible_to(person).select_related("contract__vendor", "contract__entity")
    claim = seen.filter(pk=job.params["claim"]).first()
    if claim is None:
        raise UserError("There is no such claim, or you may not see it any more.", code="not_found")
    report(0, 2, "Reading what happened")
    joined = ("result__target__service__contract__terms", "terms__target")
    versions = ResultVersion.objects.visible_to(person).filter(claim_bases__claim=claim)
    others = list(Claim.objects.visible_to(person).filter(contract_id=claim.contract_id))
    letter = claim_letter(claim, list(versions.select_related(*joined).order_by("pk")), others, clock.now())
    report(1, 2, "Laying out pages")
    imprint = Imprint(made_by=str(person), made_at=clock.now(), ledger_head=latest_head())
    pdf = letter_pdf(letter, imprint)
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}")
    name = file_name_of(letter)
    kept = keep_claim_letter(actor=actor, job=job, claim=claim, name=name, pdf=pdf, now=clock.now())
    return {"file": kept.pk, "sha256_of_content": letter.sha256}


def make_monthly_report(job: Job, report: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Read, print and keep the monthly report that a person asked for, of what they may see by now.

    Safe to run twice: it only reads until the file is kept, and a job keeps one file.

    Raises:
        UserError: The contract is out of the person's sight meanwhile.
    """
    person = job.requested_by
    assert person is not None, "a person asked for the report"
    month = ReportMonth(dt.date.fromisoformat(f"{job.params['month']}-01"))
    contract = _contract_of(job)
    now = clock.now()

    def reading(done: int, total: int) -> None:
        report(done, total, "Reading what happened")

    if contract is None:
        found = read_portfolio_report(person, month, now, reading)
    else:
        found = read_contract_report(contract, person, month, now, reading)
    pdf = printing.print_monthly_report(
        found,
        imprint=Imprint(made_by=str(person), made_at=clock.now(), ledger_head=latest_head()),
        progress=lambda done, total: report(done, total, "Laying out pages"),
    )
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}")
    name = printing.file_name_of(found)
    kept = keep_monthly_report(actor=actor, job=job, contract=contract, name=name, pdf=pdf, now=clock.now())
    return {"file": kept.pk, "sha256_of_content": found.sha256}


def _contract_of(job: Job) -> Contract | None:
    """Return the contract that a report is about; None for all contracts."""
    pk = job.params["contract"]
    if pk is None:
        return None
    seen = Contract.objects.visible_to(job.requested_by).select_related(*JOINED).defer("search_vector")
    contract: Contract | None = seen.filter(pk=pk).first()
    if contract is None:
        raise UserError("There is no such contract, or you may not see it any more.", code="not_found")
    return contract


def take_rows(job: Job, report: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Record what a large file of outages, tickets or measurements says, as the person who uploaded it.

    Safe to run twice: it is recorded in one transaction, and the same rows again change nothing.

    Raises:
        UserError: The contract is out of the person's sight meanwhile, or rows of the file are wrong.
    """
    person = job.requested_by
    assert person is not None, "a person uploaded the file"
    seen = Contract.objects.visible_to(person).select_related("department")
    contract = seen.filter(pk=job.params["contract"]).first()
    if contract is None:
        raise UserError("There is no such contract, or you may not see it any more.", code="not_found")
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}")
    try:
        taken = take_file(
            actor=actor,
            contract=contract,
            kind=job.params["kind"],
            raw=uploaded_bytes(job),
            now=clock.now(),
            report=report,
        )
    except WrongRows as refused:
        refused_csv = error_report(refused.errors)
        keep_refused_rows(actor=actor, job=job, report_csv=refused_csv, now=clock.now())
        raise
    return {"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged}
