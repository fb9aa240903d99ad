"""Jobs in a database whose transactions are committed: one worker a job, takeover, cancel."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, connections, transaction

from accounts.models import Department
from core import registry
from core.audit import Actor, acting
from core.errors import NotAllowed, UserError
from core.jobs import cancel_job, drain, enqueue, running
from core.jobs.pulse import Pulse
from core.models import Job, LedgerEntry
from core.tasks.jobs import drain_task
from tests.support.people import a_department, a_user

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("committed_db", "kind")]
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


class Work:
    """What the job of these tests does; a test puts its own in."""

    def __init__(self):
        self.runs = []
        self.does = lambda job, report: {"ok": True}

    def __call__(self, job, report):
        self.runs.append(job.pk)
        return self.does(job, report)


@pytest.fixture
def kind(monkeypatch):
    work = Work()
    monkeypatch.setattr(registry.job_kinds, "_entries", {})
    monkeypatch.setattr("core.jobs.queue.nudge", lambda: None)
    monkeypatch.setattr("core.jobs.pulse.BEAT_SECONDS", 0.01)
    registry.job_kinds.register(registry.JobKind("test", "Test", work))
    return work


def ask(user=None) -> Job:
    with acting(Actor.system("test")):
        return enqueue("test", {"a": 1}, requested_by=user)


def lease_has_run_out(job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_job SET lease_until = now() - interval '1 second' WHERE id = %s", [job.pk]
        )


def until_told_to_stop(job, report):
    """Report until the pulse has carried the wish to stop over; the event bounds the wait."""
    pause = threading.Event()
    for step in range(2_000):
        report(step, 2_000, "Working")
        pause.wait(0.005)
    raise AssertionError("nobody stopped the job")


def test_a_job_runs_once_and_keeps_its_result(kind):
    job = ask()
    assert drain() == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", {"ok": True}, 1)
    assert job.finished_at >= job.started_at >= job.created_at
    assert drain() == 0
    assert kind.runs == [job.pk]


def test_start_and_end_of_a_job_are_in_the_ledger():
    job = ask()
    drain()
    kinds = LedgerEntry.objects.filter(subject_model="core.job", subject_id=str(job.pk)).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["core.job.started", "core.job.finished"]


def test_a_job_exists_only_when_what_causes_it_is_committed(kind):
    with acting(Actor.system("test")):
        enqueue("test", {}, requested_by=None)
        transaction.set_rollback(True)
    assert drain() == 0
    with pytest.raises(KeyError), transaction.atomic():
        enqueue("unknown", {}, requested_by=None)


def test_two_drains_at_once_run_each_job_once(kind):
    jobs = [ask().pk for _ in range(6)]
    both_are_here = threading.Barrier(2, timeout=20)
    first = threading.local()

    def meet(job, report):
        if not getattr(first, "done", False):
            first.done = True
            both_are_here.wait()

    kind.does = meet
    counts = []

    def run():
        try:
            counts.append(drain())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(kind.runs) == jobs
    assert sum(counts) == 6
    assert min(counts) >= 1
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_the_task_runs_one_job_and_asks_for_the_next(kind, monkeypatch):
    asked = []
    monkeypatch.setattr("core.tasks.jobs.nudge", lambda: asked.append(True))
    first, second = ask(), ask()
    assert drain_task() == "1 jobs run"
    assert (kind.runs, asked) == ([first.pk], [True])
    drain_task()
    assert drain_task() == "0 jobs run"
    assert (kind.runs, len(asked)) == ([first.pk, second.pk], 2)


def test_a_job_that_runs_into_the_time_limit_says_so(kind):
    def endless(job, report):
        raise SoftTimeLimitExceeded

    kind.does = endless
    job = ask()
    drain()
    job.refresh_from_db()
    assert job.state == "failed"
    assert "longer than a worker may work" in job.error


def test_a_job_whose_worker_died_is_run_again(kind):
    job = ask()
    assert running.claim().pk == job.pk
    assert drain() == 0
    lease_has_run_out(job)
    assert drain() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_a_worker_that_lost_its_job_writes_nothing_about_it(kind):
    job = ask()
    late = running.claim()
    Job.objects.filter(pk=job.pk).update(lease_token=uuid.uuid4())
    kind.does = until_told_to_stop
    running.run_job(late)
    job.refresh_from_db()
    assert (job.state, job.error) == ("running", "")


def test_a_job_that_always_kills_its_worker_is_given_up(kind):
    job = ask()
    for _ in range(running.MOST_ATTEMPTS):
        running.claim()
        lease_has_run_out(job)
    drain()
    job.refresh_from_db()
    assert job.state == "failed"
    assert "Given up" in job.error
    assert kind.runs == []


def test_a_waiting_job_is_cancelled_at_once(kind):
    user = a_user("ana", "requester")
    job = cancel_job(actor=Actor.person(user), job=ask(user), now=NOW)
    assert job.state == "cancelled"
    assert drain() == 0
    assert LedgerEntry.objects.filter(kind="core.job.cancelled").count() == 1


def test_a_running_job_stops_at_its_next_step_and_leaves_nothing(kind):
    def work(job, report):
        with acting(Actor.system("test")):
            Department.unscoped.create(name="Half-way")
            cancel_elsewhere(job)
            until_told_to_stop(job, report)

    kind.does = work
    job = ask()
    drain()
    job.refresh_from_db()
    assert (job.state, job.error) == ("cancelled", "Cancelled. Nothing was changed.")
    assert not Department.unscoped.filter(name="Half-way").exists()


def cancel_elsewhere(job):
    def cancel():
        try:
            cancel_job(actor=Actor.system("test"), job=job, now=NOW)
        finally:
            connections.close_all()

    thread = threading.Thread(target=cancel)
    thread.start()
    thread.join(20)


def test_progress_is_seen_while_the_transaction_of_the_work_is_open(kind):
    seen = []

    def work(job, report):
        with acting(Actor.system("test")):
            report(30, 100, "A third")
            seen.append(progress_elsewhere(job.pk))

    kind.does = work
    ask()
    drain()
    assert seen == [(30, 100, "A third")]


def progress_elsewhere(pk):
    found = []

    def look():
        pause = threading.Event()
        try:
            for _ in range(400):
                row = Job.objects.values_list("progress_done", "progress_total", "message").get(pk=pk)
                if row[0]:
                    found.append(row)
                    return
                pause.wait(0.01)
        finally:
            connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(20)
    return found[0] if found else None


def test_a_refusal_is_shown_and_an_error_is_only_logged(kind, caplog):
    def refuse(job, report):
        raise UserError("The register is empty. Upload another.")

    kind.does = refuse
    refused = ask()
    drain()

    def break_down(job, report):
        raise ZeroDivisionError("secret detail")

    kind.does = break_down
    broken = ask()
    drain()
    refused.refresh_from_db()
    broken.refresh_from_db()
    assert (refused.state, refused.error) == ("failed", "The register is empty. Upload another.")
    assert broken.state == "failed"
    assert "secret detail" not in broken.error
    assert "secret detail" in caplog.text


def test_a_worker_that_is_stopped_gives_its_job_back(kind):
    def stopped(job, report):
        raise KeyboardInterrupt

    kind.does = stopped
    job = ask()
    with pytest.raises(KeyboardInterrupt):
        drain()
    job.refresh_from_db()
    assert (job.state, job.lease_until) == ("queued", None)


def test_the_pulse_renews_the_lease(kind):
    job = ask()
    claimed = running.claim()
    lease_has_run_out(job)
    Pulse(claimed.pk, claimed.lease_token).beat(connection)
    assert running.claim() is None


def test_only_the_requester_and_administrators_of_everything_may_cancel():
    job = ask(a_user("ana", "requester"))
    for user in (a_user("eva", "procurement"), a_user("ida", "administrator", department=a_department())):
        with pytest.raises(NotAllowed):
            cancel_job(actor=Actor.person(user), job=job, now=NOW)
    cancel_job(actor=Actor.person(a_user("root", "administrator")), job=job, now=NOW)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_broker_that_is_away_delays_a_job_and_nothing_more(monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionError("refused")

    monkeypatch.undo()
    monkeypatch.setattr("core.jobs.queue.current_app.send_task", refuse)
    from core.jobs.queue import nudge

    nudge()
    assert "waits for the next beat" in caplog.text
