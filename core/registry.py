"""Going up without importing: what apps offer to the pages and processes of the floor.

Each app fills these tables in ``AppConfig.ready()``; the floor and the composing
pages only read them. Entries are frozen; a key is registered once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.registering import Registered, Registry


@dataclass(frozen=True, slots=True)
class NavigationItem(Registered):
    """A place in the left rail. ``verb`` empty: every signed-in person sees it."""

    key: str
    label: str
    icon: str
    url_name: str
    order: int = 100
    verb: str = ""
    is_below_rule: bool = False


@dataclass(frozen=True, slots=True)
class Panel(Registered):
    """A tab or box of a detail page (``page`` is e.g. ``contract``), loaded as an htmx fragment.

    ``count(subject, user)`` gives the small number behind the tab's label, or None.
    """

    key: str
    page: str
    label: str
    url_name: str
    order: int = 100
    verb: str = ""
    count: Callable[[Any, Any], int | None] | None = None


@dataclass(frozen=True, slots=True)
class HeaderPart(Registered):
    """A part of a detail page's header: ``context(subject, user, now)`` fills ``template``."""

    key: str
    page: str
    template: str
    context: Callable[[Any, Any, Any], dict[str, Any]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class HeaderAction(Registered):
    """A step on a detail page, as a button in its title line; the last one offered is the one that leads.

    ``url(subject, user)`` gives its address, or None where it is not offered.
    """

    key: str
    page: str
    label: str
    icon: str
    url: Callable[[Any, Any], str | None]
    order: int = 100


@dataclass(frozen=True, slots=True)
class ActivityPart(Registered):
    """Things of an upper app in the activity of a page, e.g. decisions in that of a contract.

    ``names(thing)`` gives what to call each of them by (model label, primary key); ``phrase(entries, names)``
    says what was done to them on one occasion, as a phrase that follows a person's name, empty for nothing.
    """

    key: str
    page: str
    names: Callable[[Any], dict[Any, str]]
    phrase: Callable[[Any, Any], str]
    order: int = 100


@dataclass(frozen=True, slots=True)
class DecisionSection(Registered):
    """A section of what is put before who decides on a contract: kept with decisions, and in leverage packs.

    ``content(contract, user, now)`` gives ``core.rules.section.SectionContent`` of what ``user`` may see;
    None or nothing where there is nothing to say: then it is not shown. A decision keeps no tables.
    """

    key: str
    label: str
    content: Callable[[Any, Any, Any], Any]
    order: int = 100
    shown_in: tuple[str, ...] = ("decision", "pack")


@dataclass(frozen=True, slots=True)
class ListColumn(Registered):
    """A column that an upper app adds to a lower app's list.

    ``annotate(queryset, on)`` adds what the column, its order and its filter need;
    ``order_by`` is the annotated name, ``draw(row, on)`` the cell, ``text(row)`` the CSV cell;
    ``kind`` is one of ``core.pages.columns.KINDS``; ``export`` is a look-up or expression for the
    same text as ``text``, so that the database can write the CSV; ``presence`` is a condition that says
    that ``order_by`` has a value (``core.paging.Order.presence``).
    """

    key: str
    page: str
    label: str
    annotate: Callable[[Any, Any], Any]
    order_by: str
    draw: Callable[[Any, Any], Any]
    text: Callable[[Any], str]
    order: int = 100
    filters: Callable[[], dict[str, Any]] | None = None
    kind: str = "text"
    export: Any = None
    presence: Any = None


@dataclass(frozen=True, slots=True)
class ListingPage(Registered):
    """A list page whose views can be saved: ``key`` is the page of its ``Listing``, ``verb`` opens it."""

    key: str
    label: str
    url_name: str
    order: int = 100
    verb: str = ""


@dataclass(frozen=True, slots=True)
class ListingView(Registered):
    """A view of a list that everybody has as a tab: ``query(on)`` gives the parameters of its address."""

    key: str
    page: str
    label: str
    query: Callable[[Any], dict[str, str]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class ViewSource(Registered):
    """Where the views that people saved come from.

    ``views(user, page)`` gives ``core.pages.tabs.OwnViews``; ``template`` draws the menu beside the tabs.
    """

    key: str
    views: Callable[[Any, str], Any]
    template: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class RecentChanges(Registered):
    """What happened lately to one kind of thing, for "Since you were last here".

    ``news(user, since, limit)`` gives ``core.pages.news.News``, newest first, of what ``user`` may see.
    """

    key: str
    news: Callable[[Any, Any, int], Iterable[Any]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class HomeQueue(Registered):
    """A source of rows for the work queue on the home page.

    ``items(user, on, limit)`` gives ``core.pages.queue.QueueItem``, most urgent first;
    ``count(user, on)`` says how many there are in all; ``url_name`` is the list behind them.
    """

    key: str
    items: Callable[[Any, Any, int], Iterable[Any]]
    order: int = 100
    count: Callable[[Any, Any], int] | None = None
    url_name: str = ""


@dataclass(frozen=True, slots=True)
class HomeFact(Registered):
    """A figure in the line under the greeting: ``facts(user, on)`` gives ``(words, url)`` pairs."""

    key: str
    facts: Callable[[Any, Any], Iterable[tuple[str, str]]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class BannerSource(Registered):
    """Something everybody on every page must know: ``banners(user, now)`` gives ``Banner`` values.

    Called for each page, so it must be cheap; no banner is the usual answer.
    """

    key: str
    banners: Callable[[Any, Any], Iterable[Any]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Command(Registered):
    """Something to do from the command palette: opens ``url_name`` for who holds ``verb``.

    ``is_offered()`` says whether it is of use now; None: always.
    """

    key: str
    label: str
    icon: str
    url_name: str
    order: int = 100
    verb: str = ""
    is_offered: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class SettingsItem(Registered):
    """A page under Settings; ``verb`` empty: everybody has it. ``text`` says what it is for."""

    key: str
    label: str
    text: str
    icon: str
    url_name: str
    order: int = 100
    verb: str = ""


@dataclass(frozen=True, slots=True)
class HomeBox(Registered):
    """A box on the home page: ``context(user, on)`` fills ``template``."""

    key: str
    template: str
    context: Callable[[Any, Any], dict[str, Any]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class SearchType(Registered):
    """A kind of thing the search over everything finds: ``find(user, words, limit)`` gives hits."""

    key: str
    label: str
    find: Callable[[Any, str, int], Iterable[Any]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class ReminderKind(Registered):
    """A kind of reminder: to whom, in which words. What is owed is planned by the app.

    ``subject`` is the key of a ``ReminderSubject``; ``recipients(subject_ids)`` gives for each subject its
    chain (``core.reminders.shapes.Chain``); ``letters(deliveries)`` gives for each delivery id its letter
    (``core.mail.letter.Letter``) in the recipient's language and zone. ``after_settling(subject_ids, now)``
    plans, in the same transaction, what follows from messages having been handed to delivery. ``told_with``
    is the key of a kind to the same people: due at once about one date, both are one message.
    """

    key: str
    label: str
    subject: str
    recipients: Callable[..., Any]
    letters: Callable[..., Any]
    order: int = 100
    after_settling: Callable[..., Any] | None = None
    told_with: str = ""


@dataclass(frozen=True, slots=True)
class ReminderSubject(Registered):
    """What reminders are about, e.g. contracts, as the sweep and the reconciler need it.

    ``refresh(now, last_id, limit)`` recomputes the next ids whose answer changed as time passed;
    ``ids_after(last_id, limit)`` and ``ids_changed(since, last_id, limit)`` give ids in order;
    ``owed(ids, now)`` gives the ``Rung`` rows owed according to the subjects alone, by code that shares
    nothing with the planning; ``replan(ids, now)`` plans them anew inside a transaction;
    ``links(user, ids)`` names those that ``user`` may see (``core.reminders.shapes.SubjectLink``), and
    ``visible(user)`` gives the query of all their ids, to narrow other queries by; ``names(ids)`` gives
    the name of each for the product's own lists.
    """

    key: str
    label: str
    refresh: Callable[..., list[int]]
    ids_after: Callable[..., list[int]]
    ids_changed: Callable[..., list[int]]
    owed: Callable[..., Any]
    replan: Callable[..., Any]
    links: Callable[..., dict[int, Any]]
    visible: Callable[[Any], Any]
    names: Callable[[Any], dict[int, str]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class JobKind(Registered):
    """Long work that runs in a worker with progress: ``run(job, report)``."""

    key: str
    label: str
    run: Callable[..., Any]
    order: int = 100


@dataclass(frozen=True, slots=True)
class FileKind(Registered):
    """What files are kept for: ``may_download(user, stored_file)`` says who may have one.

    ``extensions`` (of ``core.files.ALLOWED``) and ``largest`` in bytes bound what is uploaded;
    ``is_export`` files are data taken out of the product, which asks again who it is.
    """

    key: str
    label: str
    may_download: Callable[[Any, Any], bool]
    extensions: tuple[str, ...] = ()
    largest: int = 50 * 1024 * 1024
    is_export: bool = False
    order: int = 100


@dataclass(frozen=True, slots=True)
class ReportSection(Registered):
    """A section of a report or record: ``context(subject, user, on)`` fills ``template``."""

    key: str
    report: str
    label: str
    template: str
    context: Callable[..., dict[str, Any]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class DemoPart(Registered):
    """A part of the demo portfolio: ``load(actor=…, now=…, on=…)`` writes it and says what.

    It runs inside the one transaction of the whole demo, so it calls actions unwrapped.
    """

    key: str
    load: Callable[..., str]
    order: int = 100


@dataclass(frozen=True, slots=True)
class DemoLogin(Registered):
    """A person of the demo company to sign in as; ``key`` is the user name."""

    key: str
    password: str
    who: str
    order: int = 100

    @property
    def line(self) -> str:
        """Say it in one line, for a terminal."""
        return f"{self.key}  password {self.password}  ({self.who})"


navigation: Registry[NavigationItem] = Registry("navigation")
panels: Registry[Panel] = Registry("panels")
header_parts: Registry[HeaderPart] = Registry("header parts")
header_actions: Registry[HeaderAction] = Registry("header actions")
activity_parts: Registry[ActivityPart] = Registry("activity parts")
decision_sections: Registry[DecisionSection] = Registry("decision sections")
list_columns: Registry[ListColumn] = Registry("list columns")
listing_pages: Registry[ListingPage] = Registry("listing pages")
listing_views: Registry[ListingView] = Registry("listing views")
view_sources: Registry[ViewSource] = Registry("view sources")
recent_changes: Registry[RecentChanges] = Registry("recent changes")
home_queues: Registry[HomeQueue] = Registry("home queues")
home_boxes: Registry[HomeBox] = Registry("home boxes")
home_facts: Registry[HomeFact] = Registry("home facts")
banners: Registry[BannerSource] = Registry("banners")
commands: Registry[Command] = Registry("commands")
settings_items: Registry[SettingsItem] = Registry("settings items")
search_types: Registry[SearchType] = Registry("search types")
reminder_kinds: Registry[ReminderKind] = Registry("reminder kinds")
reminder_subjects: Registry[ReminderSubject] = Registry("reminder subjects")
job_kinds: Registry[JobKind] = Registry("job kinds")
file_kinds: Registry[FileKind] = Registry("file kinds")
report_sections: Registry[ReportSection] = Registry("report sections")
demo_parts: Registry[DemoPart] = Registry("demo parts")
demo_logins: Registry[DemoLogin] = Registry("demo logins")


def entries_for(table: Registry[Any], page: str) -> list[Any]:
    """Return the entries of ``table`` that belong to ``page``, in order."""
    return [entry for entry in table if entry.page == page]
