"""What the buyer may set, and where things lie on this computer."""
