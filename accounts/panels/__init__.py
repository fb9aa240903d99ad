"""Parts of other pages: the saved views of a list, and what happened since the last visit."""
