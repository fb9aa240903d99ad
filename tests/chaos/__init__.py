"""Proofs that kill real processes; ``make chaos`` runs them."""
