"""The pure core: facts and a clock in, notices out. No I/O, no wall clock."""
