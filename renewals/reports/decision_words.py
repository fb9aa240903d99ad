"""The words for decisions: their state, and what follows from each kind, before it is taken and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.pages.status import StatusWord
from core.rules.wording import short_date, weekday_date
from renewals.models import Deadline, Decision, Notice
from renewals.rules.answer import Consequence
from renewals.rules.decision import DecisionKind, DecisionPoint, needs_notice
from renewals.rules.ending_rule import EndingRule
from renewals.rules.ending_rule_words import leaves_on

_WORDS: Final = {
    Decision.Status.PROPOSED: "review",
    Decision.Status.IN_FORCE: "done",
    Decision.Status.REJECTED: "missed",
    Decision.Status.WITHDRAWN: "draft",
    Decision.Status.SUPERSEDED: "draft",
}


def word_of_decision(decision: Decision) -> StatusWord:
    """Return the status word of a decision: its kind while it counts, else its state too."""
    kind = decision.get_kind_display()
    if decision.status == Decision.Status.IN_FORCE:
        return StatusWord("done", f"Decided: {kind.lower()}")
    return StatusWord(
        _WORDS[Decision.Status(decision.status)], f"{decision.get_status_display()}: {kind.lower()}"
    )


def word_of_status(decision: Decision) -> StatusWord:
    """Return the status word of a decision, for where its kind stands beside it."""
    return StatusWord(_WORDS[Decision.Status(decision.status)], decision.get_status_display())


def what_follows(kind: str, deadline: Deadline, rules: Sequence[EndingRule] = ()) -> str:
    """Return what a decision of ``kind`` would mean for the present deadline, in a sentence or two.

    Args:
        kind: A ``DecisionKind``.
        deadline: The present deadline.
        rules: The rules under which we can end the contract, the one with the earliest exit first.
    """
    point, fate = deadline.point, deadline.if_nobody_acts
    if kind == DecisionKind.TERMINATE:
        return _terminated(deadline, rules)
    if kind == DecisionKind.RENEGOTIATE:
        return f"Talks begin. {_meanwhile(deadline, point)}"
    if needs_notice(kind, fate):
        return _by_notice(kind, point)
    if kind == DecisionKind.LET_LAPSE:
        return f"It ends by itself{_on(deadline)}; nothing need be sent."
    if kind == DecisionKind.RENEW_WITH_CHANGES:
        return f"The changes must be agreed with the vendor. {_meanwhile(deadline, point)}"
    return _renewed(deadline)


def _terminated(deadline: Deadline, rules: Sequence[EndingRule]) -> str:
    is_option = deadline.if_nobody_acts == Consequence.OPTION_IS_LOST
    no_need = " Not exercising the option needs no notice: for that, let it lapse." if is_option else ""
    if not rules and is_option:
        return f"No rule of ours to end it is recorded, so the letter cites none.{no_need}"
    if len(rules) > 1:
        said = "A notice must be served under one of the rules below"
        return f"{said}. The letter is prepared next, and proof of service is kept.{no_need}"
    if not rules:
        return _by_notice(DecisionKind.TERMINATE, deadline.point) + no_need
    (rule,) = rules
    point = DecisionPoint(None, rule.send_by_date, rule.notice_by_date, rule.exit_date)
    clause = f" (clause {rule.clause_ref})" if rule.clause_ref else ""
    under = f" The rule for it is that on {rule.label.lower()}{clause}."
    return _by_notice(DecisionKind.TERMINATE, point, leaves_on(rule)) + under + no_need


def _by_notice(kind: str, point: DecisionPoint, leaves: str = "") -> str:
    said = "The option is exercised by a notice" if kind.startswith("renew") else "A notice must be served"
    if point.notice_by_date:
        said += f", by {weekday_date(point.notice_by_date)}"
    if point.send_by_date and point.send_by_date != point.notice_by_date:
        said += f" (sent by {weekday_date(point.send_by_date)})"
    if kind.startswith("renew"):
        return f"{said}. The letter is prepared next."
    ends = f"It then ends on {leaves or short_date(point.exit_date)}. " if point.exit_date else ""
    return f"{said}. {ends}The letter is prepared next, and proof of service is kept."


def _meanwhile(deadline: Deadline, point: DecisionPoint) -> str:
    """Say what happens while nothing else is agreed."""
    fate, renews = deadline.if_nobody_acts, deadline.renewal_date
    if fate == Consequence.RENEWS and renews:
        until = f"no notice is given by {weekday_date(point.notice_by_date)}" if point.notice_by_date else ""
        return f"If {until or 'nothing is agreed'}, it renews on {short_date(renews)} all the same."
    if fate in (Consequence.LAPSES, Consequence.OPTION_IS_LOST):
        return f"If nothing is agreed, it ends{_on(deadline)}."
    return "Until something else is agreed it runs on as it is."


def _renewed(deadline: Deadline) -> str:
    fate, renews = deadline.if_nobody_acts, deadline.renewal_date
    if fate == Consequence.RENEWS and renews:
        return f"It renews on {short_date(renews)}; nothing need be sent."
    if fate == Consequence.LAPSES:
        return f"It does not renew by itself: a new agreement must be made before it ends{_on(deadline)}."
    if fate == Consequence.GOES_INTO_HOLDOVER:
        return f"It continues in holdover{_on(deadline, 'after')} unless a new agreement is made."
    return "It runs on as it is; nothing need be sent."


def _on(deadline: Deadline, word: str = "on") -> str:
    return f" {word} {short_date(deadline.term_end)}" if deadline.term_end else ""


def what_is_left(decision: Decision) -> str:
    """Return what must still be done after a decision in force, empty where nothing must.

    A notice is to be served until it is closed, which takes a service with its proof.
    """
    if decision.status != Decision.Status.IN_FORCE or not decision.needs_notice:
        return ""
    notice: Notice | None = getattr(decision, "notice", None)
    if notice is not None and notice.status == Notice.Status.CLOSED:
        return ""
    if decision.notice_by_date is None:
        return "Notice to be served"
    return f"Notice to be served by {weekday_date(decision.notice_by_date)}"
