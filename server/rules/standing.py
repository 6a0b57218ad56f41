"""What still holds of a notice that was told: what led it may be over, what was folded into it not."""

from collections.abc import Mapping
from dataclasses import replace

from server.rules.folding import fold, merge
from server.rules.identities import parts_of
from server.rules.notice import LEVELS, Due, Notice

Standing = Mapping[str, Due]
"""The dues of an order that hold, by identity."""


def as_it_stands(told: Notice, standing: Mapping[str, Standing]) -> Notice | None:
    """The same notice led by what holds of it; None where what led it when it was told still does.

    `standing` are the orders of which something holds. It is not told again: identity and moment stay, and what it
    was told to cover.
    """
    holding = {identity for dues in standing.values() for identity in dues}
    if any(
        name == one or name.startswith(f"{one}|")
        for name in parts_of(told.identity, told.covers)
        for one in holding
    ):
        return None
    covers = set(told.covers)
    left = {order: [due for name, due in dues.items() if name in covers] for order, dues in standing.items()}
    about = merge((fold(dues, None, None) for dues in left.values() if dues), told.at)
    if not about:
        return None
    first = max(about, key=lambda notice: LEVELS.index(notice.level))
    kinds = {kind for notice in about for kind in (notice.kind, *notice.folded)}
    return replace(
        first,
        identity=told.identity,
        at=told.at,
        order_ids=tuple(sorted(order for order, dues in left.items() if dues)),
        parcels=tuple(dict.fromkeys(number for notice in about for number in notice.parcels)),
        folded=tuple(sorted(kinds - {first.kind})),
        traps=tuple(sorted({trap for notice in about for trap in notice.traps})),
        covers=told.covers,
    )
