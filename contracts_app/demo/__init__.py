"""The demo portfolio: about sixty IT contracts of a fictional company, in every state around today."""
