"""What can be true of a vendor, a contact or an entity; the table is the rule."""

from __future__ import annotations

import pytest

from vendors.rules.country import country_name, country_names
from vendors.rules.draft import ContactDraft, EntityDraft, VendorDraft
from vendors.rules.lei import lei_problem
from vendors.rules.plausible import contact_problems, entity_problems, tidied, vendor_problems


@pytest.mark.parametrize(
    ("lei", "is_valid"),
    [
        ("5493001KJTIIGC8Y1R12", True),
        ("529900T8BM49AURSDO55", True),
        ("5493001KJTIIGC8Y1R13", False),
        ("5493001KJTIIGC8Y1R1", False),
        ("5493001kjtiigc8y1r12", False),
        ("", False),
    ],
)
def test_an_lei_has_the_right_shape_and_check_digits(lei, is_valid):
    assert (lei_problem(lei) == "") is is_valid


@pytest.mark.parametrize(
    ("website", "is_valid"),
    [
        ("https://www.example.com", True),
        ("http://example.com:8080/a?b=c#d", True),
        ("https://intranet", True),
        ("www.example.com", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://exa mple.com", False),
        ("ftp://example.com", False),
    ],
)
def test_a_website_is_a_web_address_in_full(website, is_valid):
    assert ("website" not in vendor_problems(VendorDraft(name="Nord", website=website))) is is_valid


@pytest.mark.parametrize("name", ["", "  ", "-", "…"])
def test_a_name_has_a_letter_or_a_figure(name):
    assert "name" in vendor_problems(VendorDraft(name=name))
    assert "name" in entity_problems(EntityDraft(name=name))
    assert "name" in contact_problems(ContactDraft(role="notice", name=name, email="a@b.example"))


@pytest.mark.parametrize("code", ["ZZ", "EU", "UN", "de", "DEU", "1A"])
def test_what_is_no_country_is_refused(code):
    assert "country" in vendor_problems(VendorDraft(name="Nord", country=code))


def test_countries_have_names_and_every_one_can_be_chosen():
    assert (country_name("DE"), country_name("QQ"), country_name("")) == ("Germany", "QQ", "")
    assert len(country_names()) > 240
    assert not any(vendor_problems(VendorDraft(name="Nord", country=code)) for code in country_names())


def test_white_space_goes_lines_stay_and_codes_are_capitals():
    draft = tidied(
        VendorDraft(name="  Nord \t Cloud ", country="de", vat_number="de 1", address=" A 1 \n  B\n")
    )

    assert (draft.name, draft.country, draft.vat_number, draft.address) == (
        "Nord Cloud",
        "DE",
        "DE 1",
        "A 1\nB",
    )
    assert tidied(draft) == draft


@pytest.mark.parametrize("role", ["billing", "technical", "security", "escalation", "account"])
def test_a_telephone_is_enough_for_every_role_but_notices(role):
    assert contact_problems(ContactDraft(role=role, name="Ines", phone="1")) == {}
    assert "email" in contact_problems(ContactDraft(role="notice", name="Ines", phone="1"))
