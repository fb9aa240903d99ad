"""A small company at work: enough of everything that each page of the product has something to show."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.actions.tokens import create_token
from accounts.actions.views import save_view
from accounts.models import Department, RoleAssignment, SavedView, User
from compliance.actions.portfolio import request_portfolio
from compliance.rules.portfolio import PortfolioFilters
from contracts_app.actions.amendments import withdraw_amendment
from contracts_app.actions.register_runs import confirm_import, request_check, upload_register
from contracts_app.models import Contract, ContractAccess, ImportRun
from core import clock
from core.audit import Actor
from core.jobs import drain
from core.mail import mailbox
from core.reminders.sweeping import sweep
from renewals.actions.policies import request_policy_change
from renewals.models import DecisionThreshold, ReminderPolicy
from renewals.rules.policy_draft import PolicyDraft
from slas.actions.claims import detect_claims
from slas.actions.results import judge_all
from slas.models import Claim, Result, Service
from spend.actions.indexes import upload_index
from tests.support.amendments import a_document as a_text
from tests.support.amendments import an_amendment, deletes, inserts, replaces
from tests.support.contract_documents import TERMS, a_document, a_version, clauses_of
from tests.support.contracts import an_entity
from tests.support.deciding import a_vendor_notice, decide, four_eyes_from, notice_of, served
from tests.support.documents import a_pdf
from tests.support.people import a_department, a_user
from tests.support.prices import CPI, a_series, an_uplift, csv_of
from tests.support.registers import HEAD, MAPPING, ROWS
from tests.support.reminding import a_contract, deactivate, due_in
from tests.support.slas import (
    TIERS,
    a_measurement,
    a_result,
    a_service,
    a_target,
    a_ticket,
    an_agreement,
    an_exclusion,
    an_outage,
)
from tests.vendors.support import a_contact, a_vendor
from vendors.models import Vendor

SETTING_UP = Actor.system("test")
BAD_ROW = "A-4,,Nord Cloud,IT,,,,,,,,,,\n"


def an_import(user: User, csv: str, *, until: str) -> ImportRun:
    """Bring an import of ``user`` as far as ``until``: ``draft``, ``checked`` or ``done``."""
    actor = Actor.person(user)
    content, now = csv.encode(), clock.now()
    run = upload_register(actor=actor, source="erp", file_name="register.csv", content=content, now=now)
    if until != "draft":
        request_check(actor=actor, run=run, mapping=MAPPING)
        drain()
        run.refresh_from_db()
    if until == "done":
        confirm_import(actor=actor, run=run, is_skipping_bad_rows=True, now=now)
        drain()
        run.refresh_from_db()
    assert run.state == until, run.message
    return run


def a_company_at_work(boss: User) -> dict[str, Any]:
    """Fill every page that ``boss`` may open; return what the addresses name."""
    department = a_department("IT Procurement")
    vendor = a_vendor("Nord Cloud GmbH", country="DE")
    contract = _contracts(boss, department, vendor)
    left = a_user("left", full_name="Lena Left")
    deactivate(left)
    runs = {
        until: an_import(boss, HEAD + ROWS + BAD_ROW, until=until) for until in ("done", "checked", "draft")
    }
    now = clock.now()
    scopes = ["contracts:read"]
    create_token(actor=SETTING_UP, owner=boss, label="ERP, nightly", scopes=scopes, days=30, now=now)
    filters = PortfolioFilters()
    job = request_portfolio(actor=Actor.person(boss), as_of=now.date(), filters=filters)
    drain()
    sweep()
    return {
        "contract": contract.pk,
        "access": ContractAccess.unscoped.get().pk,
        **_promised(contract),
        "bare": a_contract(now=now, title="Old fax", status="draft", terms={}, notice=False).pk,
        "vendor": vendor.pk,
        "contact": a_contact(vendor).pk,
        "entity": an_entity().pk,
        "department": department.pk,
        "person": boss.pk,
        "left": left.pk,
        "role": RoleAssignment.unscoped.filter(user=boss).latest("pk").pk,
        "draft": runs["draft"].pk,
        "checked": runs["checked"].pk,
        "done": runs["done"].pk,
        "job": job.pk,
        "message": mailbox.message_names()[0],
        "view": _view(boss).pk,
        "policy": _policy(boss).pk,
        **_priced(boss, contract),
        **_amended(boss, contract),
        **_decided(boss, contract),
        **_papered(contract),
    }


def _papered(contract: Contract) -> dict[str, int]:
    """Keep an agreement in two versions, and a scan without text."""
    document = a_document(contract)
    version = a_version(document, TERMS + "\n3. Term\n\n3.1 The term is one year.\nIt may be renewed.\n")
    scan = a_document(contract, name="scan.pdf", data=a_pdf(), kind="sla", title="Scanned service levels")
    clause = clauses_of(version)[-1]
    first = document.versions.get(number=1)
    return {
        "document": document.pk,
        "first_version": first.pk,
        "document_version": version.pk,
        "scan": scan.pk,
        "clause": clause.pk,
    }


def _promised(contract: Contract) -> dict[str, int]:
    """Promise an availability with a gap in its credits, and a time to answer; both were missed once."""
    service = a_service(contract, "portal", name="Customer portal", site="Hamburg")
    gapped = {**TIERS, "bands": TIERS["bands"][:2]}
    version = a_target(service, zone="Europe/Berlin", scheme=gapped)
    late = a_target(service, "response", severity="P1", hours=[[[480, 1080]]] * 5 + [[], []])
    an_agreement(contract, caps=[{"scope": "term", "percent": "8"}], chronic_missed=2, chronic_window=3)
    now = clock.now()
    day = (now.replace(day=1) - dt.timedelta(days=10)).date().isoformat()
    an_outage(service, f"{day}T10:00:00", f"{day}T12:30:00", ref="INC-7")
    an_exclusion(contract, f"{day}T10:00:00", f"{day}T10:20:00")
    a_ticket(service, f"{day}T10:00:00", severity="P1", responded_at=f"{day}T18:45:00")
    judge_all(actor=SETTING_UP, now=now, since=now.date() - dt.timedelta(days=70))
    results = dict(Result.unscoped.order_by("period_first_date").values_list("target_id", "pk"))
    known = a_target(a_service(contract, "mail"), zone="Europe/Berlin")
    last = now.date().replace(day=1) - dt.timedelta(days=1)
    a_result(known, last.replace(day=1), last)
    detect_claims(actor=SETTING_UP, now=now)
    return {
        "sla_service": service.pk,
        "sla_target": version.target_id,
        "sla_version": version.pk,
        "sla_result": results[version.target_id],
        "sla_late": results[late.target_id],
        **_happened(service),
        "sla_claim": Claim.unscoped.latest("pk").pk,
    }


def _happened(service: Service) -> dict[str, int]:
    """Let the service be down three times, once still, and ask to excuse some of it."""
    outage = an_outage(service, "2026-03-01T10:00", "2026-03-01T11:05", ref="INC-1", summary="Disk full")
    an_outage(service, "2026-03-05T10:00", "2026-03-05T10:03", voided_reason="A test of the alarm")
    an_outage(service, "2026-03-07T10:00", None, source="vendor")
    an_exclusion(
        service.contract, "2026-03-05T09:00", "2026-03-05T11:00", rejected_reason="Announced too late"
    )
    asked = an_exclusion(service.contract, "2026-03-01T10:00", "2026-03-01T10:30", kind="our_fault")
    return {"sla_outage": outage.pk, "sla_exclusion": asked.pk, **_figures(service)}


def _figures(service: Service) -> dict[str, int]:
    """Promise a key figure that was checked in twice, once below what is promised; a ticket waited."""
    version = a_target(
        service,
        "key_figure",
        name="Solved at first contact",
        source="Report of the service desk",
        unit="%",
        value=Decimal(80),
        better="higher",
        effective_from=dt.date(2026, 1, 1),
    )
    figure = {"source": "check-in", "note": "From the desk's report"}
    said = a_measurement(version.target, "2026-02-28T23:59:59", "78.5", ref="2026-02-01/2026-02-28", **figure)
    read = a_measurement(
        version.target, "2026-04-02T09:00:00", "82.5", ref="weekly", note="By the desk's tool"
    )
    a_measurement(version.target, "2026-03-31T23:59:59", "84", ref="2026-03-01/2026-03-31", **figure)
    ticket = a_ticket(service, "2026-03-03T10:00", ref="T-2", title="Sign-in fails for some", severity="P2")
    a_ticket(service, "2026-03-04T10:00", ref="T-3", voided_reason="Opened twice")
    return {
        "sla_figure": version.target_id,
        "sla_check_in": said.pk,
        "sla_reading": read.pk,
        "sla_ticket": ticket.pk,
    }


def _priced(boss: User, contract: Contract) -> dict[str, int]:
    """Agree on an index with a cap; a file waits that revises a figure and adds one."""
    series = a_series()
    an_uplift(contract, "index", series_id=series.pk, cap_percent=Decimal(3), announce_days=5)
    content = csv_of(CPI | {"2025-10": "118.3", "2025-11": "118.6"}).encode()
    file = upload_index(actor=Actor.person(boss), file_name="cpi.csv", content=content, now=clock.now())
    return {"index": series.pk, "index_file": file.pk}


def _amended(boss: User, contract: Contract) -> dict[str, int]:
    """Amend the agreement: one counts, one is to come, one was withdrawn, one names what is not there."""
    document = a_text(contract)
    actor, now = Actor.person(boss), clock.now()
    earlier, later = (now.date() + dt.timedelta(days=days) for days in (-30, 60))
    paper = document.versions.get().pk
    made = an_amendment(
        contract, earlier.isoformat(), replaces("1.2", "The vendor supports it at any hour:"),
        inserts("2.3", "Fees are fixed for two years.", after="2.2"), deletes("2.2"),
        document=document, terms={"terms.max_renewals": "4"}, actor=actor, paper_id=paper,
    )  # fmt: skip
    quantity = "notice.us.non_renewal.quantity"
    coming = an_amendment(
        contract, later.isoformat(), deletes("9.9"), document=document, terms={quantity: "45"}, actor=actor,
        is_accepting_misfits=True,
    )  # fmt: skip
    gone = an_amendment(contract, earlier.isoformat(), document=document, actor=actor)
    withdraw_amendment(actor=actor, amendment=gone, reason="Recorded twice.", on=now.date(), now=now)
    return {
        "document": document.pk,
        "amendment": made.pk,
        "coming_amendment": coming.pk,
        "withdrawn_amendment": gone.pk,
    }


def _policy(boss: User) -> ReminderPolicy:
    """Set a reminder policy for large subscriptions."""
    draft = PolicyDraft(
        contract_type="saas",
        minimum_amount=Decimal(100_000),
        currency="EUR",
        offsets="180, 90, 30, 7",
        lead_days=3,
        decision_days=45,
    )
    request_policy_change(actor=Actor.person(boss), draft=draft, policy_id=None)
    drain()
    return ReminderPolicy.unscoped.get()


def _decided(boss: User, contract: Contract) -> dict[str, int]:
    """Decide about contracts: one decision is in force, one waits for a second person."""
    decision = decide(contract, boss, "terminate", now=clock.now())
    notice = notice_of(decision)
    service = served(notice)
    four_eyes_from(100_000)
    tom = User.objects.get(username="tom")
    termination = a_vendor_notice(contract, boss, "termination", now=clock.now())
    return {
        "decision": decision.pk,
        "proposed": decide(contract, tom, "renegotiate", now=clock.now()).pk,
        "notice": notice.pk,
        "vendor_notice": a_vendor_notice(contract, boss, now=clock.now()).pk,
        "termination": termination.pk,
        "task": termination.exit_tasks.earliest("due_date").pk,
        "service": service.pk,
        "threshold": DecisionThreshold.unscoped.get().pk,
    }


def _view(boss: User) -> SavedView:
    """Save a view of the list of contracts that everybody sees as a tab."""
    actor, now = Actor.person(boss), clock.now()
    return save_view(
        actor=actor, page="contracts", name="Running", query="status=active", is_shared=True, now=now
    )


def _contracts(boss: User, department: Department, vendor: Vendor) -> Contract:
    """Record one contract with everything on it, others due at other times, and one without an owner."""
    common = {"vendor_id": vendor.pk, "department": department, "owner": boss}
    contract = due_in(
        10,
        title="Hosting framework",
        backup_owner=a_user("tom", "procurement", full_name="Tom Weiss"),
        named_user_ids=(a_user("lea", "legal", full_name="Lea Haas").pk,),
        entity_id=an_entity().pk,
        tags=("cloud", "critical"),
        description="Two data centers, one of them for backups.",
        governing_law="Germany",
        **common,
    )
    due_in(
        0, title="A long name of a contract that wraps: maintenance of the uninterruptible power", **common
    )
    due_in(200, title="Backup vault", parent_id=contract.pk, **common)
    due_in(-3, title="Voice", **common)
    due_in(5, title="Nobody’s contract", department=department)
    return contract
