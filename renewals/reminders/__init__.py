"""What reminders of contracts are owed, to whom, and in which words."""
