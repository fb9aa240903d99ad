"""What an import writes, what it leaves alone, and what history and ledger say of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from django.apps import apps

from accounts.models import Department
from contracts_app.actions.register_imports import (
    RefusedRegister,
    compare_register,
    import_register,
    next_run_id,
)
from contracts_app.models import (
    Contract,
    ContractTerms,
    ContractVendor,
    ImportedRow,
    ImportRun,
    NoticeRule,
    Tag,
)
from contracts_app.signals import contract_terms_changed
from core.audit import Actor, acting
from core.errors import NotAllowed, UserError
from core.models import LedgerEntry
from tests.support.people import a_department, a_user
from tests.support.registers import HEAD, MAPPING, NOW, ROWS, TODAY, a_register, import_rows
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def history_counts() -> Counter[str]:
    """Count the rows of every history table."""
    counts: Counter[str] = Counter()
    for model in apps.get_models():
        if model.__name__.startswith("Historical"):
            counts[model._meta.label] = model._default_manager.count()
    return counts


def contract(external_id: str, source: str = "erp") -> Contract:
    return Contract.unscoped.select_related("vendor", "department", "owner", "terms").get(
        source=source, external_id=external_id
    )


def change_by_hand(external_id: str, **values: object) -> None:
    with acting(Actor.system("test")):
        Contract.unscoped.filter(external_id=external_id).update(**values)


@pytest.fixture
def ana():
    return a_user("ana", "procurement")


def test_every_field_of_a_row_arrives(ana):
    outcome = import_rows()
    assert (outcome.rows, outcome.created, outcome.failed) == (3, 3, 0)
    one = contract("A-1")
    assert (one.title, one.vendor.name, one.department.name, one.owner) == (
        "Hosting",
        "Nord Cloud",
        "IT",
        ana,
    )
    assert (one.value_amount, one.value_currency, one.status, one.type) == (
        Decimal("1200.5"),
        "EUR",
        "active",
        "other",
    )
    assert (one.terms.start_date, one.terms.end_date) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert (one.terms.term_type, one.terms.renewal_term_quantity, one.terms.renewal_term_unit) == (
        "auto_renew",
        12,
        "months",
    )
    rule = NoticeRule.unscoped.get(contract=one)
    assert (rule.party, rule.kind, rule.quantity, rule.unit, rule.anchor) == (
        "us",
        "non_renewal",
        3,
        "months",
        "term_end",
    )
    assert [link.vendor.name for link in ContractVendor.unscoped.filter(contract=one)] == ["Süd & Co"]
    assert sorted(one.tag_links.values_list("tag__name", flat=True)) == ["cloud", "mail"]
    assert one.created_at == NOW


def test_blanks_take_the_defaults_and_no_owner_means_the_queue_of_the_department(ana):
    import_rows()
    two, three = contract("A-2"), contract("A-3")
    assert (two.owner, two.value_amount, two.status, three.status) == (None, None, "expired", "active")
    assert (two.terms.end_date, two.terms.term_type) == (None, "")


def test_vendors_and_departments_are_found_in_another_spelling_and_created_once(ana):
    a_department("It")
    import_rows()
    assert sorted(Vendor.unscoped.values_list("name", flat=True)) == [
        "Delta Telecom",
        "Nord Cloud",
        "Süd & Co",
    ]
    assert contract("A-3").vendor == contract("A-1").vendor
    assert contract("A-3").department == contract("A-1").department == Department.unscoped.get(name="It")


def test_the_history_gets_exactly_one_row_for_each_created_row_and_its_actor_is_the_import(ana):
    before = history_counts()
    import_rows()
    run = ImportRun.unscoped.get()
    written = history_counts() - before
    assert written["contracts_app.HistoricalContract"] == 3
    assert written["contracts_app.HistoricalContractTerms"] == 3
    assert written["contracts_app.HistoricalContractVendor"] == 1
    assert written["contracts_app.HistoricalNoticeRule"] == 1
    assert written["vendors.HistoricalVendor"] == 3
    assert set(Contract.history.values_list("history_actor", "history_channel")) == {
        (f"import:{run.pk}", "import")
    }
    ledger = LedgerEntry.objects.filter(actor=f"import:{run.pk}")
    assert ledger.filter(kind="contracts_app.contract.created").count() == 3
    assert ledger.filter(kind="contracts_app.import.finished").count() == 1


def test_the_same_file_again_changes_nothing_and_adds_no_history(ana):
    import_rows()
    before, ledger, versions = (
        history_counts(),
        LedgerEntry.objects.count(),
        list(Contract.unscoped.order_by("pk").values()),
    )
    outcome = import_rows()
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 3)
    assert history_counts() == before
    assert LedgerEntry.objects.count() == ledger
    assert list(Contract.unscoped.order_by("pk").values()) == versions


def test_the_same_rows_in_another_order_or_encoding_change_nothing(ana):
    import_rows()
    shuffled = HEAD + "".join(reversed(ROWS.splitlines(keepends=True)))
    outcome = import_rows(shuffled.replace("\n", "\r\n").replace("&amp;", "&"))
    assert (outcome.updated, outcome.unchanged) == (0, 3)


def test_a_changed_row_updates_that_contract_once_and_no_other(ana):
    import_rows()
    before = history_counts()
    outcome = import_rows((HEAD + ROWS).replace("1200.50", "1300"))
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 1, 2)
    assert contract("A-1").value_amount == 1300
    written = history_counts() - before
    assert written["contracts_app.HistoricalContract"] == 1
    assert written["contracts_app.HistoricalContractTerms"] == 0
    assert written["vendors.HistoricalVendor"] == 0


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("Hosting", "Housing", lambda c: c.title == "Housing"),
        ("Nord Cloud |", "Ost Cloud |", lambda c: c.vendor.name == "Ost Cloud"),
        ("| Süd &amp; Co", "| West", lambda c: [p.vendor.name for p in c.further_vendors.all()] == ["West"]),
        ("| Süd &amp; Co", "", lambda c: not c.further_vendors.exists()),
        (",ana,", ",,", lambda c: c.owner is None),
        ("1200.50,EUR", ",", lambda c: (c.value_amount, c.value_currency) == (None, "")),
        ("2026-12-31", "2027-12-31", lambda c: c.terms.end_date == dt.date(2027, 12, 31)),
        (
            "12 months",
            "2 years",
            lambda c: (c.terms.renewal_term_quantity, c.terms.renewal_term_unit) == (2, "years"),
        ),
        (
            "12 months",
            "same",
            lambda c: (
                (c.terms.renewal_as_initial, c.terms.renewal_term_quantity, c.terms.renewal_term_unit)
                == (True, None, "")
            ),
        ),
        ("3 months", "90 days", lambda c: c.notice_rules.get().unit == "calendar_days"),
        ("3 months", "", lambda c: c.notice_rules.get().quantity is None),
        ("active,", "terminated,", lambda c: c.status == "terminated"),
        ("cloud, mail", "cloud, audio", lambda c: c.tag_links.count() == 3),
    ],
)
def test_a_change_of_one_cell_arrives_and_is_not_reported_twice(ana, old, new, check):
    import_rows()
    changed = HEAD + ROWS.replace(old, new, 1)
    version = contract("A-1").version
    assert import_rows(changed).updated == 1
    assert check(contract("A-1"))
    assert contract("A-1").version != version
    assert import_rows(changed).updated == 0


def test_what_a_person_corrected_stays_until_the_register_changes_that_row(ana):
    import_rows()
    change_by_hand("A-1", title="Corrected")
    assert import_rows().updated == 0
    assert contract("A-1").title == "Corrected"
    assert import_rows((HEAD + ROWS).replace("1200.50", "1300")).updated == 1
    assert contract("A-1").title == "Hosting"


def test_a_field_that_the_mapping_does_not_name_is_left_alone(ana):
    import_rows()
    change_by_hand("A-1", governing_law="Germany", type="saas", description="Kept")
    import_rows((HEAD + ROWS).replace("Hosting", "Housing"))
    one = contract("A-1")
    assert (one.governing_law, one.type, one.description) == ("Germany", "saas", "Kept")


def test_two_sources_with_the_same_references_are_two_contracts(ana):
    import_rows()
    assert import_rows(source="other").created == 3
    assert Contract.unscoped.count() == 6


def test_numbers_are_taken_from_the_column_or_drawn_and_never_collide(ana):
    mapping = MAPPING.replace('title = "Name"', 'title = "Name"\nnumber = "Owner"').replace(
        'owner = "Owner"\n', ""
    )
    csv = HEAD + "".join(
        f"A-{n},T,V,IT,{number},,,,,,,,,\n" for n, number in enumerate(["", "C-1001", "", "X-1", ""])
    )
    import_rows(csv, mapping)
    numbers = list(Contract.unscoped.order_by("pk").values_list("number", flat=True))
    assert len(set(numbers)) == 5
    assert numbers[1] == "C-1001"
    assert numbers[3] == "X-1"
    assert all(number.startswith("C-") for number in (numbers[0], numbers[2], numbers[4]))


def test_a_number_of_another_contract_is_refused(ana):
    import_rows()
    taken = contract("A-1").number
    mapping = MAPPING.replace('title = "Name"', 'title = "Name"\nnumber = "Owner"').replace(
        'owner = "Owner"\n', ""
    )
    with pytest.raises(RefusedRegister) as refused:
        import_rows(HEAD + f"B-1,T,V,IT,{taken},,,,,,,,,\n", mapping, source="other")
    assert [(e.row, e.column, e.value) for e in refused.value.outcome.errors] == [(2, "Owner", taken)]


def test_one_bad_row_refuses_all_and_nothing_is_written(ana):
    before, ledger = history_counts(), LedgerEntry.objects.count()
    with pytest.raises(RefusedRegister) as refused:
        import_rows(HEAD + ROWS + "A-4,,V,IT,,,,,,,,,,\nA-5,T,V,IT,,1.234,EUR,,,,,,,\n")
    assert (refused.value.outcome.rows, refused.value.outcome.failed, refused.value.outcome.created) == (
        5,
        2,
        0,
    )
    assert [(e.row, e.column) for e in refused.value.outcome.errors] == [(5, "Name"), (6, "Value")]
    assert (Contract.unscoped.count(), Vendor.unscoped.count(), ImportRun.unscoped.count()) == (0, 0, 0)
    assert (history_counts(), LedgerEntry.objects.count()) == (before, ledger)


def test_bad_rows_are_skipped_when_asked_and_the_others_arrive(ana):
    outcome = import_rows(HEAD + ROWS + "A-4,,V,IT,,,,,,,,,,\n", skips=True)
    assert (outcome.rows, outcome.created, outcome.failed) == (4, 3, 1)
    assert outcome.created + outcome.updated + outcome.unchanged + outcome.failed == outcome.rows
    assert not Vendor.unscoped.filter(name="V").exists()


def test_what_before_commit_raises_undoes_everything(ana):
    def full_disk(outcome):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        import_register(
            actor=Actor.importing(next_run_id(), None),
            register=a_register(),
            now=NOW,
            on=TODAY,
            before_commit=full_disk,
        )
    assert Contract.unscoped.count() == 0


def test_a_report_that_stops_the_work_undoes_everything(ana):
    def stop(done, total, message):
        if "deadlines" in message:
            raise UserError("Stopped.")

    with pytest.raises(UserError, match="Stopped"):
        import_register(
            actor=Actor.importing(next_run_id(), None), register=a_register(), now=NOW, on=TODAY, report=stop
        )
    assert (Contract.unscoped.count(), Vendor.unscoped.count()) == (0, 0)


def test_a_dry_run_counts_what_an_import_would_do_and_writes_nothing(ana):
    assert compare_register(a_register(), None).created == 3
    assert (Contract.unscoped.count(), Vendor.unscoped.count(), ImportRun.unscoped.count()) == (0, 0, 0)
    import_rows()
    changed = compare_register(a_register((HEAD + ROWS).replace("Delta", "Gamma")), None)
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 2)
    assert contract("A-2").vendor.name == "Delta Telecom"


def test_deadlines_are_told_about_new_and_changed_contracts_only(ana):
    told: list[int] = []

    def hear(contract_ids, **_):
        told.extend(contract_ids)

    contract_terms_changed.connect(hear)
    try:
        import_rows()
        assert sorted(told) == sorted(Contract.unscoped.values_list("pk", flat=True))
        told.clear()
        import_rows((HEAD + ROWS).replace("Voice", "Video"))
        assert told == [contract("A-2").pk]
        told.clear()
        import_rows((HEAD + ROWS).replace("Voice", "Video"))
        assert told == []
    finally:
        contract_terms_changed.disconnect(hear)


def test_an_imported_contract_is_found_by_the_words_of_its_row(ana):
    import_rows()
    for words in ("hosting", "nord cloud", "sud", "mail cloud"):
        assert Contract.objects.matching(words).for_system("test").filter(external_id="A-1").exists(), words
    import_rows((HEAD + ROWS).replace("Hosting", "Zeppelin"))
    assert Contract.objects.matching("zeppelin").for_system("test").count() == 1
    assert Contract.objects.matching("hosting").for_system("test").count() == 0


def test_each_imported_row_leads_back_to_the_run_that_wrote_it_last(ana):
    import_rows()
    import_rows((HEAD + ROWS).replace("Voice", "Video"))
    first, second = ImportRun.unscoped.order_by("pk")
    assert set(ImportedRow.objects.values_list("contract__external_id", "run")) == {
        ("A-1", first.pk), ("A-2", second.pk), ("A-3", first.pk),
    }  # fmt: skip
    assert (second.created_count, second.updated_count, second.unchanged_count) == (0, 1, 2)


def test_a_person_imports_only_into_departments_where_contracts_may_be_edited():
    department = a_department("IT")
    user = a_user("eva", "procurement", department=department)
    csv = HEAD + "A-1,T,V,IT,,,,,,,,,,\nA-2,T,V,Finance,,,,,,,,,,\n"
    outcome = import_rows(csv, user=user, skips=True)
    assert (outcome.created, outcome.failed) == (1, 1)
    assert [(e.row, e.column) for e in outcome.errors] == [(3, "Dept")]
    assert not Department.unscoped.filter(name="Finance").exists()


def test_a_contract_that_the_person_does_not_see_is_not_changed_by_the_import(ana):
    import_rows()
    change_by_hand("A-2", is_confidential=True)
    other = a_user("eva", "procurement")
    changed = (HEAD + ROWS).replace("Voice", "Video").replace("Hosting", "Housing")
    outcome = import_rows(changed, user=other, skips=True)
    assert (outcome.updated, outcome.failed) == (1, 1)
    assert contract("A-2").title == "Voice"


def test_a_confidential_contract_keeps_its_owner_when_the_register_names_nobody(ana):
    import_rows()
    change_by_hand("A-1", is_confidential=True)
    import_rows((HEAD + ROWS).replace(",ana,", ",,").replace("Hosting", "Housing"))
    assert (contract("A-1").title, contract("A-1").owner) == ("Housing", ana)


def test_a_person_without_the_verb_may_not_import():
    with pytest.raises(NotAllowed):
        import_rows(user=a_user("rob", "requester"))


def test_without_a_department_contracts_go_to_that_of_the_person_or_to_unassigned():
    mapping = MAPPING.replace('department = "Dept"\n', "").replace('owner = "Owner"\n', "")
    import_rows(HEAD + "A-1,T,V,,,,,,,,,,,\n", mapping)
    assert contract("A-1").department.name == "Unassigned"
    user = a_user("eva", "procurement", department=None)
    with acting(Actor.system("test")):
        user.department = Department.unscoped.create(name="Legal")
        user.save()
    import_rows(HEAD + "A-1,T,V,,,,,,,,,,,\n", mapping, user=user, source="mine")
    assert contract("A-1", "mine").department.name == "Legal"


def test_a_register_with_only_the_end_date_is_held_against_the_recorded_start(ana):
    import_rows()
    mapping = MAPPING.replace('start_date = "Start"\n', "")
    with pytest.raises(RefusedRegister) as refused:
        import_rows(HEAD + "A-1,T,V,IT,,,,,2025-12-31,,,,,\n", mapping)
    assert [(e.row, e.column, e.value) for e in refused.value.outcome.errors] == [(2, "End", "2025-12-31")]


def test_an_option_gets_its_notice_as_the_exercise_of_the_option(ana):
    import_rows(HEAD + "A-1,T,V,IT,,,,2026-01-01,2026-12-31,option,12 months,3 months,,\n")
    assert contract("A-1").notice_rules.get().kind == "option_exercise"


def test_texts_that_look_like_copy_syntax_arrive_as_they_are(ana):
    import_rows(HEAD + '"A\\N","\\N \\t back\\slash",\\.,IT,,,,,,,,,,\n')
    one = contract("A\\N")
    assert (one.title, one.vendor.name) == ("\\N \\t back\\slash", "\\.")


def test_tags_are_added_and_never_taken_away(ana):
    import_rows()
    with acting(Actor.system("test")):
        contract("A-1").tag_links.create(tag=Tag.unscoped.create(name="mine"))
    import_rows((HEAD + ROWS).replace("cloud, mail", "cloud"))
    assert contract("A-1").tag_links.count() == 3


def test_a_vendor_that_an_import_creates_is_found_by_its_name(ana):
    import_rows()
    vendor = contract("A-1").vendor
    word = vendor.name.split()[0].upper()
    assert vendor in Vendor.objects.visible_to(ana).matching(word)


def test_the_event_with_which_a_term_begins_is_imported_and_cleared(ana):
    head = "ref,title,supplier,from,begins with\n"
    columns = 'external_id = "ref"\ntitle = "title"\nvendor = "supplier"\nstart_date = "from"\n'
    mapping = f'[columns]\n{columns}start_event = "begins with"\n'
    import_rows(f"{head}A-1,Hosting,Nord,,acceptance\n", mapping)
    assert (contract("A-1").terms.start_event, contract("A-1").terms.start_date) == ("acceptance", None)
    assert import_rows(f"{head}A-1,Hosting,Nord,2026-03-01,acceptance\n", mapping).updated == 1
    assert contract("A-1").terms.start_date == dt.date(2026, 3, 1)
    assert import_rows(f"{head}A-1,Hosting,Nord,2026-03-01,\n", mapping).updated == 1
    assert contract("A-1").terms.start_event == ""
    outcome = import_rows(f"{head}A-2,Hosting,Nord,,{'x' * 201}\n", mapping, skips=True)
    assert outcome.failed == 1


def test_what_an_import_makes_renew_by_itself_needs_no_agreement_any_more(ana):
    fixed = (HEAD + ROWS).replace("12 months", "").replace("auto_renew", "fixed")
    import_rows(fixed)
    with acting(Actor.system("test")):
        ContractTerms.unscoped.filter(contract=contract("A-1")).update(renewal_by_agreement=True)
    import_rows(fixed.replace("Hosting", "Housing", 1))
    assert contract("A-1").terms.renewal_by_agreement
    import_rows(HEAD + ROWS)
    assert (contract("A-1").terms.term_type, contract("A-1").terms.renewal_by_agreement) == (
        "auto_renew",
        False,
    )
