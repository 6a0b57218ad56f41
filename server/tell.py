"""The door out: a due notice -> channels, until it is seen."""
