"""Set-up and checks of a checkout: standard library only, run with the system's Python."""
