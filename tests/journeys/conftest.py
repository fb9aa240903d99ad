"""A real browser on the product: Chromium, in light, dark and on a telephone, with axe.

``window`` opens a page in light or on a telephone; tests that take it run in both, and in light look at the
colors of dark too.
``wide_window`` is one window that looks in all three ways at each page it opens.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from accounts.models import User
from tests.support.needs import needs_chromium
from tests.support.pages import signed_in
from tests.support.people import PASSWORD

WAYS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: What axe looks for. Dark changes nothing but colors, and the telephone nothing but the layout: what
#: costs most, the contrast of every word, is measured once in each theme.
LOOKED_FOR = {
    "light": {"runOnly": WCAG},
    "dark": {"runOnly": ["color-contrast"]},
    "phone": {"runOnly": WCAG, "rules": {"color-contrast": {"enabled": False}}},
}
#: What htmx writes when a search was typed on before its answer came; a failed request says more than this.
OF_A_REPLACED_REQUEST = ("htmx:afterRequest", "htmx:sendAbort")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--in-process-gpu", "--no-first-run", "--disable-background-networking"
]  # fmt: skip


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

    def turn_to(self, page: Page) -> None:
        """Look at another tab from now on, and remember what its console says too."""
        page.set_default_timeout(10_000)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page = page

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(OF_A_REPLACED_REQUEST):
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        """Go to an address of the product."""
        self.page.goto(self.site + path)
        return self.page

    def sign_in(self, username: str) -> None:
        """Be signed in as somebody that ``a_user`` made, and open Home; the form has a journey of its own."""
        client = signed_in(User.objects.get(username=username))
        self.page.context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": self.site}
                for name, morsel in client.cookies.items()
            ]
        )
        self.open("/")

    def give_password(self, username: str) -> None:
        """Send the sign-in form; where it leads depends on the person's second factor."""
        self.open("/accounts/login/")
        self.page.get_by_label("User name or e-mail").fill(username)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def look(self, way: str) -> None:
        """Look at the open page in another way."""
        self.way = way
        self.page.set_viewport_size(WAYS[way]["viewport"])
        self.page.emulate_media(color_scheme=WAYS[way]["color_scheme"])

    def faults(self, looked_for: dict | None = None) -> list[str]:
        """Return what axe finds, how far the page sticks out, and what scripts complained of."""
        where = f"{self.page.url} ({self.way})"
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        options = {**(looked_for or LOOKED_FOR[self.way]), "resultTypes": ["violations"], "preload": False}
        found = AxeResults(self.page.evaluate("options => axe.run(options)", options))
        faults = [f"{where}\n{found.generate_report()}"] if found.violations_count else []
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            faults.append(f"{where} is {wide} pixels wider than the window")
        return faults + [f"{where}: {words}" for words in self.complaints]

    def must_be_sound(self, *, in_all: bool = False) -> None:
        """Fail when the page has a fault; ``in_all`` looks for everything, in whichever way it is."""
        faults = self.faults(LOOKED_FOR["light"] if in_all else None)
        if self.way == "light":
            self.look("dark")
            faults += self.faults()
            self.look("light")
        assert not faults, "\n".join(faults)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    """Keep mail, files and the sweep's marker in a folder that only this test has."""
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.FILE_STORE_DIR = tmp_path / "files"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"


@contextlib.contextmanager
def a_window(chromium: Browser, site: str, way: str) -> Iterator[Window]:
    """Open a window that remembers what its console says."""
    context = chromium.new_context(**WAYS[way], reduced_motion="reduce")
    made = Window(context.new_page(), site, way)
    made.turn_to(made.page)
    try:
        yield made
    finally:
        context.close()


@pytest.fixture(params=["light", "phone"])
def window(request: pytest.FixtureRequest, chromium: Browser, live_site) -> Iterator[Window]:
    """A window on the product in one way of looking."""
    with a_window(chromium, live_site.url, request.param) as made:
        yield made


@pytest.fixture
def wide_window(chromium: Browser, live_site) -> Iterator[Window]:
    """A window on the product that changes its way of looking by ``look``."""
    with a_window(chromium, live_site.url, "light") as made:
        yield made
