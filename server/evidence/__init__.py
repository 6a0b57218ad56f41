"""What a dispute needs."""
