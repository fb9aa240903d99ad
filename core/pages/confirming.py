"""Taking data out asks again who it is, when the last sign-in or confirmation was long ago.

1. A list as CSV, a report and its file need a sign-in, or a confirmation by password or authenticator app, in
   the last ``settings.EXPORT_CONFIRMATION_SECONDS``: an unlocked screen is not enough to carry data away.
2. Who has nothing to confirm with (no password here, no second factor) is not asked.
3. After the confirmation the person is where the data can be taken: nothing that was chosen is lost.
"""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from core import clock


def is_confirmation_due(request: HttpRequest) -> bool:
    """Tell whether the person must confirm who they are before data leave."""
    if not _ways(request):
        return False
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0.0)
    return clock.now().timestamp() - latest >= settings.EXPORT_CONFIRMATION_SECONDS


def confirm_first(request: HttpRequest, return_url: str) -> HttpResponseRedirect:
    """Send the person to confirm who they are, and from there to ``return_url``, an address of ours."""
    minutes = settings.EXPORT_CONFIRMATION_SECONDS // 60
    messages.info(request, f"You signed in more than {minutes} minutes ago. Confirm that it is you to go on.")
    return HttpResponseRedirect(f"{_ways(request)[0]}?{urlencode({'next': return_url})}")


def download_page(address: str, back_url: str) -> str:
    """Return the address of the page that offers the download at ``address`` once it is confirmed.

    A download leaves the page as it is, so that it cannot be what follows the confirmation.
    """
    return f"{reverse('download_ready')}?{urlencode({'to': address, 'back': back_url})}"


def _ways(request: HttpRequest) -> list[str]:
    """Return the addresses at which the person can confirm who they are, the usual one first."""
    return [way["url"] for way in get_adapter(request).get_reauthentication_methods(request.user)]
