"""How a contract manager speaks of contracts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, Value, When

from contracts_app.rules.deadline_input import METHOD_COLUMNS, RULE_COLUMNS, TERM_COLUMNS, deadline_inputs
from contracts_app.rules.expected_documents import demands
from contracts_app.rules.lifecycle import ENDED, IN_FORCE, NOT_YET_IN_FORCE
from core.access import ScopedQuerySet, read_once
from core.search import word_query

#: Words that match no more contracts than this are rare.
MOST_LOOKED_UP = 2_000


def contract_filter(user: Any, prefix: str = "") -> Q:
    """Return the condition for "``user`` may see this contract", on relations reached by ``prefix``.

    A contract is seen by who holds ``contracts.view`` in its department, and by its owner
    and backup owner. A confidential one only by the people named on it, its owner and
    backup owner, and holders of ``contracts.confidential`` in its department.
    """
    if not user.is_active:
        return Q(**{f"{prefix}pk__in": []})
    viewing = user.departments_with("contracts.view")
    trusted = user.departments_with("contracts.confidential")
    if viewing is None and trusted is None:
        return Q()
    seen = Q(**{f"{prefix}owner": user}) | Q(**{f"{prefix}backup_owner": user})
    if viewing is None:
        named = user.contract_accesses.values_list("contract_id", flat=True)
        seen |= Q(**{f"{prefix}is_confidential": False}) | Q(**{f"{prefix}pk__in": named})
    elif named_ids := _named(user):  # ids, not a subquery: they let the database use an index
        seen |= Q(**{f"{prefix}pk__in": named_ids})
    if viewing:
        seen |= Q(**{f"{prefix}is_confidential": False, f"{prefix}department__in": viewing})
    if both := _common(viewing, trusted):
        seen |= Q(**{f"{prefix}department__in": both})
    return seen


def part_filter(user: Any, model: Any, path: str = "contract") -> Q:
    """Return the condition for "``user`` may see the contract" on rows that belong to one.

    Who views every department is told by the few confidential contracts that stay hidden, so that a
    sum over all rows need not join the contracts. They are found in an index alone, which has every column
    that this asks for.

    Args:
        user: The reader.
        model: The model of the rows.
        path: The way from a row to its contract.
    """
    if not user.is_active or user.departments_with("contracts.view") is not None:
        return contract_filter(user, f"{path}__")
    trusted = user.departments_with("contracts.confidential")
    if trusted is None:
        return Q()
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    named = user.contract_accesses.values_list("contract_id", flat=True)
    seen = Q(owner=user) | Q(backup_owner=user) | Q(pk__in=named)
    if trusted:
        seen |= Q(department__in=trusted)
    hidden = model.unscoped.filter(is_confidential=True).exclude(seen)
    return ~Q(**{f"{path}__in": hidden.values("pk")})


def _named(user: Any) -> list[int]:
    """Return the ids of the contracts on which ``user`` is named; read once for a page."""
    named = user.contract_accesses.values_list("contract_id", flat=True)
    found: list[int] = read_once(("named on", user.pk), lambda: list(named))
    return found


def _common(viewing: list[int] | None, trusted: list[int] | None) -> list[int]:
    """Return the departments in both lists, where None stands for every department."""
    if viewing is None:
        return trusted or []
    return viewing if trusted is None else sorted(set(viewing) & set(trusted))


def _columns(names: dict[str, str]) -> dict[str, F]:
    return {ours: F(theirs) for ours, theirs in names.items()}


class ContractQuerySet(ScopedQuerySet):
    """Contracts."""

    def visible_filter(self, user: Any) -> Q:
        return contract_filter(user)

    def in_force(self) -> Self:
        """Contracts for which deadlines run: executed, active, notice served, holdover."""
        return self.filter(status__in=IN_FORCE)

    def ending_between(self, first: dt.date, last: dt.date) -> Self:
        """Contracts whose recorded end date lies between two dates, both inclusive."""
        return self.filter(terms__end_date__gte=first, terms__end_date__lte=last)

    def matching(self, words: str) -> Self:
        """Contracts whose number, title, vendors, tags, department or description contain all of ``words``.

        The beginning of a word is enough; accents, case and punctuation do not count. Text without
        any word leaves the queryset as it is.

        The database cannot tell rare words from common ones beforehand, and would walk a whole
        list in its order to find three rows. So rare words are looked up first; common ones are
        met soon in any order.
        """
        query = word_query(words)
        if query is None:
            return self
        everything: Any = self.model.unscoped  # type: ignore[attr-defined]
        found = everything.filter(search_vector=query).values_list("pk", flat=True)
        few = list(found[: MOST_LOOKED_UP + 1])
        if len(few) <= MOST_LOOKED_UP:
            return self.filter(pk__in=few)
        return self.filter(search_vector=query)

    def of_vendor(self, vendor_id: int) -> Self:
        """Contracts to which the vendor is party, as its main vendor or a further one.

        The few contracts in which it is a further party are looked up first: their ids let the
        database use an index for either half.
        """
        field: Any = self.model._meta.get_field("further_vendors")
        links = field.related_model.unscoped
        further = list(links.filter(vendor_id=vendor_id).values_list("contract_id", flat=True))
        return self.filter(Q(vendor_id=vendor_id) | Q(pk__in=further))

    def lacking_documents(self, first_kind: str = "") -> Self:
        """Agreed contracts that lack a document which one of their type should have on file.

        Args:
            first_kind: A key of ``DEMANDS``: that document; empty: any.
        """
        documents: Any = self.model._meta.get_field("documents").related_model
        lacking = Q(pk__in=[])
        for kinds, types in demands(first_kind).items():
            there = documents.unscoped.filter(kind__in=kinds).values("contract")
            lacking |= Q(type__in=types) & ~Q(pk__in=there)  # read once and hashed, not once for each row
        return self.exclude(status__in=sorted(NOT_YET_IN_FORCE)).filter(lacking)

    def running_first(self) -> Self:
        """Order contracts: those that run or are still to come, then the ended; newest first in each."""
        ended = Case(
            When(status__in=sorted(ENDED), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        return self.order_by(ended, "-pk")

    def deadline_inputs(self) -> dict[int, dict[str, Any]]:
        """Return for each contract what its deadline rests on, in at most three queries however many.

        Spelt as the input of ``explain_terms``; see ``rules.deadline_input.deadline_inputs`` for the shape.
        """
        plain = self.order_by()
        terms = list(plain.values("id", "status", **_columns(TERM_COLUMNS)))
        if not terms:
            return {}
        ruled = plain.filter(notice_rules__isnull=False)
        rules = list(ruled.values("id", rule_id=F("notice_rules"), **_columns(RULE_COLUMNS)))
        methods = plain.filter(notice_rules__methods__isnull=False).values_list(*METHOD_COLUMNS)
        return deadline_inputs(terms, rules, list(methods) if rules else [])


class ContractPartQuerySet(ScopedQuerySet):
    """Rows that belong to a contract (terms, notice rules, parties …): seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model)


