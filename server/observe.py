"""The door in: page read, look-up answer, buyer's mark, chat text -> ledger -> case."""
