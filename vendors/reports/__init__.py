"""What is read together about vendors."""
