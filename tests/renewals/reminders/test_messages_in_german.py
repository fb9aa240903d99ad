"""Every kind of message in German: no word of English is left, and dates and money are German."""

from __future__ import annotations

import datetime as dt
import re
import string
from decimal import Decimal
from itertools import product

import icalendar
import pytest
from django.utils import translation

from contracts_app.reminders.recipients import chains_of, heads_of, managers_of
from contracts_app.reminders.roles import role_name
from core.audit import Actor, acting
from core.mail.languages import written_in
from core.mail.rendering import render_letter
from core.reminders.sweeping import sweep
from core.rules.periods import Period, PeriodUnit
from ops import messages
from renewals.actions.feeds import create_feed
from renewals.models import Deadline
from renewals.reminders.consequence import consequence_of
from renewals.reminders.names import method_name, missing_name, notice_by_name
from renewals.reports.feed import feed_file, terms_change
from renewals.rules import missing
from renewals.rules.answer import Consequence
from tests.support.letters import START, a_reader, act_by_of, every_letter, texts, yearly
from tests.support.people import a_user
from tests.support.reminding import SETTING_UP, a_department, a_person, at, mail_to

pytestmark = pytest.mark.django_db

_ENGLISH_DAY = re.compile(
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d|\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)
_GERMAN_DAY = re.compile(
    r"(?:(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)\., )?\d{1,2}\. )?"
    r"(?:Jan\.|Feb\.|März|Apr\.|Mai|Juni|Juli|Aug\.|Sept\.|Okt\.|Nov\.|Dez\.)"
    r"(?: \d{4})?"
)
METHODS = (
    "registered post", "registered letter", "recorded delivery", "post", "letter", "courier", "by hand",
    "personal delivery", "email", "fax", "portal",
)  # fmt: skip
REASONS = (
    "owner", "backup owner", "named on the contract", "procurement of the department", "procurement",
    "administrator of the department", "administrator", "manager of the owner", "manager", "legal",
    "head of procurement",
)  # fmt: skip


def names_of_facts() -> list[str]:
    """Return the names of missing facts, as the rule that finds them lists them."""
    return sorted(set(re.findall(r"``(\w+)``", missing.__doc__ or "")))


def consequences() -> list[str]:
    """Return what happens if nobody acts, in every way that there is."""
    day = dt.date(2027, 2, 28)
    return [
        consequence_of(
            Deadline(
                status=status, if_nobody_acts=what, term_end=day, renewal_date=day,
                amount_at_stake=Decimal("412000"), currency="EUR",
            ),
            contract_status=said, length=length,
        )
        for length in (None, *(Period(n, unit) for n in (1, 12) for unit in PeriodUnit))
        for status, what, said in product(Deadline.Status.values, ["", *Consequence], ["", "notice_served"])
    ]  # fmt: skip


def all_texts(language: str) -> dict[str, list[str]]:
    """Return everything that goes out, by what it is about."""
    found = {name: list(texts(one)) for name, one in every_letter(a_reader(language)).items()}
    with written_in(language):
        found["consequences"] = consequences()
        found["calendar"] = [terms_change("Qqname")]
        found["roles"] = [role_name(f"To Qqname as {role}.") for role in REASONS]
        found["methods"] = [method_name(name) for name in METHODS]
        found["facts"] = [missing_name(name) for name in names_of_facts()]
        found["days"] = [notice_by_name(what) for what in (None, *Consequence)]
    return found


def emptied(text: str) -> str:
    """Return only the names in braces of a sentence: what a translation cannot change."""
    return " ".join(f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name)


def test_nothing_but_names_dates_and_figures_stands_in_a_message_without_its_catalog(monkeypatch):
    """A word that no catalog can change is one that every reader gets in English."""
    catalog = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(catalog, "gettext", emptied)
    monkeypatch.setattr(catalog, "pgettext", lambda _context, text: emptied(text))
    monkeypatch.setattr(catalog, "ngettext", lambda _one, many, _n: emptied(many))
    left = {}
    for name, said in all_texts("de").items():
        for text in said:
            words = re.findall(r"[^\W\d_]{2,}", _GERMAN_DAY.sub("", text))
            if strange := [word for word in words if not word.casefold().startswith("qq")]:
                left[name, text] = strange
    assert not left


def test_every_translation_is_in_some_message():
    """What no message here says would not be looked at by the other tests either."""
    whole = "\n".join(text for said in all_texts("de").values() for text in said)

    def is_said(text: str) -> bool:
        parts = re.split(r"\{\w+\}", text)
        return re.search(".*".join(re.escape(part) for part in parts), whole) is not None

    unsaid = []
    for message in messages.read("de"):
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not any(is_said(text) for text in given):
            unsaid.append(message.id)
    assert not unsaid


