"""The pages on which outages and exclusions are recorded, uploaded, answered and read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from slas.models import Exclusion, Outage
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import a_result, a_service, a_target, an_exclusion, an_outage

pytestmark = pytest.mark.django_db

HEAD = "service,source,ref,start_utc,end_utc,summary\n"
NIGHTS = (
    "kind,service,ref,start_utc,end_utc,evidence\n"
    "maintenance,,M-1,2026-03-01T20:00:00Z,2026-03-01T23:00:00Z,Mail of 2 Mar\n"
)
GOOD = 'portal,vendor,V-1,2026-03-01T10:00:00Z,2026-03-01T10:45:00Z,"Disk full, again"\n'


@pytest.fixture
def made():
    contract = a_contract()
    a_service(contract, name="Customer portal")
    a_service(contract, "api", name="API")
    return contract


@pytest.fixture
def client():
    return signed_in(a_user("ada", "procurement"))


def text_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


def upload(client, made, content: str | bytes, kind: str = "outages"):
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(f"{kind}.csv", raw, "text/csv")
    return client.post(f"/contracts/{made.pk}/sla/{kind}/upload/", {"file": file}, follow=True)


def test_the_list_shows_the_newest_first_and_one_service_alone(client, made):
    portal, api = made.sla_services.order_by("slug", "pk").reverse()
    an_outage(portal, "2026-03-01T10:00", "2026-03-01T11:05", summary="Disk full")
    an_outage(api, "2026-03-02T10:00", None, source="vendor", ref="V-7")

    page = text_of(client.get(f"/contracts/{made.pk}/sla/outages/"))
    assert page.index("V-7") < page.index("Disk full")
    assert "Still down" in page
    assert "1 h 5 min" in page
    alone = text_of(client.get(f"/contracts/{made.pk}/sla/outages/?service=portal"))
    assert "Disk full" in alone
    assert "V-7" not in alone


def test_older_outages_are_on_further_pages_and_none_is_twice(client, made):
    portal = made.sla_services.get(slug="portal")
    for day in range(1, 29):
        for hour in (1, 2):
            an_outage(portal, f"2026-02-{day:02}T{hour:02}:00", f"2026-02-{day:02}T{hour:02}:30")
    address, seen = f"/contracts/{made.pk}/sla/outages/", []
    page = client.get(address)
    seen += [one.pk for one, _ in page.context["lines"]]
    page = client.get(address, {"after": page.context["page"].next_cursor})
    seen += [one.pk for one, _ in page.context["lines"]]
    assert (len(seen), len(set(seen)), page.context["page"].next_cursor) == (56, 56, "")


def test_an_outage_is_recorded_changed_and_voided(client, made):
    address = f"/contracts/{made.pk}/sla/outages/"
    sent = {
        "service": "portal",
        "start": "1 Mar 2026 10:00",
        "end": "2026-03-01T11:30+01:00",
        "summary": "Down",
    }
    assert "is recorded" in text_of(client.post(f"{address}new/", sent, follow=True))
    outage = Outage.unscoped.get()
    assert (outage.start_at.isoformat()[:16], outage.end_at.isoformat()[:16]) == (
        "2026-03-01T10:00",
        "2026-03-01T10:30",
    )

    change = {"start": "2026-03-01 10:00", "end": "", "summary": "Still", "version": outage.row_version}
    client.post(f"/sla/outages/{outage.pk}/change/", change)
    assert Outage.unscoped.get().end_at is None
    stale = client.post(f"/sla/outages/{outage.pk}/change/", change | {"summary": "Other"})
    assert "changed by somebody else" in text_of(stale)
    client.post(f"/sla/outages/{outage.pk}/void/", {"reason": "A false alarm"})
    assert "A false alarm" in text_of(client.get(address))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("end", "2026-03-01 09:00", "ends before it starts"),
        ("start", "03/04/2026 10:00", "This is no time"),
        ("start", "2026-03-01", "Write the time beside the day"),
        ("start", "2999-03-01 10:00", "in the future"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_input_is_kept(client, made, field, value, message):
    sent = {"service": "portal", "start": "2026-03-01 10:00", "end": "", "summary": "Kept words"} | {
        field: value
    }
    page = client.post(f"/contracts/{made.pk}/sla/outages/new/", sent)
    assert page.status_code == 422
    assert message in " ".join(page.context["form"].errors[field])
    assert "Kept words" in page.content.decode()
    assert not Outage.unscoped.exists()


def test_a_file_is_taken_whole_and_the_same_again_changes_nothing(client, made):
    bare = "api,,,2026-03-02T10:00:00+01:00,,\n"
    assert "outages.csv: 2 new, 0 changed, 0 unchanged." in text_of(upload(client, made, HEAD + GOOD + bare))
    assert "0 new, 0 changed, 2 unchanged." in text_of(upload(client, made, HEAD + GOOD + bare))
    assert Outage.unscoped.get(ref="V-1").summary == "Disk full, again"


def test_a_file_in_the_format_of_published_outages_is_taken_too(client, made):
    theirs = "component_slug,component_name,start_utc,end_utc,minutes\nportal,P,2026-03-01T10:00:00Z,,\n"
    assert "1 new" in text_of(upload(client, made, theirs))
    wrong = theirs + "portl,P,2026-03-01T10:00:00Z,,\n"
    page = upload(client, made, wrong)
    assert [(one.row, one.column, one.value) for one in page.context["shown"].errors] == [
        (3, "component_slug", "portl")
    ]


def test_one_bad_row_in_a_large_file_is_told_and_nothing_is_stored(client, made):
    rows = [
        f"portal,monitor,R-{number},2026-03-01T10:00:00Z,2026-03-01T10:45:00Z,{'x' * 200}\n"
        for number in range(3_000)
    ]
    rows[2_000] = "portal,monitor,R-x,2026-03-01T10:00:00Z,2026-03-01T09:45:00Z,\n"
    rows[2_500] = "portal,monitor\n"

    page = upload(client, made, HEAD + "".join(rows))

    assert page.status_code == 422
    assert "2 rows are wrong, and nothing was recorded." in text_of(page)
    assert [(one.row, one.column) for one in page.context["shown"].errors] == [
        (2_002, "end_utc"),
        (2_502, ""),
    ]
    assert not Outage.unscoped.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("service,start_utc,color\n", "columns that are not known: “color”"),
        ("source,ref\n", "lacks the columns service, start_utc"),
        (HEAD.encode("utf-16"), "UTF-16"),
        ("service,start_utc,ref,ref\n", "the column ref twice"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(client, made, content, message):
    page = upload(client, made, content)
    assert page.status_code == 422
    assert message in text_of(page)


def read_as(exclusion):
    return {"version": exclusion.row_version}


def test_an_exclusion_is_recorded_and_somebody_else_answers_it(client, made):
    sent = {
        "kind": "maintenance",
        "start_at": "2026-03-01 20:00",
        "end_at": "2026-03-01 22:00",
        "evidence_file": SimpleUploadedFile("mail.txt", b"We announce maintenance.", "text/plain"),
    }
    page = client.post(f"/contracts/{made.pk}/sla/exclusions/new/", sent, follow=True)
    assert "To be approved" in text_of(page)
    exclusion = Exclusion.unscoped.get()
    assert client.post(f"/sla/exclusions/{exclusion.pk}/approve/").status_code == 403

    other = signed_in(a_user("bea", "procurement"))
    assert "mail.txt" in text_of(other.get(f"/sla/exclusions/{exclusion.pk}/approve/"))
    told = other.post(f"/sla/exclusions/{exclusion.pk}/approve/", read_as(exclusion), follow=True)
    assert "Approved" in text_of(told)
    assert other.get(f"/files/{exclusion.evidence_file_id}/").status_code == 200


def test_a_rejected_exclusion_says_why(client, made):
    exclusion = an_exclusion(made, "2026-03-01T20:00", "2026-03-01T22:00")
    told = client.post(
        f"/sla/exclusions/{exclusion.pk}/reject/",
        {"reason": "Announced too late", **read_as(exclusion)},
        follow=True,
    )
    assert "Rejected Announced too late" in text_of(told)

    service = made.sla_services.get(slug="portal")
    result = a_result(a_target(service), dt.date(2026, 3, 1), dt.date(2026, 3, 31)).result_id
    page = text_of(client.get(f"/sla/results/{result}/"))
    assert "1 Mar 2026 20:00 to 1 Mar 2026 22:00 UTC: It was rejected: Announced too late" in page
    april = a_result(a_target(service, severity="x"), dt.date(2026, 4, 1), dt.date(2026, 4, 30)).result_id
    assert "It was rejected" not in text_of(client.get(f"/sla/results/{april}/"))


def test_what_changed_since_it_was_read_is_not_approved(client, made):
    exclusion = an_exclusion(made, "2026-03-01T20:00", "2026-03-01T22:00", ref="M-1")
    assert "1 changed" in text_of(upload(client, made, NIGHTS, "exclusions"))
    bea = signed_in(a_user("bea", "procurement"))
    told = bea.post(f"/sla/exclusions/{exclusion.pk}/approve/", read_as(exclusion))
    assert "changed by somebody else" in text_of(told)
    assert Exclusion.unscoped.get().approved_at is None


def test_a_file_of_announcements_is_taken_whole_and_the_same_again_changes_nothing(client, made):
    content = NIGHTS + "our_fault,api,O-1,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,\n"
    assert "exclusions.csv: 2 new" in text_of(upload(client, made, content, "exclusions"))
    assert "0 changed, 2 unchanged" in text_of(upload(client, made, content, "exclusions"))
    page = text_of(client.get(f"/contracts/{made.pk}/sla/exclusions/"))
    assert "Announced maintenance M-1" in page
    assert "All services" in page

    wrong = upload(client, made, content + "holiday,api,O-2,2026-03-02T10:00:00Z,,\n", "exclusions")
    assert wrong.status_code == 422
    told = text_of(wrong)
    assert "4kindholidayWrite one of maintenance, force_majeure, our_fault" in told
    assert "4end_utc(blank)" in told
    assert Exclusion.unscoped.count() == 2


def test_readers_read_and_record_nothing(made):
    reader = signed_in(a_user("rea", "auditor"))
    page = reader.get(f"/contracts/{made.pk}/sla/outages/")
    assert page.status_code == 200
    assert "Record outage" not in text_of(page)
    for step in ("outages/new/", "outages/upload/", "exclusions/new/", "exclusions/upload/"):
        assert reader.get(f"/contracts/{made.pk}/sla/{step}").status_code == 403
