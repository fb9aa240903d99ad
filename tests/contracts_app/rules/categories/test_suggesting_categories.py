"""Categories are suggested by the words of a clause, and the words are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.categories import BY_CUAD, CATEGORIES, CHOICES, bears_amounts, name_of
from contracts_app.rules.categories_phrases import PHRASES
from contracts_app.rules.categories_suggest import (
    ABOVE,
    HEADING,
    LONG,
    THRESHOLD,
    Words,
    headings_above,
    suggest,
)

#: Category, heading, text: one clause of each category, in the words of nobody's contract.
TABLE = [
    (
        "document_name",
        "",
        'This Master Services Agreement (the "Agreement") is made between the parties below.',
    ),
    ("parties", "", 'This agreement is entered into by and between Aster GmbH ("Customer") and Birch Inc.'),
    ("agreement_date", "", "This agreement is made and entered into as of the date of the last signature."),
    ("effective_date", "", "Effective Date means the first day of the month after both sides signed."),
    ("governing_law", "", "This agreement is governed by the laws of Ireland."),
    (
        "third_party_beneficiary",
        "",
        "Nobody who is not a party is a third party beneficiary of this contract.",
    ),
    ("expiration_date", "Term", "The agreement runs for 36 months from the first day of operation."),
    ("renewal_term", "", "It renews automatically for successive terms of one year."),
    ("renewal_notice", "", "Unless a side gives notice 90 days before the end of a term, it goes on."),
    ("termination_for_convenience", "", "The Customer may terminate this order for convenience at any time."),
    (
        "post_termination_services",
        "",
        "Upon termination the Provider shall return all equipment of the Customer.",
    ),
    ("exit", "", "The Provider keeps an exit plan and supports the move to a successor provider."),
    ("cap_on_liability", "", "The total liability of either side shall not exceed EUR 500,000 in each year."),
    ("uncapped_liability", "", "Nothing in this contract limits or excludes liability for fraud."),
    ("liquidated_damages", "", "The Provider owes liquidated damages of EUR 1,000 for each day of delay."),
    (
        "insurance",
        "Insurance",
        "The Provider shall maintain insurance of at least EUR 5 million per occurrence.",
    ),
    ("warranty_duration", "", "The warranty period is twelve months from acceptance of the software."),
    (
        "covenant_not_to_sue",
        "",
        "The Licensee shall not contest the validity of the patents of the Licensor.",
    ),
    (
        "minimum_commitment",
        "",
        "The Customer has a minimum purchase commitment of 500 licences in each year.",
    ),
    ("volume_restriction", "", "The Customer may let up to 250 named users work with the application."),
    ("price_restrictions", "", "Any increase of the fees will not exceed 3 % in a year."),
    (
        "most_favored_nation",
        "",
        "Terms shall be no less favourable than those offered to any other customer.",
    ),
    ("revenue_sharing", "", "The Reseller keeps a share of 20 % of the net revenue from each order."),
    ("exclusivity", "", "Birch is the exclusive distributor of the products in Austria."),
    ("non_compete", "", "The Supplier shall not compete with the Customer for two years."),
    (
        "competitive_restriction_exception",
        "",
        "Nothing in this clause shall prevent the Supplier from developing products that compete with it.",
    ),
    ("no_solicit_customers", "", "Neither side may solicit the customers of the other during the term."),
    ("no_solicit_employees", "", "Neither side may solicit employees of the other for twelve months."),
    ("non_disparagement", "", "Neither side will disparage the other or its products in public."),
    ("first_refusal", "", "The Customer has a right of first refusal over any sale of the system."),
    ("change_of_control", "", "A change of control of the Provider entitles the Customer to terminate."),
    (
        "anti_assignment",
        "",
        "Neither party may assign this agreement without the prior consent of the other.",
    ),
    ("ip_ownership_assignment", "", "The deliverables are works made for hire and belong to the Customer."),
    ("joint_ip_ownership", "", "Inventions that both teams make are jointly owned by the parties."),
    ("license_grant", "", "The Licensor grants the Licensee a license to use the software at its sites."),
    ("non_transferable_license", "", "The Licensee receives a non-transferable license to use the software."),
    (
        "affiliate_license_licensor",
        "",
        "The Licensor, on behalf of itself and its affiliates, grants the rights.",
    ),
    (
        "affiliate_license_licensee",
        "",
        "The license extends to the Licensee and its affiliates in the group.",
    ),
    ("unlimited_license", "", "The Customer receives an enterprise-wide license for its whole group."),
    ("perpetual_license", "", "The license is perpetual, fully paid and not bound to maintenance."),
    ("source_code_escrow", "", "The source code is placed in escrow with an agent that both sides name."),
    ("service_levels", "", "The systems are available 99.9 % of each month."),
    ("service_credits", "", "For each missed hour the Customer may claim a service credit of 5 %."),
    ("audit_rights", "", "The Customer may inspect and audit the books and records of the Provider."),
    ("subcontracting", "", "The Provider may not subcontract any part of the services without consent."),
    ("data_location", "", "All data stay in the European Economic Area."),
]


def categories(heading: str, text: str, above: tuple[str, ...] = ()) -> list[str]:
    return [each.category for each in suggest(Words(heading, text, above))]


@pytest.mark.parametrize(("category", "heading", "text"), TABLE, ids=[row[0] for row in TABLE])
def test_a_clause_of_each_category_is_suggested(category: str, heading: str, text: str):
    assert category in categories(heading, text)


def test_every_category_is_in_the_table_of_this_test_and_has_phrases():
    assert [row[0] for row in TABLE] == list(CATEGORIES)
    assert list(PHRASES) == list(CATEGORIES)


def test_the_41_labels_of_cuad_are_there_once_each_and_five_more():
    assert len(BY_CUAD) == 41
    assert len(CATEGORIES) == 46
    assert BY_CUAD["Audit Rights"] == "audit_rights"
    assert len({each.name for each in CATEGORIES.values()}) == 46
    assert sum(len(members) for _, members in CHOICES) == 46


@pytest.mark.parametrize(
    "text",
    [
        "The Provider sends an invoice at the end of each month.",
        "The teams meet every second Tuesday at the site in Linz.",
        "Words in the singular include the plural, and the other way round.",
    ],
)
def test_an_ordinary_clause_is_in_no_category(text: str):
    assert categories("", text) == []


def test_the_words_that_led_to_it_are_told_as_they_stand_in_the_clause():
    text = "Total\n  Liability of either side SHALL NOT EXCEED the fees of twelve months."
    found = next(each for each in suggest(Words("", text)) if each.category == "cap_on_liability")
    assert "Total Liability" in [each.words for each in found.evidence]
    assert {each.where for each in found.evidence} == {"text"}
    assert found.points == sum(each.points for each in found.evidence)


def test_a_heading_of_its_own_counts_more_than_one_above():
    text = "The sum is named in Schedule 1 and is reviewed by both sides every year."
    assert "insurance" in categories("Insurance", f"Insurance {text}")
    assert "insurance" not in categories("", text, ("Insurance",))
    assert HEADING > ABOVE


def test_a_heading_above_helps_words_that_would_not_do_alone():
    text = "Each insurer must be rated A or better by an agency that both sides accept."
    assert "insurance" not in categories("", text)
    assert "insurance" in categories("", text, ("Insurance",))


def test_a_number_and_a_heading_alone_are_in_no_category():
    assert categories("Limitation of liability", "12. Limitation of liability\n") == []


def test_words_against_a_category_take_points_away_and_are_told():
    text = "The Customer receives a non-exclusive right to use it."
    assert "exclusivity" not in categories("", text)
    long = "The teams meet. " * (LONG // 10)
    assert "exclusivity" in categories("", f"{text} {long}")


def test_one_clause_may_be_in_several_categories():
    text = "Neither party may assign this agreement without consent. It is governed by the laws of France."
    assert {"anti_assignment", "governing_law"} <= set(categories("", text))


def test_a_phrase_is_not_found_across_the_end_of_a_sentence_or_inside_a_word():
    assert "anti_assignment" not in categories("", "Work is assigned daily. Nobody goes without a badge.")
    assert "exit" not in categories("", "They flexit planned the brexit plane for the whole team.")


def test_headings_above_are_those_that_a_clause_belongs_to():
    levels = [(1, "A"), (2, "B"), (3, ""), (3, "C"), (2, "D"), (1, "E")]
    assert headings_above(levels) == [(), ("A",), ("A", "B"), ("A", "B"), ("A",), ()]


def test_keys_that_no_release_knows_any_more_are_shown_as_they_are():
    assert name_of("gone") == "gone"
    assert not bears_amounts("gone")
    assert bears_amounts("cap_on_liability")


@given(st.text(max_size=400), st.text(max_size=60), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_gets_the_same_suggestions_twice_and_never_too_few_points(text, heading, above):
    words = Words(heading, text, tuple(above))
    found = suggest(words)
    assert found == suggest(words)
    assert all(each.points >= THRESHOLD for each in found)
    assert len({each.category for each in found}) == len(found)


def test_a_very_long_clause_is_looked_at_in_no_time():
    for text in ("liability " * 20_000, "shall not exceed fees, " * 10_000, "a" * 500_000):
        suggest(Words("", text))
