"""What who decided is told of the answer of the second person: which, by whom, why, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from contracts_app.reminders.lateness import late_words
from core.mail.languages import language_of, money_text, weekday_date, written_in
from core.mail.letter import Letter
from core.models import Delivery
from core.reminders.shapes import date_in
from renewals.models import Decision
from renewals.reminders.names import decision_name
from renewals.reminders.place import decision_url
from renewals.rules.decision import DecisionStatus


def letters_for(deliveries: Sequence[Delivery]) -> dict[int, Letter]:
    """Return the letter of each delivery by its id, in its reader's language."""
    ids = {delivery.reminder.subject_id for delivery in deliveries}
    people = ("contract__vendor", "contract__department", "approved_by", "ended_by")
    rows = Decision.unscoped.filter(pk__in=ids).select_related(*people)
    decisions = {row.pk: row for row in rows.defer("snapshot", "contract__search_vector")}
    others, letters = _others_that_stand(decisions), {}
    for delivery in deliveries:
        decision = decisions[delivery.reminder.subject_id]
        language = language_of(delivery.recipient)
        with written_in(language):
            letters[delivery.pk] = _letter(delivery, decision, decision.pk in others, language)
    return letters


def _others_that_stand(decisions: dict[int, Decision]) -> set[int]:
    """Return which decisions have another about the same act-by date that counts or waits."""
    contracts = {row.contract_id for row in decisions.values()}
    scope = Decision.objects.for_system("what stands beside a rejected decision").standing()
    standing = scope.filter(contract__in=contracts).values_list("pk", "contract_id", "act_by_date")
    found = list(standing)
    return {
        row.pk
        for row in decisions.values()
        if any(
            pk != row.pk and (contract, day) == (row.contract_id, row.act_by_date)
            for pk, contract, day in found
        )
    }


def _letter(delivery: Delivery, decision: Decision, has_other: bool, language: str) -> Letter:
    contract, late = decision.contract, delivery.late_days
    is_confirmed = decision.approved_at is not None
    word, sign = (_("Confirmed"), "✓") if is_confirmed else (_("Rejected"), "■")
    what = decision_name(decision.kind)
    return Letter(
        subject=f"[{word}] {what}: {contract.vendor.name}, {contract.title} ({contract.number})",
        status=f"{sign} {word}: {what}",
        headline=f"{contract.vendor.name} · {contract.title}",
        lead=_of_confirmed(decision) if is_confirmed else _of_rejected(decision, has_other),
        paragraphs=(late_words(late, delivery.reminder.due_date),) if late else (),
        facts=tuple(_facts(decision, is_confirmed)),
        button=(_("Open the decision"), settings.SITE_URL + decision_url(decision.pk)),
        why=_("You get this because the decision is yours, or the contract is with you."),
        language=language,
    )


def _of_confirmed(decision: Decision) -> str:
    if decision.status != DecisionStatus.IN_FORCE:
        return _("It was confirmed, but it does not count any more. Its page shows what became of it.")
    if not decision.needs_notice:
        return _("It is in force. No notice is needed.")
    on, send, notice = _answered_on(decision), decision.send_by_date, decision.notice_by_date
    if send is not None and send >= on:
        text = _("It is in force. It takes effect once notice is served: send it by {day}.")
        return text.format(day=weekday_date(send))
    if notice is not None and notice >= on:
        text = _("It is in force. It takes effect once notice is served: the last day for notice is {day}.")
        return text.format(day=weekday_date(notice))
    return _("It is in force. It takes effect once notice is served.")


def _of_rejected(decision: Decision, has_other: bool) -> str:
    if has_other:
        return _("Another decision about the same date stands. The page of the contract shows it.")
    on, act, notice = _answered_on(decision), decision.act_by_date, decision.notice_by_date
    if act is not None and act >= on:
        return _("The contract is undecided again: act by {day}.").format(day=weekday_date(act))
    if notice is not None and notice >= on:
        text = _("The contract is undecided again: the last day for notice is {day}.")
        return text.format(day=weekday_date(notice))
    return _("The contract is undecided again.")


def _answered_on(decision: Decision) -> dt.date:
    """Return the day of the answer where the contract is: what had passed by then is not asked for."""
    answered = decision.answered_at or decision.decided_at
    return date_in(decision.contract.department.timezone, answered)


def _facts(decision: Decision, is_confirmed: bool) -> list[tuple[str, str]]:
    contract = decision.contract
    who = decision.approved_by if is_confirmed else decision.ended_by
    facts = [
        (_("Confirmed by") if is_confirmed else _("Rejected by"), str(who)),
        (_("On"), weekday_date(_answered_on(decision))),
    ]
    if not is_confirmed:
        facts.append((_("Reason"), decision.ended_because))
    facts += [(_("Contract"), f"{contract.number} {contract.title}"), (_("Vendor"), contract.vendor.name)]
    if decision.amount_at_stake is not None:
        facts.append((_("At stake"), money_text(decision.amount_at_stake, decision.currency)))
    return facts