def test_no_sentence_of_a_german_message_is_the_english_one():
    english = {
        text
        for message in messages.read("de")
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
        if len(text.split()) > 1
    }
    whole = [text for said in all_texts("de").values() for text in said]
    for sentence in english:
        longest = max(re.split(r"\{\w+\}", sentence), key=len).strip(" .:;,")
        assert not [text for text in whole if longest in text], sentence


def test_dates_and_money_are_german():
    whole = "\n".join(text for said in all_texts("de").values() for text in said)
    assert not _ENGLISH_DAY.search(whole)
    assert not re.search(r"€\s?\d", whole)
    assert "412.000\u00a0€" in whole
    assert "Verlängert sich am 1. Jan. 2027 um 12 Monate, 412.000\u00a0€." in whole


def test_html_and_text_of_a_german_message_say_the_same_in_german():
    letter = every_letter(a_reader("de"))["act by"]
    message = render_letter(letter, to="ana@example.invalid", message_id="<a@b>", sent_at=START)
    html = str(message.alternatives[0].content)  # type: ignore[attr-defined]
    assert '<html lang="de">' in html
    assert message.extra_headers["Content-Language"] == "de"
    for words in (
        "Handeln bis",
        "Absenden bis",
        "Kündigung spätestens am",
        "Verhandlungsmappe öffnen",
        "Weitere Laufzeit kostet höchstens",
        "Einschreiben: absenden bis",
    ):
        assert words in html
        assert words in message.body


def test_every_role_that_the_chains_name_has_a_german_name():
    where = a_department("Qq")
    boss = a_user("boss", "procurement", "administrator", "legal")
    owner, backup = (a_person(name, manager=boss) for name in ("ana", "tom"))
    a_user("local", "procurement", "administrator", department=where)
    open_one = yearly(owner=owner, backup_owner=backup, department=where)
    closed = yearly(owner=owner, is_confidential=True, department=where)
    ids = [open_one.pk, closed.pk]
    roles = {
        person.role
        for chain in (chains_of(ids), managers_of(ids), heads_of(ids))
        for levels in chain.values()
        for level in levels
        for person in level
    }
    assert roles | {"named on the contract"} == set(REASONS)
    with written_in("de"):
        for role in roles:
            assert role_name(f"To Ana as Deputy as {role}. Passed over: nobody.") not in {role, "Deputy"}


def test_two_owners_get_the_reminder_of_one_day_each_in_their_language():
    ana, tom = a_reader("de", "ana"), a_reader("en", "tom")
    contracts = [yearly(owner=person) for person in (ana, tom)]
    sweep(at(act_by_of(contracts[0]) - dt.timedelta(days=30)))
    (german,), (english,) = mail_to(ana), mail_to(tom)
    assert re.match(r"\[Handeln bis \w\w\., \d+\. \w+\.?\] ", german.envelope.subject)
    assert english.envelope.subject.startswith("[Act by ")
    calendar = icalendar.Calendar.from_ical(german.attachments[0].content)
    (event,), (alarm,) = calendar.walk("VEVENT"), calendar.walk("VALARM")
    assert str(event["SUMMARY"]).startswith("Handeln bis ")
    assert str(alarm["DESCRIPTION"]) == str(event["SUMMARY"])
    assert "Verlängert sich am 1. Jan. 2027" in str(event["DESCRIPTION"])


def test_a_language_that_is_not_kept_any_more_is_english():
    assert every_letter(a_reader("tlh"))["act by"].status.startswith("▲ Act by ")


def test_the_calendar_feed_is_in_its_owners_language():
    ana = a_reader("de", "ana")
    with acting(SETTING_UP):
        ana.role_assignments.create(role="procurement")
    yearly(owner=ana)
    made = create_feed(actor=Actor.person(ana), owner=ana, scope="all", now=START)
    calendar = icalendar.Calendar.from_ical(feed_file(made.feed, dt.date(2026, 9, 1)).content)
    events = {str(event["UID"]).partition("-")[0]: event for event in calendar.walk("VEVENT")}
    starts = {kind: str(event["SUMMARY"]).partition(":")[0] for kind, event in events.items()}
    assert starts == {"act": "Handeln bis", "notice": "Kündigung spätestens am", "term": "Endet am"}
    assert "Verlängert sich am 1. Jan. 2027, 412.000\u00a0€." in str(events["act"]["DESCRIPTION"])
    assert not _ENGLISH_DAY.search(str(events["act"]["DESCRIPTION"]))
