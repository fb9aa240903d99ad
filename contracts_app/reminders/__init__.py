"""Who is reminded of a contract and its parts, and the words that such messages share."""
