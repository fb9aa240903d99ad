"""Mail: a letter's content, its rendering as HTML and text, and the embedded mailbox."""
