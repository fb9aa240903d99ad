"""Claims: found, brought to the newest results, capped, lost with their window, and moved step by step."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from config.celery import app
from contracts_app.models import Contract
from core.audit import Actor
from core.errors import NotAllowed
from slas.actions.claim_moves import ClaimSaid, Proof, UnableToMoveClaim, move_claim
from slas.actions.claims import GROUND_GONE, detect_claims, lapse_claims
from slas.models import Claim, ClaimBasis, ClaimStep, ResultVersion
from slas.tasks import look_for_claims
from tests.support.contracts import a_contract
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_result, a_service, a_target, an_agreement, an_outage, instant

pytestmark = pytest.mark.django_db

NOW = instant("2026-07-10T08:00:00")
JUNE = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
MAY = (dt.date(2026, 5, 1), dt.date(2026, 5, 31))
PROOF = Proof("receipt.txt", b"Received by the portal on 9 Jul 2026")


@pytest.fixture
def contract() -> Contract:
    return a_contract()


@pytest.fixture
def missed(contract: Contract) -> ResultVersion:
    an_agreement(contract)
    return a_result(a_target(a_service(contract)), *JUNE)


def look(now: dt.datetime = NOW):
    return detect_claims(actor=SYSTEM, now=now)


def the_claim() -> Claim:
    return Claim.unscoped.get()


def move(verb: str, claim: Claim | None = None, actor: Actor = SYSTEM, **said) -> Claim:
    return move_claim(actor=actor, claim=claim or the_claim(), verb=verb, said=ClaimSaid(**said), now=NOW)


def submitted() -> Claim:
    move("gather")
    move("draft")
    return move("submit", on_date=dt.date(2026, 7, 9), proof=PROOF)


def test_a_missed_period_makes_one_claim_with_its_amount_window_and_bases(missed):
    assert look().made == 1
    assert look().made == 0

    claim = the_claim()
    assert (claim.status, claim.asked_amount, claim.currency) == ("detected", Decimal(1_000), "EUR")
    assert (claim.last_date, claim.latest_date) == (dt.date(2026, 7, 30), dt.date(2026, 7, 30))
    assert list(ClaimBasis.unscoped.values_list("claim", "version")) == [(claim.pk, missed.pk)]
    assert list(ClaimStep.unscoped.values_list("verb", "to_status", "amount")) == [
        ("detect", "detected", Decimal(1_000))
    ]


def test_promises_that_were_missed_together_are_one_claim(contract, missed):
    a_result(a_target(a_service(contract, "mail")), *JUNE, credit_amount=Decimal("250.50"))

    look()

    assert the_claim().asked_amount == Decimal("1250.50")
    assert ClaimBasis.unscoped.count() == 2


def test_a_period_that_is_not_over_or_was_kept_makes_no_claim(contract):
    terms = a_target(a_service(contract))
    a_result(terms, dt.date(2026, 7, 1), dt.date(2026, 7, 31))
    a_result(terms, *JUNE, is_met=True, credit_status="not_due", credit_amount=None)

    assert look().made == 0


def test_a_cap_of_the_year_holds_what_several_periods_ask_for(contract):
    an_agreement(contract, caps=[{"scope": "year", "amount": "1500"}])
    terms = a_target(a_service(contract))
    a_result(terms, *MAY)
    a_result(terms, *JUNE)

    assert look().made == 2
    assert look().followed == 0
    asked = Claim.unscoped.order_by("period_first_date").values_list("asked_amount", flat=True)
    assert list(asked) == [Decimal(1_000), Decimal(500)]


def test_what_is_below_the_minimum_is_not_claimed(contract):
    an_agreement(contract, minimum_amount=Decimal(5_000))
    a_result(a_target(a_service(contract)), *JUNE)

    assert look().made == 0


def test_a_credit_that_is_not_known_leaves_the_amount_open_and_the_claim_cannot_be_submitted(
    contract, missed
):
    unknown = {"credit_status": "undecided", "credit_amount": None, "credit_currency": ""}
    a_result(a_target(a_service(contract, "mail")), *JUNE, **unknown)
    look()
    assert the_claim().asked_amount is None
    move("gather")
    move("draft")

    with pytest.raises(UnableToMoveClaim) as refused:
        move("submit", on_date=dt.date(2026, 7, 9), proof=PROOF)

    assert "not known yet" in refused.value.message


def test_days_added_to_the_term_are_claimed_and_accepted_without_money(contract):
    a_result(a_target(a_service(contract)), *JUNE, credit_amount=None, credit_currency="", credit_days=3)
    look()
    assert (the_claim().asked_amount, the_claim().asked_days) == (None, Decimal(3))

    submitted()

    assert move("accept", on_date=dt.date(2026, 7, 10)).status == "accepted"


def test_a_window_is_counted_from_the_first_incident_and_lost_after_the_last(contract):
    an_agreement(contract, window_anchor="incident_end", window_quantity=7)
    service = a_service(contract)
    a_result(a_target(service), *JUNE)
    an_outage(service, "2026-06-02T10:00:00", "2026-06-02T12:00:00")
    an_outage(service, "2026-06-20T10:00:00", "2026-06-20T12:00:00")

    look()

    assert (the_claim().last_date, the_claim().latest_date) == (dt.date(2026, 6, 9), dt.date(2026, 6, 27))


def test_without_an_agreement_nothing_lapses(contract):
    a_result(a_target(a_service(contract)), *JUNE)
    look()

    assert the_claim().last_date is None
    assert lapse_claims(actor=SYSTEM, now=instant("2030-01-01T00:00:00")) == 0


def test_a_claim_that_is_not_submitted_follows_a_correction(missed):
    look()
    newer = a_result(missed.terms, *JUNE, number=2, credit_amount=Decimal(400))

    assert look().followed == 1
    assert look().followed == 0

    assert the_claim().asked_amount == Decimal(400)
    assert list(ClaimBasis.unscoped.values_list("version", flat=True)) == [newer.pk]


def test_a_submitted_claim_keeps_what_it_was_based_on(missed):
    look()
    submitted()
    a_result(missed.terms, *JUNE, number=2, credit_amount=Decimal(400))

    assert look().followed == 0

    assert the_claim().asked_amount == Decimal(1_000)
    assert list(ClaimBasis.unscoped.values_list("version", flat=True)) == [missed.pk]


def test_a_claim_whose_ground_is_gone_is_withdrawn_and_made_anew_when_it_is_back(missed):
    look()
    kept = {"is_met": True, "credit_status": "not_due", "credit_amount": None}
    a_result(missed.terms, *JUNE, number=2, **kept)

    assert look().withdrawn == 1
    assert ClaimStep.unscoped.latest("pk").reason == GROUND_GONE
    assert look().withdrawn == 0

    a_result(missed.terms, *JUNE, number=3)
    assert look().made == 1


def test_what_a_person_withdrew_is_not_made_again_on_the_same_results(missed):
    look()
    move("withdraw", reason="Settled by hand")

    assert look().made == 0


def test_a_claim_is_lost_after_the_last_day_in_the_zone_of_the_contract(contract):
    an_agreement(contract, window_zone="America/New_York")
    a_result(a_target(a_service(contract)), *JUNE)
    look()

    assert lapse_claims(actor=SYSTEM, now=instant("2026-07-31T03:59:59")) == 0
    assert lapse_claims(actor=SYSTEM, now=instant("2026-07-31T04:00:00")) == 1
    assert lapse_claims(actor=SYSTEM, now=instant("2026-07-31T04:00:00")) == 0
    assert the_claim().status == "lost"


def test_a_lost_claim_that_is_taken_up_does_not_lapse_again(missed):
    look()
    later = instant("2026-08-05T00:00:00")
    lapse_claims(actor=SYSTEM, now=later)
    move("take_up", reason="The vendor grants it all the same")

    assert lapse_claims(actor=SYSTEM, now=later) == 0


def test_a_claim_goes_from_detected_to_credited_in_part(missed):
    look()
    claim = submitted()
    assert (claim.status, claim.submitted_date) == ("submitted", dt.date(2026, 7, 9))
    assert ClaimStep.unscoped.get(verb="submit").proof.name == "receipt.txt"

    move("accept_in_part", on_date=dt.date(2026, 7, 10), amount=Decimal(600), reason="Goodwill only")
    claim = move("credit", on_date=dt.date(2026, 7, 10), reference="CN-17")

    assert (claim.status, claim.accepted_amount, claim.credit_note_ref) == ("credited", Decimal(600), "CN-17")
    verbs = ClaimStep.unscoped.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["detect", "gather", "draft", "submit", "accept_in_part", "credit"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"proof": PROOF}, "on_date"),
        ({"on_date": dt.date(2026, 7, 9)}, "proof"),
        ({"on_date": dt.date(2026, 7, 11), "proof": PROOF}, "on_date"),
        ({"on_date": dt.date(2026, 6, 30), "proof": PROOF}, "on_date"),
        ({"on_date": dt.date(2026, 7, 9), "proof": PROOF, "amount": Decimal(5)}, "amount"),
    ],
)
def test_a_submission_that_lacks_something_names_it(missed, said, field):
    look()
    move("gather")
    move("draft")

    with pytest.raises(UnableToMoveClaim) as refused:
        move("submit", **said)

    assert list(refused.value.fields) == [field]
    assert the_claim().status == "drafted"


def test_accepting_takes_the_whole_amount_and_in_part_less(missed):
    look()
    submitted()
    day = dt.date(2026, 7, 10)

    for verb, amount in (("accept", Decimal(999)), ("accept_in_part", Decimal(1_000))):
        with pytest.raises(UnableToMoveClaim) as refused:
            move(verb, on_date=day, amount=amount, reason="So they say")
        assert list(refused.value.fields) == ["amount"]


def test_a_step_that_the_table_does_not_have_is_refused(missed):
    look()

    for verb in ("credit", "lapse", "nonsense"):
        with pytest.raises(UnableToMoveClaim):
            move(verb, reason="Because")


def test_who_may_not_claim_moves_nothing_and_finds_nothing(contract, missed):
    look()
    stranger = Actor.person(a_user())

    with pytest.raises(NotAllowed):
        move("gather", actor=stranger)
    with pytest.raises(NotAllowed):
        detect_claims(actor=stranger, now=NOW, contract_ids=[contract.pk])


def test_the_command_and_the_task_find_claims_and_a_second_run_finds_nothing_new(missed, time_machine):
    time_machine.move_to(NOW)
    out = StringIO()
    call_command("detect_claims", stdout=out)
    assert out.getvalue() == "1 claims made, 0 brought to the newest results, 0 withdrawn, 0 lost.\n"
    assert look_for_claims() == "made 0, followed 0, withdrawn 0, lost 0"
    time_machine.move_to(instant("2026-08-05T08:00:00"))
    assert look_for_claims() == "made 0, followed 0, withdrawn 0, lost 1"


def test_workers_look_for_claims_every_hour():
    entry = settings.CELERY_BEAT_SCHEDULE["find-claims"]
    assert (entry["task"], entry["schedule"]) == ("slas.claims", 3600.0)
    assert "slas.claims" in app.tasks
