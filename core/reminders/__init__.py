"""Reminders that are never missed and never sent twice; ``docs/reminders.md`` has the guarantees.

What is owed is a row (``planning``), handed to people when it is due (``settling``, ``chain``),
sent from an outbox by leases (``outbox``, ``sending``), and recomputed by independent code
(``reconciling``). ``sweeping.sweep`` does one round of all that and writes down what it proved.
"""
