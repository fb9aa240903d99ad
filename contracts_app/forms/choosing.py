"""What contracts choose from by typing its name: people and contracts, and the vendors of ``vendors``."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from contracts_app.models import Contract
from core.pages.choosing import KINDS, ChosenField, ChosenManyField, Kind, give_user
from vendors.forms import VENDOR

__all__ = ["VENDOR", "ChosenField", "ChosenManyField", "give_user"]


def _person_text(person: User) -> str:
    return f"{person.full_name} ({person.username})" if person.full_name else person.username


def _person_exact(people: QuerySet[Any], text: str) -> QuerySet[Any]:
    username = text.rpartition("(")[2].rstrip(")")
    return people.filter(Q(username__iexact=username) | Q(full_name__iexact=text) | Q(email__iexact=text))


def _person_like(people: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in text.replace("(", " ").replace(")", " ").split():
        people = people.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
    return people.order_by("full_name", "pk")


def _contract_exact(contracts: QuerySet[Any], text: str) -> QuerySet[Any]:
    words = text.split()[:6]
    numbers = [" ".join(words[: length + 1]) for length in range(len(words))]
    return contracts.filter(number__in=numbers)


def _contract_like(contracts: Any, text: str) -> QuerySet[Any]:
    return contracts.matching(text).order_by("-pk")


KINDS["person"] = Kind(
    "active person",
    lambda user: User.objects.filter(is_active=True),
    _person_text,
    _person_exact,
    _person_like,
)
KINDS["contract"] = Kind(
    "contract",
    lambda user: Contract.objects.visible_to(user),
    lambda contract: f"{contract.number} {contract.title}",
    _contract_exact,
    _contract_like,
)
