"""The work of jobs about renewals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts_app.models import Contract
from core import clock
from core.audit import Actor
from core.errors import UserError
from core.ledger import latest_head
from core.models import Job
from core.pdf import Imprint
from renewals.actions.packs import keep_pack
from renewals.actions.policies import remove_reminder_policy, set_reminder_policy
from renewals.reports.pack.printing import file_name_of, print_pack
from renewals.reports.pack.reading import JOINED, read_pack, sections_to_read
from renewals.rules.policy_draft import PolicyDraft


def change_policy(job: Job, report: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Set or remove a reminder policy that a person asked for, with all that follows, or nothing of it.

    Safe to run twice: a policy that is as asked is left alone, and one that is gone is refused in words.
    """
    person, params = job.requested_by, job.params
    assert person is not None, "a person asked for the change"
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}", reason=params["reason"])
    if params["draft"] is None:
        remove_reminder_policy(actor=actor, policy_id=params["policy"], now=clock.now(), report=report)
        return {}
    draft = PolicyDraft.from_json(params["draft"])
    policy = set_reminder_policy(
        actor=actor, draft=draft, policy_id=params["policy"], now=clock.now(), report=report
    )
    return {"policy": policy.pk}


def make_pack(job: Job, report: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Read, print and keep the leverage pack that a person asked for, of what they may see by now.

    Safe to run twice: it only reads until the file is kept, and a job keeps one file.

    Raises:
        UserError: The contract is out of the person's sight meanwhile.
    """
    person = job.requested_by
    assert person is not None, "a person asked for the pack"
    seen = Contract.objects.visible_to(person).select_related(*JOINED).defer("search_vector")
    contract = seen.filter(pk=job.params["contract"]).first()
    if contract is None:
        raise UserError("There is no such contract, or you may not see it any more.", code="not_found")
    steps = len(sections_to_read()) + 1
    pack = read_pack(
        contract, person, clock.now(), lambda done, total: report(done, steps, "Reading sections")
    )
    report(steps - 1, steps, "Laying out pages")
    pdf = print_pack(
        pack,
        imprint=Imprint(made_by=str(person), made_at=clock.now(), ledger_head=latest_head()),
        progress=lambda done, total: report(steps, steps, "Keeping the file"),
    )
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}")
    name = file_name_of(pack)
    kept = keep_pack(actor=actor, job=job, contract=contract, name=name, pdf=pdf, now=clock.now())
    return {"file": kept.pk, "sha256_of_content": pack.sha256}
