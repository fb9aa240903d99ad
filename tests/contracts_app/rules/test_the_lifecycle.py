"""The transition table of contracts, every state with every verb."""

from __future__ import annotations

import pytest

from contracts_app.rules.lifecycle import (
    ENDED,
    IN_FORCE,
    NOT_YET_IN_FORCE,
    STATUS_LABELS,
    STATUS_LOOKS,
    TRANSITIONS,
    find_transition,
    transitions_from,
)

#: What the business agreed on: from each state, the verbs that apply and where they lead.
MOVES = {
    "draft": {"submit": "in_review", "abandon": "closed"},
    "in_review": {"return": "draft", "approve": "approved"},
    "approved": {"reopen": "in_review", "send": "out_for_signature"},
    "out_for_signature": {"recall": "approved", "execute": "executed"},
    "executed": {"activate": "active", "terminate": "terminated", "supersede": "superseded"},
    "active": {
        "serve_notice": "notice_served",
        "hold_over": "holdover",
        "expire": "expired",
        "terminate": "terminated",
        "supersede": "superseded",
    },
    "notice_served": {"withdraw_notice": "active", "expire": "expired", "terminate": "terminated"},
    "holdover": {
        "serve_notice": "notice_served",
        "renew": "active",
        "expire": "expired",
        "terminate": "terminated",
        "supersede": "superseded",
    },
    "expired": {"supersede": "superseded", "reinstate": "active", "close": "closed"},
    "terminated": {"close": "closed"},
    "superseded": {"close": "closed"},
    "closed": {},
}
NEED_A_REASON = {
    "return", "reopen", "recall", "withdraw_notice", "terminate", "supersede", "reinstate", "abandon"
}  # fmt: skip
VERBS = sorted({move.verb for move in TRANSITIONS})


@pytest.mark.parametrize("status", list(MOVES))
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_leads_from_every_state_where_the_table_says(status, verb):
    move = find_transition(verb, status)

    assert (move.target if move else None) == MOVES[status].get(verb)


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda move: f"{move.source}-{move.verb}")
def test_a_move_that_undoes_or_ends_something_needs_a_reason(move):
    assert move.needs_reason == (move.verb in NEED_A_REASON)


def test_every_state_has_a_label_a_look_and_one_group():
    assert set(STATUS_LABELS) == set(MOVES) == set(STATUS_LOOKS)
    assert {*NOT_YET_IN_FORCE, *IN_FORCE, *ENDED} == set(MOVES)
    assert len(NOT_YET_IN_FORCE) + len(IN_FORCE) + len(ENDED) == len(MOVES)


def test_only_a_closed_contract_stays_where_it_is():
    assert [status for status in MOVES if not transitions_from(status)] == ["closed"]


def test_every_state_can_be_reached_from_a_draft():
    reached, before = {"draft"}, set()
    while reached != before:
        before = set(reached)
        reached |= {move.target for move in TRANSITIONS if move.source in reached}

    assert reached == set(MOVES)
