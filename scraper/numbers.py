"""A tracking number -> the carriers it may belong to."""
