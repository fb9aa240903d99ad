"""Real processes killed half-way: the worker, beat, the broker. None lost, none doubled."""

from __future__ import annotations

import os
import random

import pytest

from core import clock
from core.mail import mailbox
from core.reminders.reconciling import reconcile_all
from tests.chaos.running import (
    CONTRACTS,
    SWEEP,
    WORKER,
    broker,
    kill,
    release_leases,
    start,
    start_beat,
    tally,
    wait_for_progress,
    wait_for_sweeps_after,
    wait_until_all_are_sent,
)
from tests.support.smtp_sink import free_port

pytestmark = [pytest.mark.slow, pytest.mark.committed]
KILLS = int(os.environ.get("TERMKEEPER_CHAOS_KILLS", "15"))


def test_sweeps_killed_at_random_lose_none_and_double_none_unflagged(portfolio, capsys):
    chance = random.Random(7)
    for _ in range(KILLS):
        process = start(portfolio, "-c", SWEEP)
        wait_for_progress(process, chance.uniform(0.0, 0.6))
        kill(process)
        release_leases()
    start(portfolio, "-c", SWEEP).wait(timeout=300)
    sent, lost, unflagged, flagged = tally()
    with capsys.disabled():
        print(
            f"\n{KILLS} SIGKILLs over {CONTRACTS} messages:"
            f" {lost} lost, {unflagged} doubled, {flagged} flagged"
        )
    assert (sent, lost, unflagged) == (CONTRACTS, 0, 0)
    assert flagged <= KILLS
    assert reconcile_all(clock.now()).left == 0


def test_beat_killed_half_way_loses_none_and_the_next_beat_goes_on(portfolio, capsys):
    address = {"REDIS_URL": f"redis://127.0.0.1:{(port := free_port())}/0"}
    with broker(port):
        worker = start(portfolio, *WORKER, **address)
        first = start_beat(portfolio, "beat", **address)
        wait_for_progress(worker, 0.2)
        kill(first)
        half = len(mailbox.message_names())
        # The sweep that this beat had asked for ends with the worker; only a new beat asks again.
        kill(worker)
        release_leases()
        worker = start(portfolio, *WORKER, **address)
        second = start_beat(portfolio, "beat", **address)
        wait_until_all_are_sent()
        kill(second)
        kill(worker)
    _expect_all(capsys, "beat, and its worker after it,", half)


def test_beat_killed_alone_lets_its_worker_end_the_sweep_and_the_next_beat_finds_it(portfolio, capsys):
    address = {"REDIS_URL": f"redis://127.0.0.1:{(port := free_port())}/0"}
    with broker(port):
        worker = start(portfolio, *WORKER, **address)
        first = start_beat(portfolio, "beat", **address)
        wait_for_progress(worker, 0.2)
        kill(first)
        half = len(mailbox.message_names())
        wait_until_all_are_sent()
        before = wait_for_sweeps_after(0)
        second = start_beat(portfolio, "beat", **address)
        assert wait_for_sweeps_after(before) > before
        assert worker.poll() is None
        kill(second)
        kill(worker)
    _expect_all(capsys, "beat alone", half)
    assert tally()[3] == 0
    assert len(mailbox.message_names()) == CONTRACTS


def test_two_workers_side_by_side_double_none(portfolio, capsys):
    address = {"REDIS_URL": f"redis://127.0.0.1:{(port := free_port())}/0"}
    with broker(port):
        workers = [start(portfolio, *WORKER, "-n", f"{name}@%h", **address) for name in ("one", "two")]
        beats = [start_beat(portfolio, name, **address) for name in ("one", "two")]
        wait_until_all_are_sent()
        wait_for_sweeps_after(wait_for_sweeps_after(0))
        assert [worker.poll() for worker in workers] == [None, None]
        for process in (*beats, *workers):
            kill(process)
    sent, lost, unflagged, flagged = tally()
    with capsys.disabled():
        print(f"\n2 workers over {CONTRACTS}: {lost} lost, {unflagged} doubled, {flagged} flagged")
    assert (sent, lost, unflagged, flagged) == (CONTRACTS, 0, 0, 0)
    assert len(mailbox.message_names()) == CONTRACTS


def test_worker_beat_and_broker_killed_at_once_half_way_lose_none(portfolio, capsys):
    address = {"REDIS_URL": f"redis://127.0.0.1:{(port := free_port())}/0"}
    with broker(port) as server:
        worker = start(portfolio, *WORKER, **address)
        beat = start_beat(portfolio, "beat", **address)
        wait_for_progress(worker, 0.2)
        for process in (worker, beat, server):
            kill(process)
    half = len(mailbox.message_names())
    release_leases()
    with broker(port):
        worker = start(portfolio, *WORKER, **address)
        beat = start_beat(portfolio, "beat", **address)
        wait_until_all_are_sent()
        kill(beat)
        kill(worker)
    _expect_all(capsys, "worker, beat and broker", half)


def test_two_beats_and_eight_sweeps_side_by_side_double_none(portfolio, capsys):
    address = {"REDIS_URL": f"redis://127.0.0.1:{(port := free_port())}/0"}
    with broker(port):
        worker = start(portfolio, *WORKER, **address)
        beats = [start_beat(portfolio, name, **address) for name in ("one", "two")]
        sweeps = [start(portfolio, "-c", SWEEP) for _ in range(8)]
        codes = [process.wait(timeout=300) for process in sweeps]
        wait_until_all_are_sent()
        for process in (*beats, worker):
            kill(process)
    sent, lost, unflagged, flagged = tally()
    with capsys.disabled():
        print(f"\n2 beats and 8 sweeps over {CONTRACTS}: {lost} lost, {unflagged} doubled, {flagged} flagged")
    assert codes == [0] * 8
    assert (sent, lost, unflagged, flagged) == (CONTRACTS, 0, 0, 0)
    assert len(mailbox.message_names()) == CONTRACTS


def _expect_all(capsys, killed: str, half: int) -> None:
    sent, lost, unflagged, flagged = tally()
    with capsys.disabled():
        print(f"\n{killed} killed after {half} of {CONTRACTS}: {lost} lost, {unflagged} doubled,"
              f" {flagged} flagged")  # fmt: skip
    assert (sent, lost, unflagged) == (CONTRACTS, 0, 0)
    assert 0 < half < CONTRACTS


def test_without_a_broker_the_command_sends_everything(portfolio):
    nowhere = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    assert start(portfolio, "manage.py", "sweep", **nowhere).wait(timeout=300) == 0
    assert tally()[:3] == (CONTRACTS, 0, 0)
