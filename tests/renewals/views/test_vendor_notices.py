"""What the vendor told us: recorded, its clock on the contract page and Home, dealt with."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from core.rules.wording import short_date
from renewals.models import Notice
from tests.support.contracts import history_of
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import due_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(ana):
    return due_in(100, owner=ana, title="Hosting framework")


def in_days(days: int) -> str:
    return (clock.now().date() + dt.timedelta(days=days)).isoformat()


def given(**changes) -> dict:
    said = {
        "kind": "price_increase",
        "received_date": in_days(-1),
        "effective_date": in_days(60),
        "answer_by_date": in_days(14),
        "statement": "4.2 % more.",
    }
    return said | changes


def opened(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def record(client, contract, **changes):
    return client.post(reverse("vendor_notice_record", args=[contract.pk]), given(**changes))


def test_a_price_increase_starts_a_clock_of_its_own(ana, contract):
    client = signed_in(ana)
    assert "clock of its own" in opened(client, "vendor_notice_record", contract.pk)
    answer = record(client, contract)
    made = Notice.unscoped.get()
    assert answer.url == reverse("vendor_notice", args=[made.pk])
    assert (made.direction, made.exit_date) == ("theirs", None)
    page = opened(client, "vendor_notice", made.pk)
    assert "The vendor raises the price from" in page
    assert "Answer by" in page
    assert "4.2 % more." in page
    assert "The vendor raises the price from" in opened(client, "contract", contract.pk)
    assert "The vendor raises the price from" in opened(client, "contract_decisions", contract.pk)
    assert "The vendor raises the price from" in opened(client, "home")


def test_a_termination_says_the_last_day_in_force(ana, contract):
    client = signed_in(ana)
    record(client, contract, kind="termination", answer_by_date="")
    made = Notice.unscoped.get()
    assert made.exit_date == made.effective_date
    assert "The vendor terminates: the last day in force is" in opened(client, "vendor_notice", made.pk)
    assert "The vendor terminates" not in opened(client, "home")


def moved(made, verb):
    return reverse("vendor_notice_move", args=[made.pk, verb])


def test_an_accepted_notice_ends_the_contract_and_every_page_says_so(ana, contract):
    client = signed_in(ana)
    record(client, contract, kind="termination", effective_date=in_days(40))
    made = Notice.unscoped.get()
    assert "nothing is to be decided any more" in opened(client, "vendor_notice_move", made.pk, "accept")
    assert client.post(moved(made, "accept"), {"reason": ""}).status_code == 302
    day = short_date(dt.date.fromisoformat(in_days(40)))
    assert f"It is accepted: the contract ends on {day}." in opened(client, "vendor_notice", made.pk)
    page = opened(client, "contract_deadline", contract.pk)
    assert "The vendor gave notice, which was accepted" in page
    assert f"Notice was served: it ends on {day}." in page
    assert f"Notice served, ends {day}" in page
    assert "Act by" not in page.partition("Earlier answers")[0].partition("Reminders")[0]
    header = opened(client, "contract", contract.pk)
    assert f"Notice served, ends {day}" in header
    assert f'<a href="{reverse("vendor_notice", args=[made.pk])}">the notice</a>' in header
    assert (
        "The contract ends on" in client.get(f"{reverse('what_if')}?contract={contract.pk}").content.decode()
    )
    assert f"Notice served, ends {day}" in opened(client, "contract_list")
    assert "Hosting framework" not in opened(client, "board")
    said = {"kind": "termination", "effective_date": in_days(50), "version": 2, "answer_by_date": ""}
    correct = reverse("vendor_notice_correct", args=[made.pk])
    assert client.post(correct, given(**said)).status_code == 302
    later = short_date(dt.date.fromisoformat(in_days(50)))
    assert f"Notice served, ends {later}" in opened(client, "contract", contract.pk)
    assert client.post(correct, given(**said)).status_code == 422
    assert client.post(moved(made, "withdraw"), {"reason": "A mistake."}).status_code == 302
    assert "Act by" in opened(client, "contract", contract.pk)
    assert "The vendor has withdrawn it." in opened(client, "vendor_notice", made.pk)


def test_before_it_is_accepted_the_page_says_how_our_own_notice_would_end_it_sooner(ana, contract):
    client = signed_in(ana)
    record(client, contract, kind="termination", effective_date=in_days(400))
    record(client, contract, kind="termination", effective_date=in_days(40))
    late, soon = Notice.unscoped.order_by("pk")
    words = f"would end it on {short_date(dt.date.fromisoformat(in_days(130)))} already"
    assert words in opened(client, "vendor_notice", late.pk)
    assert words in opened(client, "vendor_notice_move", late.pk, "accept")
    assert "already" not in opened(client, "vendor_notice", soon.pk)
    client.post(moved(late, "accept"), {"reason": ""})
    assert words not in opened(client, "vendor_notice", late.pk)


def test_the_page_says_whether_it_came_in_time(ana, contract):
    client = signed_in(ana)
    record(client, contract, kind="non_renewal")
    assert "No notice rule of the vendor is recorded" in opened(
        client, "vendor_notice", Notice.unscoped.get().pk
    )


def test_its_tasks_stand_on_the_page_and_on_home_and_are_ticked(ana, contract):
    client = signed_in(ana)
    record(client, contract, kind="termination", effective_date=in_days(40))
    made = Notice.unscoped.get()
    page = opened(client, "vendor_notice", made.pk)
    for words in ("Exit tasks", "Find a replacement", "Get our data back", "Check the final invoice"):
        assert words in page
    task = made.exit_tasks.get(kind="replacement")
    assert "Find a replacement: the vendor ends it on" in opened(client, "home")
    assert "What was done" in opened(client, "exit_task_done", task.pk)
    done = reverse("exit_task_done", args=[task.pk])
    assert client.post(done, {"note": "Moved to Süd Cloud."}).url == reverse("vendor_notice", args=[made.pk])
    assert "Moved to Süd Cloud." in opened(client, "vendor_notice", made.pk)
    assert "Find a replacement: the vendor ends it on" not in opened(client, "home")
    assert client.post(reverse("exit_task_reopen", args=[task.pk])).status_code == 302
    assert "Find a replacement: the vendor ends it on" in opened(client, "home")
    task.refresh_from_db()
    change = reverse("exit_task_change", args=[task.pk])
    said = {"owner": "", "due_date": in_days(35), "version": task.row_version}
    assert "Ana Ruiz" in client.get(change).content.decode()
    assert client.post(change, said).status_code == 302
    assert client.post(change, said).status_code == 422
    task.refresh_from_db()
    assert (task.owner, task.due_date.isoformat()) == (None, in_days(35))


def test_a_task_is_not_for_everybody_who_sees_it(ana, contract):
    record(signed_in(ana), contract, kind="termination")
    task = Notice.unscoped.get().exit_tasks.first()
    auditor = signed_in(a_user("aud", "auditor"))
    stranger = signed_in(a_user("zoe"))
    for name in ("exit_task_done", "exit_task_reopen", "exit_task_change"):
        address = reverse(name, args=[task.pk])
        assert auditor.get(address).url == reverse("vendor_notice", args=[task.notice_id])
        assert stranger.get(address).status_code == 404
    assert auditor.post(reverse("exit_task_done", args=[task.pk]), {"note": ""}).status_code == 403


def test_the_letter_is_uploaded_with_the_notice_or_afterwards(ana, contract, settings, tmp_path):
    settings.FILE_STORE_DIR = tmp_path / "files"
    client = signed_in(ana)
    record(client, contract, letter=SimpleUploadedFile("letter.txt", b"4.2 % more."))
    page = opened(client, "vendor_notice", Notice.unscoped.get().pk)
    assert "letter.txt" in page
    record(client, contract, letter="")
    later = Notice.unscoped.latest("pk")
    assert "Attach the letter" in opened(client, "vendor_notice", later.pk)
    address = reverse("vendor_notice_letter", args=[later.pk])
    assert client.get(address).status_code == 200
    bad = client.post(address, {"letter": SimpleUploadedFile("letter.pdf", b"no pdf")})
    assert bad.status_code == 422
    assert client.post(address, {"letter": SimpleUploadedFile("l.txt", b"4.2 %")}).status_code == 302
    later.refresh_from_db()
    assert client.get(reverse("file_download", args=[later.vendor_letter_id])).status_code == 200


def test_a_move_that_is_not_possible_leads_back(ana, contract):
    client = signed_in(ana)
    record(client, contract)
    made = Notice.unscoped.get()
    assert client.get(moved(made, "accept")).url == reverse("vendor_notice", args=[made.pk])
    assert Notice.unscoped.get().outcome == ""


def test_it_is_dealt_with_once_and_says_how(ana, contract):
    client = signed_in(ana)
    record(client, contract)
    made = Notice.unscoped.get()
    settle = moved(made, "settle")
    assert client.post(settle, {"reason": ""}).status_code == 422
    assert client.post(settle, {"reason": "We move to another vendor."}).status_code == 302
    page = opened(client, "vendor_notice", made.pk)
    assert "Dealt with" in page
    assert "We move to another vendor." in page
    assert client.post(settle, {"reason": "Again."}).status_code == 302
    assert "The vendor raises the price" not in opened(client, "home")
    assert history_of(made) == ["+", "~"]


@pytest.mark.parametrize(
    "changes",
    [{"kind": "option_exercise"}, {"received_date": "1 Jan 2999"}, {"answer_by_date": "2001-01-01"}],
)
def test_what_cannot_be_true_is_refused(ana, contract, changes):
    assert record(signed_in(ana), contract, **changes).status_code == 422
    assert not Notice.unscoped.exists()


def test_a_missed_answer_says_so(ana, contract):
    client = signed_in(ana)
    record(client, contract, received_date=in_days(-30), answer_by_date=in_days(-2))
    assert "Answer was due by" in opened(client, "vendor_notice", Notice.unscoped.get().pk)


def test_nothing_is_recorded_about_a_contract_that_is_not_in_force(ana):
    draft = due_in(10, owner=ana, status="draft")
    answer = record(signed_in(ana), draft)
    assert answer.status_code == 422
    assert "not in force" in answer.content.decode()


def test_who_only_reads_records_nothing_and_who_does_not_see_finds_nothing(ana, contract):
    auditor = signed_in(a_user("aud", "auditor"))
    assert auditor.get(reverse("vendor_notice_record", args=[contract.pk])).status_code == 302
    assert record(auditor, contract).status_code == 403
    secret = due_in(10, owner=ana, title="Secret", is_confidential=True)
    record(signed_in(ana), secret)
    pk = Notice.unscoped.get().pk
    tom = signed_in(a_user("tom", "procurement"))
    assert tom.get(reverse("vendor_notice", args=[pk])).status_code == 404
    assert tom.get(reverse("vendor_notice_move", args=[pk, "settle"])).status_code == 404
    assert tom.get(reverse("vendor_notice_correct", args=[pk])).status_code == 404
    assert "raises the price" not in opened(tom, "home")


AT_WILL = {"quantity": 30, "unit": "calendar_days", "anchor": "rolling", "clause_ref": "12.2"}


@pytest.mark.parametrize(
    ("ends_in", "says"),
    [
        (60, "That is 30 days before the vendor&#x27;s end: a notice of ours would end it first."),
        (30, "That is the day of the vendor&#x27;s end: a notice of ours would not end it sooner."),
        (10, "The vendor&#x27;s notice ends it 20 days before: a notice of ours would not end it sooner."),
    ],
)
def test_our_exit_for_convenience_stands_beside_the_vendors_end(ana, ends_in, says):
    contract = due_in(100, owner=ana, convenience=dict(AT_WILL))
    client = signed_in(ana)
    record(client, contract, kind="termination", effective_date=in_days(ends_in))
    notice = Notice.unscoped.get()
    page = opened(client, "vendor_notice", notice.pk)
    assert "Our earliest exit" in page
    assert f"{short_date(dt.date.fromisoformat(in_days(30)))}, if received by" in page
    assert "(Termination for convenience, clause 12.2)" in page
    assert says in page


def test_a_price_increase_is_not_compared_with_our_exit(ana, contract):
    client = signed_in(ana)
    record(client, contract)
    assert "Our earliest exit" not in opened(client, "vendor_notice", Notice.unscoped.get().pk)
