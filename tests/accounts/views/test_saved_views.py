"""Saved views in the browser: tabs above the list, the page under Settings, the first view."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import SavedView
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
LIST, VIEWS, NEW = reverse("contract_list"), reverse("views"), reverse("view_create")


@pytest.fixture
def lea():
    return signed_in(a_user("lea", "legal", full_name="Lea Haas"))


@pytest.fixture
def kim():
    return signed_in(a_user("kim", "requester"))


def save(client, name="Drafts", query="status=draft", page="contracts", **more):
    return client.post(NEW, {"name": name, "query": query, "page": page} | more)


def tabs(client, query: str = "") -> list[tuple[str, bool]]:
    """Return label and whether it is current of each tab."""
    found = client.get(f"{LIST}{query}").context["listing"].tabs.tabs
    return [(tab.view.label, tab.is_current) for tab in found]


def test_the_list_has_the_views_that_apps_declare_as_tabs(kim):
    assert tabs(kim) == [
        ("All contracts", True),
        ("Mine", False),
        ("Act within 30 days", False),
        ("Without owner", False),
        ("Deadline unknown", False),
        ("Documents missing", False),
    ]
    assert ("Mine", True) in tabs(kim, "?owner=me")


def test_every_declared_view_opens_without_a_wrong_filter(lea):
    a_contract(title="Hosting")
    for tab in lea.get(LIST).context["listing"].tabs.tabs:
        listing = lea.get(tab.url).context["listing"]
        assert not listing.filterset.errors
        assert listing.tabs.current.view.key == tab.view.key


def test_a_saved_view_is_a_tab_that_opens_by_its_address(kim):
    a_contract(title="Hosting", status="draft", owner_id=None)
    response = save(kim, query="status=draft&sort=title&columns=title&after=zzz")

    assert response["Location"] == f"{LIST}?status=draft&sort=title&columns=title"
    assert tabs(kim, "?columns=title&sort=title&status=draft")[-1] == ("Drafts", True)
    assert tabs(kim, "?status=draft")[-1] == ("Drafts", False)


def test_a_shared_view_is_a_tab_for_others_and_a_private_one_is_not(lea, kim):
    save(lea, "For all", is_shared="on")
    save(lea, "For me")

    assert [label for label, _ in tabs(kim)][6:] == ["For all"]
    assert [label for label, _ in tabs(lea)][6:] == ["For all", "For me"]


def test_who_may_not_share_is_not_offered_to_and_cannot(lea, kim):
    assert 'name="is_shared"' in lea.get(f"{LIST}?status=draft").content.decode()
    assert 'name="is_shared"' not in kim.get(f"{LIST}?status=draft").content.decode()
    save(kim, "Try", is_shared="on")

    assert SavedView.unscoped.get().is_shared is False


def test_a_refused_view_comes_back_with_its_words(kim):
    response = save(kim, query="")

    assert response.status_code == 422
    assert "The whole list is a view already" in response.content.decode()
    assert 'value="Drafts"' in response.content.decode()


def test_the_bare_address_leads_to_the_first_view_and_all_to_the_whole_list(kim):
    save(kim)
    key = SavedView.unscoped.get().pk
    kim.post(reverse("view_first"), {"page": "contracts", "key": key})

    assert kim.get(LIST)["Location"] == f"{LIST}?status=draft"
    whole = kim.get(f"{LIST}?view=all")
    assert whole.status_code == 200
    assert whole.context["listing"].tabs.current.view.label == "All contracts"
    assert kim.get(f"{LIST}?q=x").context["listing"].clear_url == f"{LIST}?view=all"

    kim.post(reverse("view_first"), {"page": "contracts", "key": ""})
    assert kim.get(LIST).status_code == 200


def test_a_declared_view_can_be_the_first_one(kim):
    kim.post(reverse("view_first"), {"page": "contracts", "key": "mine"})

    assert kim.get(LIST)["Location"] == f"{LIST}?owner=me"


def test_a_part_of_the_page_is_never_sent_elsewhere(kim):
    kim.post(reverse("view_first"), {"page": "contracts", "key": "mine"})

    assert kim.get(LIST, headers={"HX-Request": "true", "HX-Target": "listing"}).status_code == 200
    assert kim.get(f"{LIST}?part=count").content == b"0"


def test_the_last_filter_taken_away_leaves_the_whole_list(kim):
    chip = kim.get(f"{LIST}?status=draft").context["listing"].chips[0]

    assert chip.url == "?view=all"


def test_views_are_renamed_and_deleted_under_settings(lea):
    save(lea)
    view = SavedView.unscoped.get()
    page = lea.get(VIEWS).content.decode()
    assert "Drafts" in page
    assert reverse("view_change", args=[view.pk]) in page

    lea.post(reverse("view_change", args=[view.pk]), {"name": "Open drafts", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Open drafts", True)

    asked = lea.get(reverse("view_delete", args=[view.pk])).content.decode()
    assert "goes for all of them" in asked
    lea.post(reverse("view_delete", args=[view.pk]))
    assert not SavedView.unscoped.exists()


def test_views_of_others_are_not_found(lea, kim):
    save(lea, "Private")
    save(lea, "Shared", is_shared="on")

    for view in SavedView.unscoped.all():
        for name in ("view_change", "view_delete"):
            assert kim.get(reverse(name, args=[view.pk])).status_code == 404
            assert kim.post(reverse(name, args=[view.pk]), {"name": "x"}).status_code == 404
    assert SavedView.unscoped.count() == 2


def test_a_name_with_markup_is_text(kim):
    save(kim, "<script>x</script>")

    for path in (LIST, VIEWS):
        assert "<script>x" not in kim.get(path).content.decode()


def test_choosing_a_first_view_of_no_list_is_refused(kim):
    assert kim.post(reverse("view_first"), {"page": "nowhere", "key": "1"}).status_code == 409
    assert kim.get(reverse("view_first")).status_code == 405
