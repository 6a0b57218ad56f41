"""Pages and tracking answers to facts: no database, no clock, no decisions."""
