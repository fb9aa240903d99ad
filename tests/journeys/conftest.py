"""A real browser on the product: Chromium, in light, dark and on a telephone, with axe.

``window`` opens a page in one of the three ways of looking; tests that take it run in all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.support.needs import needs_chromium
from tests.support.people import PASSWORD

WAYS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium of the machine; without it the test is skipped."""
    path = needs_chromium()
    # The driver keeps an event loop running in this thread: Django would refuse the database there, and
    # opens connections of its own beside those of before, which must not hold on to the test database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    connections.close_all()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()


@dataclass
class Window:
    """One browser window on the product, and what went wrong in it."""

    page: Page
    site: str
    way: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to an address of the product."""
        self.page.goto(self.site + path)
        return self.page

    def sign_in(self, username: str) -> None:
        """Sign in as somebody that ``a_user`` made."""
        self.open("/accounts/login/")
        self.page.get_by_label("User name or e-mail").fill(username)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(self.site + "/")

    def must_be_sound(self) -> None:
        """Fail when axe finds a violation, the page is wider than the window, or a script complained."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
        assert found.violations_count == 0, f"{self.page.url} ({self.way})\n{found.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} ({self.way}) is {wide} pixels wider than the window"
        assert self.complaints == [], f"{self.page.url} ({self.way}): {self.complaints}"


@pytest.fixture(params=list(WAYS))
def window(request: pytest.FixtureRequest, chromium: Browser, live_site) -> Iterator[Window]:
    """A window on the product in one way of looking."""
    context: BrowserContext = chromium.new_context(**WAYS[request.param])
    page = context.new_page()
    page.set_default_timeout(10_000)
    made = Window(page, live_site.url, request.param)

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            made.complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()
