"""What the apps above write when an account changes, in the same transaction."""

from django.dispatch import Signal

#: Sent with ``department_ids`` and ``actor`` after the time zone of departments changed: days begin and end
#: at another instant for everything that goes by the department's day.
department_zones_changed = Signal()
