"""The ticks: what is due is told, parcels are looked up, the house is kept."""

from server.watch.look_ups import LookUps
from server.watch.ticks import Watch

__all__ = ["LookUps", "Watch"]
