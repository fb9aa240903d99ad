"""Each page of the product, with real data behind it, in light, in dark and on a telephone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import get_resolver

from accounts.models import User
from core.audit import Actor, acting
from tests.architecture.test_routes import routes
from tests.journeys.conftest import WAYS, Window
from tests.journeys.pages import (
    DOOR,
    HALF_WAY,
    LEFT_OUT,
    LEFT_OUT_BRANCHES,
    SECOND_FACTOR,
    SIGNED_IN,
)
from tests.journeys.portfolio import a_company_at_work
from tests.support.people import PASSWORD, a_user

LOOKED_AT = {**DOOR, **SIGNED_IN, **SECOND_FACTOR, **HALF_WAY}
#: The pages are looked at in parts, so that two processes share them.
PARTS = 4
#: These show another address than the one opened: the library hides the key of the reset mail.
MOVED = {"/accounts/password/reset/key/{reset}/", "/accounts/password/reset/key/1-used/"}
#: Drawn by scripts after the page has come.
DRAWN_LATE = {"/api/v1/docs/": ".swagger-ui .opblock"}


def test_every_route_is_looked_at_or_left_out_for_a_reason():
    patterns = [pattern for pattern, _view in routes(get_resolver())]
    forgotten = [
        pattern
        for pattern in patterns
        if pattern not in LOOKED_AT
        and pattern not in LEFT_OUT
        and not pattern.startswith(tuple(LEFT_OUT_BRANCHES))
    ]
    assert not forgotten, "Put these into a table of tests/journeys/pages.py:\n" + "\n".join(forgotten)
    assert not set(LOOKED_AT) & set(LEFT_OUT)


def test_no_table_names_a_route_that_is_gone():
    patterns = {pattern for pattern, _view in routes(get_resolver())}
    assert not (set(LOOKED_AT) | set(LEFT_OUT)) - patterns


@pytest.fixture
def boss(wide_window, settings) -> User:
    """Make a person who may open every page; they need not say again who they are."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600  # looking at many pages may take longer than the usual
    return a_user("boss", "administrator", full_name="Ada Winter")


@pytest.mark.browser
@pytest.mark.committed
@pytest.mark.parametrize("part", range(PARTS), ids=lambda part: f"part {part + 1} of {PARTS}")
def test_every_page_is_sound_in_light_in_dark_and_on_a_telephone(wide_window, boss, part):
    made = a_company_at_work(boss)
    wide_window.sign_in("boss")
    _confirm_who_it_is(wide_window)
    faults = _look_at(wide_window, dict(list(SIGNED_IN.items())[part::PARTS]), made)
    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.committed
def test_every_page_on_the_way_in_is_sound_in_light_in_dark_and_on_a_telephone(wide_window, boss):
    made = a_company_at_work(boss) | {"reset": _reset_key(boss)}
    faults = _look_at(wide_window, DOOR, made)
    wide_window.sign_in("boss")
    _confirm_who_it_is(wide_window)
    with acting(Actor.system("test")):
        TOTP.activate(boss, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(boss)
    faults += _look_at(wide_window, SECOND_FACTOR, made)
    wide_window.page.context.clear_cookies()
    wide_window.give_password("boss")
    faults += _look_at(wide_window, HALF_WAY, made)
    assert not faults, "\n".join(faults)


def _reset_key(user: User) -> str:
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"


def _confirm_who_it_is(window: Window) -> None:
    """Give the password again, as pages that change how one signs in demand."""
    page = window.open("/accounts/reauthenticate/?next=/help/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(window.site + "/help/")


def _look_at(window: Window, pages: dict[str, list[str]], made: dict[str, Any]) -> list[str]:
    """Open each address and look at it in all three ways; return what is wrong."""
    faults = []
    for address in (address for addresses in pages.values() for address in addresses):
        path = address.format(**made)
        window.look("light")
        answer = window.page.goto(window.site + path)
        if late := DRAWN_LATE.get(path):
            window.page.wait_for_selector(late)
        if answer is None or answer.status != 200:
            faults.append(f"{path} answered {answer and answer.status}")
        elif address not in MOVED and urlsplit(window.page.url).path != urlsplit(path).path:
            faults.append(f"{path} led to {window.page.url}")
        for way in WAYS:
            window.look(way)
            faults += window.faults()
        window.complaints.clear()
    return faults
