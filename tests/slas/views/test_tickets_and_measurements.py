"""The pages on which tickets and measurements are recorded, uploaded, changed, voided and read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from contracts_app.rules.draft import TermsDraft
from slas.models import Measurement, Ticket, TicketPause
from tests.support.contracts import a_contract, history_of
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import a_service, a_target, a_ticket

pytestmark = pytest.mark.django_db

TICKETS = "service,source,ref,severity,opened_utc,responded_utc,resolved_utc,pauses\n"
SOLVED = (
    "portal,desk,T-1,P1,2026-03-02T08:00:00Z,2026-03-02T08:20:00Z,2026-03-02T12:00:00Z,"
    "2026-03-02T09:00:00Z/2026-03-02T10:00:00Z/Logs; 2026-03-02T11:00:00Z/2026-03-02T11:30:00Z\n"
)
READINGS = "target,source,at_utc,value,note\n"


@pytest.fixture
def made():
    terms = TermsDraft(start_date=dt.date(2026, 1, 1), end_date=dt.date(2026, 12, 31))
    contract = a_contract(terms=terms)
    a_service(contract, name="Customer portal")
    return contract


@pytest.fixture
def target(made):
    service = made.sla_services.get(slug="portal")
    return a_target(service, "percentile", name="P95", percentile=Decimal(95)).target


@pytest.fixture
def client():
    return signed_in(a_user("ada", "procurement"))


def text_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


def upload(client, made, kind, content):
    file = SimpleUploadedFile(f"{kind}.csv", content.encode(), "text/csv")
    return client.post(f"/contracts/{made.pk}/sla/{kind}/upload/", {"file": file}, follow=True)


def wrong(page):
    assert page.status_code == 422, text_of(page)
    return [(one.row, one.column) for one in page.context["shown"].errors]


def test_a_ticket_is_recorded_with_its_pauses_changed_and_voided(client, made):
    address = f"/contracts/{made.pk}/sla/tickets/"
    sent = {
        "service": "portal",
        "ref": "T-7",
        "severity": "P1",
        "opened": "2026-03-02 08:00",
        "responded": "2026-03-02 08:20",
        "pauses": "2026-03-02 09:00 / 2026-03-02 10:00 / Waiting for logs\n2026-03-02T12:00+01:00",
    }
    assert "The ticket T-7 is recorded" in text_of(client.post(f"{address}new/", sent, follow=True))
    ticket = Ticket.unscoped.get()
    pauses = TicketPause.unscoped.order_by("start_at").values_list("start_at__hour", "end_at", "reason")
    assert list(pauses)[1] == (11, None, "")
    assert "Waiting for logs" in text_of(client.get(address))

    form = client.get(f"/sla/tickets/{ticket.pk}/change/").context["form"]
    assert form["pauses"].value().splitlines()[0] == "2026-03-02 09:00 / 2026-03-02 10:00 / Waiting for logs"
    change = {**form.initial, "opened": "2026-03-02 08:00", "responded": "", "resolved": "2026-03-02 13:00"}
    change["pauses"] = "2026-03-02 09:00 / 2026-03-02 10:30 / Waiting for logs"
    client.post(f"/sla/tickets/{ticket.pk}/change/", change)
    assert TicketPause.unscoped.get().end_at.minute == 30
    stale = client.post(f"/sla/tickets/{ticket.pk}/change/", change | {"title": "Other"})
    assert "changed by somebody else" in text_of(stale)

    again = client.get(f"/sla/tickets/{ticket.pk}/change/").context["form"].initial
    again |= {"opened": "2026-03-02 08:00", "responded": "", "resolved": "2026-03-02 13:00"}
    longer = "2026-03-02 09:00 / 2026-03-02 11:00 / Waiting for logs"
    client.post(f"/sla/tickets/{ticket.pk}/change/", again | {"pauses": longer})
    stale = client.post(f"/sla/tickets/{ticket.pk}/change/", again | {"pauses": ""})
    assert "changed by somebody else" in text_of(stale)
    assert TicketPause.unscoped.get().end_at.hour == 11

    client.post(f"/sla/tickets/{ticket.pk}/void/", {"reason": "Opened by mistake"})
    assert "Does not count Opened by mistake" in text_of(client.get(address))
    again = client.post(f"/sla/tickets/{ticket.pk}/void/", {"reason": "Once more"})
    assert "was voided" in text_of(again)
    assert len(history_of(Ticket.unscoped.get())) == 3


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("responded", "2026-03-02 07:00", "before the ticket was opened"),
        ("opened", "2999-03-02 08:00", "in the future"),
        ("opened", "2025-12-02 08:00", "before the contract's term"),
        ("pauses", "2026-03-02 07:00 / 2026-03-02 09:00", "before the ticket was opened"),
        ("pauses", "2026-03-02 09:00 / 2026-03-02 08:30", "ends before it starts"),
        ("pauses", "yesterday", "This is no time"),
        ("ref", "T-1", "recorded already"),
    ],
)
def test_what_is_wrong_with_a_ticket_stands_at_its_field(client, made, field, value, message):
    a_ticket(made.sla_services.get(), "2026-03-01T10:00")
    sent = {"service": "portal", "ref": "T-7", "source": "desk", "opened": "2026-03-02 08:00"} | {
        field: value
    }
    page = client.post(f"/contracts/{made.pk}/sla/tickets/new/", sent)
    assert page.status_code == 422
    assert message in " ".join(page.context["form"].errors[field])
    assert Ticket.unscoped.count() == 1


def test_a_measurement_is_recorded_changed_and_voided(client, made, target):
    address = f"/contracts/{made.pk}/sla/measurements/"
    sent = {"target": target.pk, "at": "2026-03-02 08:00", "value": "183.25", "note": "Probe 1"}
    assert "is recorded" in text_of(client.post(f"{address}new/", sent, follow=True))
    assert "recorded already" in text_of(client.post(f"{address}new/", sent))
    row = Measurement.unscoped.get()
    change = {"at": "2026-03-02 08:00", "value": "-0.5", "note": "", "version": row.row_version}
    client.post(f"/sla/measurements/{row.pk}/change/", change)
    assert Measurement.unscoped.get().value == Decimal("-0.5")
    client.post(f"/sla/measurements/{row.pk}/void/", {"reason": "The probe was broken"})
    assert "Does not count The probe was broken" in text_of(client.get(f"{address}?target={target.pk}"))
    refused = client.post(f"/sla/measurements/{row.pk}/change/", change | {"version": ""})
    assert "was voided" in text_of(refused)


def test_a_file_of_tickets_is_taken_whole_and_the_same_again_changes_nothing(client, made):
    content = TICKETS + SOLVED
    assert "tickets.csv: 1 new, 0 changed, 0 unchanged." in text_of(upload(client, made, "tickets", content))
    assert "0 new, 0 changed, 1 unchanged." in text_of(upload(client, made, "tickets", content))
    assert [one.reason for one in TicketPause.unscoped.order_by("start_at")] == ["Logs", ""]


def test_a_file_that_says_nothing_of_pauses_leaves_them(client, made):
    upload(client, made, "tickets", TICKETS + SOLVED)
    bare = "service,source,ref,severity,opened_utc\nportal,desk,T-1,P2,2026-03-02T08:00:00Z\n"
    assert "1 changed" in text_of(upload(client, made, "tickets", bare))
    assert TicketPause.unscoped.count() == 2


def test_every_wrong_cell_of_a_file_of_tickets_is_told_and_nothing_is_stored(client, made):
    rows = [
        SOLVED,
        "portl,desk,T-2,,2026-03-02T08:00:00Z,,,\n",
        "portal,desk,T-3,,2026-03-02T08:00:00,,,\n",
        "portal,desk,T-4,,2026-03-02T08:00:00Z,2026-03-02T07:00:00Z,,\n",
        "portal,desk,T-5,,2999-03-02T08:00:00Z,,,\n",
        "portal,desk,T-6,,2026-03-02T08:00:00Z,,,2026-03-02T10:00:00Z/2026-03-02T09:00:00Z\n",
        "portal,desk,T-7,,2025-03-02T08:00:00Z,,,\n",
        SOLVED,
        "portal,desk\n",
    ]
    assert wrong(upload(client, made, "tickets", TICKETS + "".join(rows))) == [
        (3, "service"),
        (4, "opened_utc"),
        (5, "responded_utc"),
        (6, "opened_utc"),
        (7, "pauses"),
        (8, "opened_utc"),
        (9, "ref"),
        (10, ""),
    ]
    assert not Ticket.unscoped.exists()


def test_a_file_of_measurements_names_targets_by_number_or_name(client, made, target):
    content = READINGS + (
        f"{target.pk},monitor,2026-03-02T08:00:00Z,183.25,\n"
        "customer portal: p95,monitor,2026-03-02T09:00:00Z,-1.00000001,By name\n"
    )
    assert "2 new" in text_of(upload(client, made, "measurements", content))
    assert "2 unchanged" in text_of(upload(client, made, "measurements", content))
    assert Measurement.unscoped.get(note="By name").value == Decimal("-1.00000001")


def test_every_wrong_cell_of_a_file_of_measurements_is_told_and_nothing_is_stored(client, made, target):
    uptime = a_target(made.sla_services.get()).target
    rows = [
        f"{target.pk},monitor,2026-03-02T08:00:00Z,183.25,\n",
        "nothing,monitor,2026-03-02T08:00:00Z,1,\n",
        f"{uptime.pk},monitor,2026-03-02T08:00:00Z,1,\n",
        f"{target.pk},monitor,2026-03-02T10:00:00Z,1e3,\n",
        f"{target.pk},monitor,2026-03-02T08:00:00,1,\n",
        f"{target.pk},monitor,2999-03-02T08:00:00Z,1,\n",
        f"{target.pk},monitor,2026-03-02T08:00:00Z,1,\n",
        f"{target.pk},monitor,2025-03-02T08:00:00Z,1,\n",
    ]
    assert wrong(upload(client, made, "measurements", READINGS + "".join(rows))) == [
        (3, "target"),
        (4, "target"),
        (5, "value"),
        (6, "at_utc"),
        (7, "at_utc"),
        (8, "at_utc"),
        (9, "at_utc"),
    ]
    assert not Measurement.unscoped.exists()


@pytest.mark.parametrize(
    ("kind", "content", "message"),
    [
        ("tickets", "", "empty"),
        ("tickets", "service,ref,opened_utc,color\n", "columns that are not known: “color”"),
        ("measurements", "target,value\n", "lacks the columns at_utc"),
        ("measurements", "target,at_utc,value,note,note\n", "the column note twice"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(client, made, target, kind, content, message):
    page = upload(client, made, kind, content)
    assert page.status_code == 422
    assert message in text_of(page)


def test_lists_ask_the_database_few_times(client, made, target, django_assert_max_num_queries):
    upload(client, made, "tickets", TICKETS + SOLVED + SOLVED.replace("T-1", "T-2"))
    upload(client, made, "measurements", f"{READINGS}{target.pk},m,2026-03-02T08:00:00Z,183.25,\n")
    for kind in ("tickets", "measurements"):
        client.get(f"/contracts/{made.pk}/sla/{kind}/")
        with django_assert_max_num_queries(12):
            client.get(f"/contracts/{made.pk}/sla/{kind}/")


def test_readers_read_and_record_nothing(made, target):
    ticket = a_ticket(made.sla_services.get(), "2026-03-01T10:00")
    reader = signed_in(a_user("rea", "auditor"))
    for kind in ("tickets", "measurements"):
        page = reader.get(f"/contracts/{made.pk}/sla/{kind}/")
        assert page.status_code == 200
        assert "Upload a file" not in text_of(page)
        for step in ("new/", "upload/"):
            assert reader.get(f"/contracts/{made.pk}/sla/{kind}/{step}").status_code == 403
    assert reader.post(f"/sla/tickets/{ticket.pk}/void/", {"reason": "x"}).status_code == 403