class NoticeMethodQuerySet(ScopedQuerySet):
    """Methods of notice rules; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "rule__contract")


class DocumentVersionQuerySet(ScopedQuerySet):
    """Versions of documents; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "document__contract")

    def with_same_file(self) -> Self:
        """Versions with ``same_as``: the number of the last earlier one that has the same bytes, or None."""
        everything: Any = self.model.unscoped  # type: ignore[attr-defined]
        earlier = everything.filter(
            document=OuterRef("document"),
            number__lt=OuterRef("number"),
            file__sha256=OuterRef("file__sha256"),
        )
        return self.annotate(same_as=Subquery(earlier.order_by("-number").values("number")[:1]))


class DocumentTextQuerySet(ScopedQuerySet):
    """Texts of versions; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "version__document__contract")


class ClauseQuerySet(ScopedQuerySet):
    """Clauses; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "version__document__contract")

    def matching(self, words: str) -> Self:
        """Clauses that contain all of ``words``; rare words are looked up first, as for contracts."""
        query = word_query(words)
        if query is None:
            return self
        everything: Any = self.model.unscoped  # type: ignore[attr-defined]
        found = everything.filter(search_vector=query).values_list("pk", flat=True)
        few = list(found[: MOST_LOOKED_UP + 1])
        if len(few) <= MOST_LOOKED_UP:
            return self.filter(pk__in=few)
        return self.filter(search_vector=query)

    def of_latest_versions(self) -> Self:
        """Clauses of the latest version of each document."""
        versions: Any = self.model._meta.get_field("version").related_model
        newer = versions.unscoped.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
        # By the versions, of which there are few, and not clause by clause.
        return self.filter(version__in=versions.unscoped.filter(~Exists(newer)).values("pk"))


class ClauseCategoryQuerySet(ScopedQuerySet):
    """Categories of clauses; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "version__document__contract")


class AmendmentQuerySet(ContractPartQuerySet):
    """Amendments; seen by who sees the contract."""

    def standing(self) -> Self:
        """Amendments that are not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def standing_of(self, contract_id: int, user: Any) -> int:
        """Return how many amendments of one contract stand that ``user`` may see; read once for a page."""
        rows = self.visible_to(user).filter(contract_id=contract_id).standing()
        return read_once(("amendments", contract_id, user.pk), rows.count)

    def in_order(self) -> Self:
        """In the order in which they count: effective date, place on the day, recording."""
        return self.order_by("effective_date", "order_on_day", "recorded_at", "pk")

    def known_at(self, instant: dt.datetime) -> Self:
        """Amendments that were recorded by an instant and not withdrawn by then."""
        kept = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=instant)
        return self.filter(kept, recorded_at__lte=instant)


class AmendmentPartQuerySet(ScopedQuerySet):
    """What an amendment changes; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "amendment__contract")


class TagQuerySet(ScopedQuerySet):
    """Tags; seen by whoever may see contracts at all."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("contracts.view") else Q(pk__in=[])


class ImportRunQuerySet(ScopedQuerySet):
    """Imports of registers: one's own, and all of them for who imports or audits everywhere."""

    def visible_filter(self, user: Any) -> Q:
        everywhere = (user.departments_with(verb) for verb in ("imports.run", "audit.view"))
        return Q() if None in everywhere else Q(requested_by=user)
