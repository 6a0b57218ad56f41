"""Wakes at the next due notice, looks up parcels, keeps house; survives sleep and restart."""
