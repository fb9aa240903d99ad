"""Pages of the floor: home, search, palette, help, theme, errors."""
