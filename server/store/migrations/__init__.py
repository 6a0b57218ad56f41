"""Steps from one released shape of the database to the next."""
