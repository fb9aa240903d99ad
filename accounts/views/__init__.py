"""Pages about people: settings, people, roles, departments; and what sign-in asks of us."""
