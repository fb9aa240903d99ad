"""Shapes of deadlines shared by pages: words, the term strip, money at risk, the reminder ledger."""
