"""Upload, map, check, confirm, result: what each page shows, and that only the last step writes contracts."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts_app.models import Contract, ImportRun
from contracts_app.tasks import run_register_check, run_register_import
from core.jobs import JobCancelled
from core.models import Job
from tests.support.people import a_department, a_user
from tests.support.registers import HEAD, MAPPING, ROWS

pytestmark = pytest.mark.django_db
CSV = HEAD + ROWS
BAD = "A-4,,V,IT,,,,,,,,,,\n"


def quiet(done, total, message):
    """A report that tells nobody."""


@pytest.fixture
def ana(client):
    user = a_user("ana", "procurement")
    client.force_login(user)
    return user


def upload(client, text: str | bytes = CSV, source="erp", name="register.csv", **more):
    content = text.encode() if isinstance(text, str) else text
    data = {"file": SimpleUploadedFile(name, content), "source": source, **more}
    return client.post(reverse("import_new"), data)


def the_run() -> ImportRun:
    return ImportRun.unscoped.latest("pk")


def answers(client) -> dict[str, str]:
    """The columns form as it was proposed, completed as a person would."""
    form = client.get(reverse("import_columns", args=[the_run().pk])).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def check(client, **changes):
    response = client.post(reverse("import_columns", args=[the_run().pk]), answers(client) | changes)
    if response.status_code == 302:
        run_register_check(the_run().job, quiet)
    return response


def confirm(client, **data):
    response = client.post(reverse("import_confirm", args=[the_run().pk]), data)
    if response.status_code == 302:
        run_register_import(the_run().job, quiet)
    return response


def test_the_whole_way_from_the_file_to_the_contracts(client, ana):
    assert upload(client).status_code == 302
    page = client.get(reverse("import_columns", args=[the_run().pk]))
    assert "Hosting, Voice, Mail" in page.text
    assert check(client).status_code == 302
    preview = client.get(reverse("import_run", args=[the_run().pk]))
    assert "Import 3 contracts" in preview.text
    assert not Contract.unscoped.exists()
    confirm(client)
    run = the_run()
    assert (run.state, run.created_count, run.requested_by) == ("done", 3, ana)
    result = client.get(reverse("import_run", args=[run.pk]))
    link = f"{reverse('contract_list')}?import_run={run.pk}"
    assert link in result.text
    listed = client.get(link).text
    assert all(title in listed for title in ("Hosting", "Voice", "Mail"))
    assert set(Contract.history.values_list("history_actor", flat=True)) == {f"import:{run.pk}"}


def test_the_proposal_maps_the_columns_that_speak_for_themselves(client, ana):
    upload(client)
    proposed = answers(client)
    assert proposed["column_external_id"] == "Ref"
    assert proposed["column_vendor"] == "Supplier"
    assert proposed["vendor_separator"] == " | "
    assert proposed["date_format"] == "YYYY-MM-DD"


def test_bad_rows_are_shown_and_must_be_skipped_knowingly(client, ana):
    upload(client, CSV + BAD)
    check(client)
    preview = client.get(reverse("import_run", args=[the_run().pk]))
    assert "The cell is blank" in preview.text
    refused = confirm(client)
    assert refused.status_code == 422
    assert "1 row is refused. Correct the file" in refused.text
    assert not Contract.unscoped.exists()
    confirm(client, skip="on")
    run = the_run()
    assert (run.state, run.created_count, run.failed_count) == ("done", 3, 1)
    report = client.get(reverse("file_download", args=[run.error_report_id]))
    assert report.content.decode("utf-8-sig").splitlines() == [
        "row,column,value,message",
        "5,Name,,The cell is blank. It must have a value.",
    ]


def test_an_import_is_confirmed_once(client, ana):
    upload(client)
    check(client)
    confirm(client)
    again = client.post(reverse("import_confirm", args=[the_run().pk]))
    assert again.status_code == 422
    assert "not checked, or is under way already" in again.text
    assert Job.objects.filter(kind="register_import").count() == 1


def test_the_job_of_an_import_is_safe_to_run_twice(client, ana):
    upload(client)
    check(client)
    confirm(client)
    before = Contract.history.count()
    run_register_import(the_run().job, quiet)
    assert Contract.history.count() == before
    assert the_run().created_count == 3


def test_the_same_file_again_says_that_there_is_nothing_to_import(client, ana):
    for _ in range(2):
        upload(client)
        check(client)
        if the_run().created_count:
            confirm(client)
    assert (
        "Every row of this file is recorded already"
        in client.get(reverse("import_run", args=[the_run().pk])).text
    )


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "a.csv", "empty"),
        (CSV.encode("utf-16"), "a.csv", "UTF-16"),
        (CSV, "a.pdf", "not of a kind that is taken"),
        (b"PK\x03\x04", "a.csv", "workbook"),
    ],
)
def test_a_file_that_cannot_be_used_stays_on_the_form_with_its_reason(client, ana, text, name, words):
    refused = upload(client, text, name=name)
    assert refused.status_code == 422
    assert words in refused.text
    assert not ImportRun.unscoped.exists()


def test_a_wrong_mapping_is_refused_with_the_field_and_the_input_is_kept(client, ana):
    upload(client)
    refused = check(client, column_title="", translations="status: live = active", date_format="auto")
    assert refused.status_code == 422
    assert "title is missing" in refused.text
    assert "never guessed" in refused.text
    assert "status: live = active" in refused.text
    assert the_run().state == "draft"


def test_a_translation_line_that_cannot_be_read_is_named(client, ana):
    upload(client)
    assert "Line 2 is not of the form" in check(client, translations="status: a = active\nnonsense").text


def test_a_check_that_cannot_use_the_mapping_leads_back_to_the_columns(client, ana):
    upload(client)
    response = client.post(
        reverse("import_columns", args=[the_run().pk]), answers(client) | {"constant_status": "live"}
    )
    assert response.status_code == 302
    with pytest.raises(Exception, match="Not known"):
        run_register_check(the_run().job, quiet)
    page = client.get(reverse("import_run", args=[the_run().pk]))
    assert "Not known" in page.text
    assert "Map the columns" in page.text


def test_a_cancelled_import_leaves_nothing_and_says_so(client, ana):
    upload(client)
    check(client)

    def stop(done, total, message):
        if message.startswith("Working out"):
            raise JobCancelled("Cancelled. Nothing was changed.")

    client.post(reverse("import_confirm", args=[the_run().pk]))
    with pytest.raises(JobCancelled):
        run_register_import(the_run().job, stop)
    assert not Contract.unscoped.exists()
    assert the_run().state == "cancelled"
    assert "Nothing was changed" in client.get(reverse("import_run", args=[the_run().pk])).text


def test_an_import_whose_job_was_cancelled_while_it_waited_is_not_under_way_for_ever(client, ana):
    upload(client)
    client.post(reverse("import_columns", args=[the_run().pk]), answers(client))
    assert the_run().is_under_way
    client.post(reverse("job_cancel", args=[the_run().job_id]))
    assert the_run().is_open
    check(client)
    assert the_run().state == "checked"


def test_a_mapping_file_and_the_mapping_of_the_last_import_are_taken_over(client, ana):
    changed = MAPPING.replace('title = "Name"', 'title = "Ref"')
    upload(client, mapping=SimpleUploadedFile("map.toml", changed.encode()))
    assert answers(client)["column_title"] == "Ref"
    check(client)
    confirm(client)
    assert 'title = "Ref"' in client.get(reverse("import_mapping", args=[the_run().pk])).text
    upload(client)
    assert answers(client)["column_title"] == "Ref"


def test_a_broken_mapping_file_is_refused_on_the_form(client, ana):
    refused = upload(client, mapping=SimpleUploadedFile("map.toml", b"[columns"))
    assert refused.status_code == 422
    assert "not valid TOML" in refused.text


def test_nothing_changes_on_get(client, ana):
    upload(client)
    check(client)
    assert client.get(reverse("import_confirm", args=[the_run().pk])).status_code == 405
    assert the_run().state == "checked"


def test_people_see_their_own_imports_and_those_who_import_everywhere_see_all(client, ana):
    upload(client)
    pk = the_run().pk
    client.force_login(a_user("eva", "procurement", department=a_department()))
    assert client.get(reverse("import_run", args=[pk])).status_code == 404
    assert "register.csv" not in client.get(reverse("imports")).text
    client.force_login(a_user("uma", "procurement"))
    assert client.get(reverse("import_run", args=[pk])).status_code == 200


def test_who_may_not_import_gets_no_page(client):
    client.force_login(a_user("rob", "requester"))
    assert client.get(reverse("imports")).status_code == 403
    assert upload(client).status_code == 403


def test_the_empty_list_says_what_to_do_first(client, ana):
    assert "No register imported yet" in client.get(reverse("imports")).text


def test_pages_of_an_import_need_few_queries(client, ana, django_assert_max_num_queries):
    upload(client)
    check(client)
    for name, args in (("imports", []), ("import_run", [the_run().pk])):
        with django_assert_max_num_queries(12):
            client.get(reverse(name, args=args))
