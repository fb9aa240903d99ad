"""Pure rules that every app shares: periods, terms laid end to end, calendars, conventions."""
