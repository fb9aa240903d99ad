"""Contract numbers: ``C-1001``, ``C-1002`` … from a sequence, so that no two people get the same.

Numbers are unique and rise; a number whose contract was not recorded after all is left out.
"""

from __future__ import annotations

from django.db import connection

#: The numbers are drawn once each, before any of them is looked at.
_NEXT = """
WITH drawn AS MATERIALIZED (
    SELECT 'C-' || nextval('contracts_number') AS number, place FROM generate_series(1, %s) place
)
SELECT number FROM drawn
WHERE NOT EXISTS (SELECT 1 FROM contracts_app_contract c WHERE c.number = drawn.number) ORDER BY place"""


def reserve_numbers(count: int) -> list[str]:
    """Return ``count`` numbers that no contract has, in rising order, never handed out again."""
    numbers: list[str] = []
    while len(numbers) < count:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [count - len(numbers)])
            numbers += [row[0] for row in cursor.fetchall()]
    return numbers
