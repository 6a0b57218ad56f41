"""The pure decision core: facts and a clock in, notices out. No input or output, no wall clock, no sentence.

A `Casebook` is fed with observations (`read`) and with time (`advance`), knows the next due moment (`next_due`), the
plan ahead (`plan`), the clocks (`clocks`) and the case (`case`) of every order, and follows from its ledger alone.
"""

from server.rules.casebook import Casebook, replay
from server.rules.notice import LEVELS, Clock, Notice, Observation
from server.rules.numbers import Buyer, Rules
from server.rules.reading import Unreadable
from server.rules.standing import as_it_stands
from server.rules.view import View

__all__ = [
    "LEVELS",
    "Buyer",
    "Casebook",
    "Clock",
    "Notice",
    "Observation",
    "Rules",
    "Unreadable",
    "View",
    "as_it_stands",
    "replay",
]
