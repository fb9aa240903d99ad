"""Contract numbers: ``C-1001``, ``C-1002`` … from a sequence, so that no two people get the same.

Numbers are unique and rise; a number whose contract was not recorded after all is left out.
"""

from __future__ import annotations

from django.db import connection

from contracts_app.models import Contract

_NEXT = "SELECT 'C-' || nextval('contracts_number') FROM generate_series(1, %s)"


def reserve_numbers(count: int) -> list[str]:
    """Return ``count`` numbers that no contract has, in rising order, never handed out again."""
    numbers: list[str] = []
    while len(numbers) < count:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [count - len(numbers)])
            drawn = [row[0] for row in cursor.fetchall()]
        taken = set(Contract.unscoped.filter(number__in=drawn).values_list("number", flat=True))
        numbers += [number for number in drawn if number not in taken]
    return numbers
