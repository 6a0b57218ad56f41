"""The ticks: what is due is told, parcels are looked up, the house is kept."""
