import pytest

from tests.journeys.conftest import WAYS
from tests.journeys.pages import SIGNED_IN
from tests.journeys.portfolio import a_company_at_work


@pytest.mark.browser
@pytest.mark.committed
def test_look(wide_window, boss):
    made = a_company_at_work(boss)
    wide_window.sign_in("boss")
    faults = []
    n = 0
    for pattern, addresses in SIGNED_IN.items():
        if (
            "amendment" not in pattern
            and "/text/" not in pattern
            and pattern not in ("contracts/<int:pk>/", "contracts/<int:pk>/deadline/")
        ):
            continue
        for address in addresses:
            path = address.format(**made)
            wide_window.look("light")
            answer = wide_window.page.goto(wide_window.site + path)
            n += 1
            print(n, path, answer.status)
            for way in WAYS:
                wide_window.look(way)
                faults += wide_window.faults()
                wide_window.page.screenshot(path=f"/tmp/shots/{n:02d}-{way}.png", full_page=True)
            wide_window.complaints.clear()
    print("\n".join(map(str, faults)))
    assert not faults
