"""One next step for a case: what to do, until when it is safe, and the row of the decision table that says so.

The rows stand in `rows.py` in the order in which they are asked; the first that fits is the advice. A settled or long
past case gets none. No sentences here: `message` and `params` are for the words of a language (do, why, otherwise,
avoid). Never legal advice, never a step that gives protection away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from server.rules.advice.rows import ROWS, Row
from server.rules.advice.situation import Situation
from server.rules.moments import morning
from server.rules.notice import Value
from server.rules.view import View


@dataclass(frozen=True, slots=True)
class Advice:
    """The next step. `row` is the number in the decision table, `basis` read or estimated.

    `latest` is the latest safe moment (UTC), a day before the clock itself where there is a form to fill, and once
    that is over the clock itself; None where nothing presses. `estimated` names the params that no page has stated.
    """

    row: int
    message: str
    latest: datetime | None
    basis: str
    params: Mapping[str, Value]
    estimated: tuple[str, ...] = ()


def advise(view: View, now: datetime, claims_share: float | None = None) -> Advice | None:
    """The next step of a case at an instant, None where there is none to take.

    `claims_share` is the share of the last orders that had a dispute, where enough orders are known.
    """
    if view.history:
        return None
    situation = Situation(view, now, claims_share)
    row = next((row for row in ROWS if (row.when_settled or not view.settled) and row.fits(situation)), None)
    if row is None:
        return None
    params, possible_from = situation.params, now
    if row.claims and situation.claim_from:
        params = params | {"claim_from_on": situation.claim_from}
        possible_from = morning(situation.claim_from, view.zone)
    return Advice(
        row=row.number,
        message=f"advice.{row.number:02}",
        latest=next((at for at in row.latest(situation) if at > possible_from), None),
        basis=situation.basis,
        params=params,
        estimated=situation.estimated,
    )


__all__ = ["ROWS", "Advice", "Row", "Situation", "advise"]
