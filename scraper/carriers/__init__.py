"""One module a tracking source: which numbers it takes, how to ask, how to read the answer."""
