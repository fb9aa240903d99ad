"""The embedded mailbox: read the mail that would have gone out, as its readers would see it.

Everybody reads their own mail here; whose else, ``core.pages.letterbox`` says.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from core.access import signed_in
from core.mail import mailbox
from core.pages import letterbox

PAGE_SIZE = 50
#: A mail may look as it likes and load nothing: no script, no picture from elsewhere, no form. Its links
#: open a tab of their own, which is an ordinary one: in a sandboxed one nobody could answer a reminder.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
    " img-src data:; frame-ancestors 'self'"
)
LINKS_OUT = '<base target="_blank">'
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)


@signed_in
def mailbox_list(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first; ``?after=`` goes on behind a message."""
    _need_mailbox()
    names = mailbox.message_names()
    after = request.GET.get("after", "")
    rest = [name for name in names if name < after] if after else names
    lines, following = letterbox.page_of(request.user, rest, PAGE_SIZE)
    context = {
        "title": "Mailbox",
        "lines": lines,
        "total": len(names) if request.user.can(letterbox.VERB) else None,  # type: ignore[union-attr]
        "next": following,
        "is_first": not after,
    }
    return render(request, "core/mailbox/list.html", context)


def _need_mailbox() -> None:
    if not mailbox.is_in_use():
        raise Http404("Mail goes out by EMAIL_URL; the embedded mailbox is not in use.")


def _message(request: HttpRequest, name: str) -> mailbox.Opened:
    """Return a message that the person may read; any other does not exist for them."""
    _need_mailbox()
    try:
        opened = mailbox.open_message(name)
    except FileNotFoundError:
        raise Http404("There is no such message.") from None
    if not letterbox.may_read(request.user, opened.envelope):
        raise Http404("There is no such message.")
    return opened


@signed_in
def mailbox_message(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message: HTML in a frame that can do nothing, text, attachments, headers."""
    opened = _message(request, name)
    context = {"title": opened.envelope.subject or "(no subject)", "message": opened}
    return render(request, "core/mailbox/message.html", context)


@signed_in
@xframe_options_sameorigin
def mailbox_html(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the HTML part alone, under a policy of its own; its links lead out of the frame."""
    html = _with_links_out(_message(request, name).html)
    response = HttpResponse(html, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _with_links_out(html: str) -> str:
    """Let the links of a mail open tabs of their own: the frame that it stands in refuses our pages."""
    head = _HEAD.search(html)
    return html[: head.end()] + LINKS_OUT + html[head.end() :] if head else LINKS_OUT + html


@signed_in
def mailbox_attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Hand out an attachment as a download."""
    found = next((part for part in _message(request, name).attachments if part.number == number), None)
    if found is None:
        raise Http404("There is no such attachment.")
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(found.filename)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _plain(filename: str) -> str:
    kept = "".join(
        letter for letter in filename if letter.isascii() and (letter.isalnum() or letter in "-_.")
    )
    return kept or "attachment"
