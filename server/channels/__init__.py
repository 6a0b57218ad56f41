"""The ways a notice reaches the buyer: extension, Apprise, calendar."""
