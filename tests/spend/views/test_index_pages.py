"""Index series on pages: the list, one with its values, and an import in steps."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import StoredFile
from spend.models import IndexSeries, IndexValue
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.prices import a_series, csv_of, import_values

pytestmark = pytest.mark.django_db
#: Published long ago, whenever this runs.
CPI = {"2019-10": "118.2", "2020-10": "122.9"}
GIVEN = {"code": "cpi", "name": "Consumer prices", "frequency": "monthly"}


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.FILE_STORE_DIR = tmp_path / "files"


@pytest.fixture
def fin():
    return a_user("fin", "finance")


def upload(client, content, **fields):
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("cpi.csv", raw, content_type="text/csv")
    return client.post(reverse("index_import"), {**GIVEN, **fields, "file": file})


def confirm(client, address):
    page = client.get(address).content.decode()
    digest = page.split('name="digest" value="')[1].split('"')[0]
    return client.post(address, {"digest": digest})


def test_without_series_the_list_says_what_belongs_here(fin):
    page = signed_in(fin).get(reverse("index_list")).content.decode()
    assert "No index series yet" in page
    assert reverse("index_import") in page
    reader = signed_in(a_user("rita", "requester")).get(reverse("index_list")).content.decode()
    assert reverse("index_import") not in reader


def test_a_file_is_looked_at_confirmed_and_shown(fin):
    client = signed_in(fin)
    answer = upload(client, csv_of(CPI))
    assert answer.status_code == 302, answer.content.decode()
    preview = client.get(answer.url).content.decode()
    assert "Nothing has been written yet" in preview
    assert "New series CPI" in preview
    assert "122.9" in preview
    assert "Oct 2020" in preview
    assert not IndexSeries.unscoped.exists()
    done = confirm(client, answer.url)
    series = IndexSeries.unscoped.get()
    assert done.url == reverse("index_series", args=[series.pk])
    page = client.get(done.url).content.decode()
    assert "CPI: 2 recorded, 0 revised, 0 unchanged." in page
    assert page.index("Oct 2020") < page.index("Oct 2019")
    assert "Consumer prices" in client.get(reverse("index_list")).content.decode()


def test_every_wrong_cell_is_shown_with_its_row_and_column_and_nothing_can_be_confirmed(fin):
    client = signed_in(fin)
    answer = upload(client, "period,value\n2020-10,122.9\n13/2020,<b>high</b>\n")
    page = client.get(answer.url).content.decode()
    assert "Refused" in page
    assert "Not a period written as YYYY-MM" in page
    assert "&lt;b&gt;high&lt;/b&gt;" in page
    assert 'name="digest"' not in page
    forced = client.post(answer.url, {"digest": "x"})
    assert forced.status_code == 422
    assert not IndexSeries.unscoped.exists()


def test_a_revision_is_shown_before_and_after(fin):
    a_series(CPI)
    client = signed_in(fin)
    answer = upload(client, csv_of({"2020-10": "123.1"}))
    page = client.get(answer.url).content.decode()
    assert "1 published figure was revised" in page
    done = confirm(client, answer.url)
    assert "it was 122.9" in client.get(done.url).content.decode()


def test_the_same_file_again_offers_nothing_to_import(fin):
    a_series(CPI)
    client = signed_in(fin)
    page = client.get(upload(client, csv_of(CPI)).url).content.decode()
    assert "Nothing to import" in page
    assert 'name="digest"' not in page


def test_a_preview_that_is_outdated_is_not_imported(fin):
    client = signed_in(fin)
    address = upload(client, csv_of(CPI)).url
    digest = client.get(address).content.decode().split('name="digest" value="')[1].split('"')[0]
    import_values(csv_of({"2019-10": "118.0"}))
    answer = client.post(address, {"digest": digest})
    assert answer.status_code == 422
    assert "since you looked" in answer.content.decode()
    assert f"{IndexValue.unscoped.get().value:f}" == "118.000000"


@pytest.mark.parametrize(
    ("content", "fields", "message"),
    [
        (b"PK\x03\x04", {}, "workbook"),
        ("when,what\n", {}, "no column"),
        (csv_of(CPI), {"name": ""}, "This series is new"),
        (csv_of(CPI), {"period_format": "YYYY-Qn"}, "no way to write"),
        (csv_of(CPI), {"code": "a b"}, "letters, digits"),
    ],
)
def test_what_cannot_be_used_stands_on_the_form_and_keeps_nothing(fin, content, fields, message):
    answer = upload(signed_in(fin), content, **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not StoredFile.unscoped.exists()


def test_somebody_elses_upload_is_not_found(fin):
    address = upload(signed_in(fin), csv_of(CPI)).url
    assert signed_in(a_user("adam", "administrator")).get(address).status_code == 404


def test_who_does_not_import_everywhere_is_refused():
    here = signed_in(a_user("here", "finance", department=a_department()))
    assert upload(here, csv_of(CPI)).status_code == 403
    assert signed_in(a_user("lea", "legal")).get(reverse("index_import")).status_code == 403
    assert not StoredFile.unscoped.exists()


def test_only_the_newest_values_are_shown_until_all_are_asked_for(fin):
    months = {f"{year}-{month:02d}": "100" for year in range(2010, 2021) for month in range(1, 13)}
    series = a_series(months)
    client = signed_in(fin)
    page = client.get(reverse("index_series", args=[series.pk])).content.decode()
    assert "Show all 132 values" in page
    assert "Jan 2010" not in page
    assert "Jan 2010" in client.get(reverse("index_series", args=[series.pk]) + "?all=true").content.decode()


def test_pages_of_series_cost_few_queries(fin, django_assert_max_num_queries):
    series = a_series(CPI)
    import_values(csv_of({"2020-10": "123.1"}))
    client = signed_in(fin)
    client.get(reverse("index_list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("index_list"))
    with django_assert_max_num_queries(10):
        client.get(reverse("index_series", args=[series.pk]))
