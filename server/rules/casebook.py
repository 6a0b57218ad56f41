"""All cases of one buyer: observations in, notices out; pure, in memory, the same again from the same ledger.

Choices where the catalogue leaves room:

- An observation counts by its own time; what it makes possible is told at the moment in which it comes in.
- What was missed while the computer was off and no longer applied at waking was not told: it may come later.
- A reading replaces a date of the same kind on the same page and leaves its other kinds; `null` takes all.
- Numbers of other pages count beside those of the detail page only if they were read with it or later.
- The buyer's `received_ok`, `collected` or `not_received` answers `delivered_check`: it is not asked then.
- `not_sure` and `defect` are words on the goods: they open a settled order again but do not take the delivery back.
- A shelf or customs scan of another day is a new scan; scans of one day, told by several sources, are one.
- A day of completion, closing or decision that is read later takes an order or a dispute out of history.
- Where no page says the payment day, the order day stands in for it.
- A refund that is told once is not told again because its day becomes known.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Literal

from server.rules import phases
from server.rules.case import Order, Snooze, Told
from server.rules.clocks import clocks_of
from server.rules.folding import INSTANT, Group, ahead, chosen, fold, instants, merge, once
from server.rules.identities import identity_text
from server.rules.kinds import dues_of
from server.rules.moments import quiet_until
from server.rules.notice import ACT, INFO, WARN, Clock, Due, Notice, Observation
from server.rules.numbers import Buyer, Rules
from server.rules.records import Moment, Records, ends_shown, parsed
from server.rules.standing import Standing
from server.rules.view import Spans, View

Unread = Literal["everything"] | Sequence[tuple[datetime, datetime]]
MOMENT = timedelta(microseconds=1)
RISK_AGAIN = timedelta(days=30)


class Casebook:
    """The cases of one buyer.

    `unread` says what counts as a reading: "everything" is unread but where an observation says so (a live ledger), or
    the spans in which that holds while all other time counts as read (a story).
    """

    def __init__(self, buyer: Buyer, rules: Rules | None = None, unread: Unread = "everything") -> None:
        self.buyer = buyer
        self.rules = rules or Rules()
        self._unread: Spans | None = None if isinstance(unread, str) else tuple(unread)
        self._order_rules: dict[str, Rules] = {}
        self._records = Records()
        self._orders = self._records.orders
        self._heap: list[tuple[datetime, str]] = []
        self._risk_told: dict[int, datetime] = {}
        self._clock: datetime | None = None

    # --- what may be asked -------------------------------------------------------------------------------------

    def order_ids(self) -> tuple[str, ...]:
        """All orders that were ever named, in the order in which they came."""
        return tuple(self._orders)

    def next_due(self) -> datetime | None:
        """The moment (UTC) at which the next notice comes if nothing changes."""
        while self._heap:
            at, order_id = self._heap[0]
            if self._orders[order_id].next_due == at:
                return at
            heapq.heappop(self._heap)
        return None

    def case(self, order_id: str) -> View:
        """The merged case of an order with its parcels, disputes, marks. KeyError if it is not known."""
        return self._view(self._orders[order_id])

    @property
    def claims_share(self) -> float | None:
        """Which share of the last orders had a dispute; None while too few orders are known."""
        claims, known = self._claims()
        return claims / known if known >= self.rules.claims_orders_least else None

    def _claims(self) -> tuple[int, int]:
        last = self._records.by_day[-self.rules.claims_orders :]
        return sum(1 for _, _, order_id in last if self._orders[order_id].disputes), len(last)

    def clocks(self, order_id: str) -> tuple[Clock, ...]:
        """The clocks of an order, with basis, source and arithmetic. KeyError if it is not known."""
        return clocks_of(self.case(order_id))

    def plan(self, order_id: str | None = None) -> tuple[Notice, ...]:
        """The notices that will come if nothing changes, of one order or of all, in order of time.

        KeyError if the order is not known.
        """
        orders = [self._orders[order_id]] if order_id is not None else list(self._orders.values())
        groups: list[tuple[datetime, Group]] = []
        for order in orders:
            groups.extend(self._ahead(order))
        return tuple(notice for at, here in once(instants(groups)) for notice in merge(here, at))

    def standing(self, order_id: str, at: datetime) -> Standing:
        """What still holds of an order at an instant, told or not, by identity: of each row the latest.

        A notice of which nothing stands any more is moot: its fact has gone, its deadline is over, or a later one of
        its row has come. KeyError if the order is not known.
        """
        dues = self._dues(self.case(order_id))
        return {identity_text(due): due for due in chosen(dues, lambda _: False, at, at)}

    def _ahead(self, order: Order) -> Iterator[tuple[datetime, Group]]:
        view = self._view(order)
        dues = self._dues(view)
        planned: set[object] = set()
        now = self._clock or datetime.min.replace(tzinfo=view.zone)

        def told(due: Due) -> bool:
            return due.identity in planned or self._told(order, due)

        at = order.next_due
        while at is not None:
            now = at
            group = self._group(order, view, dues, told, at)
            if group:
                yield at, group
                planned.update(due.identity for due in group.dues)
            at = self._next(dues, told, now)

    def for_order(self, order_id: str, overrides: Mapping[str, Any]) -> None:
        """Replaces numbers for one order (muted kinds too). Raises ValueError; tells nothing by itself."""
        self._order_rules[order_id] = self.rules.overridden(overrides)
        order = self._orders.get(order_id)
        if order:
            self._schedule(order)

    # --- time goes on ------------------------------------------------------------------------------------------

    def advance(self, to: datetime) -> tuple[Notice, ...]:
        """Everything that comes due up to and including `to` (aware), in order."""
        return tuple(self._run(to))

    def _run(self, to: datetime) -> Iterator[Notice]:
        while True:
            at = self.next_due()
            if at is None or at > to:
                break
            due: dict[str, None] = {}
            while self._heap and self._heap[0][0] == at:
                order_id = heapq.heappop(self._heap)[1]
                if self._orders[order_id].next_due == at:
                    due[order_id] = None
            self._clock = max(at, self._clock or at)
            yield from self._tell(at, [self._orders[order_id] for order_id in due])
        self._clock = max(to, self._clock or to)

    def read(self, at: datetime, observations: Iterable[Observation]) -> tuple[Notice, ...]:
        """The facts of one moment, together; what was due before it is told first.

        Raises Unreadable before anything has changed.
        """
        steps = [parsed(observation, self.buyer.zone) for observation in observations]
        asleep = [step[1] for step in steps if step[0] == "asleep"]
        now = max(at, self._clock) if self._clock else at
        before = min([now - MOMENT, *asleep])  # a sleep may have begun by a clock that was ahead
        notices = list(self._run(before))
        moment = Moment()
        if asleep:
            self._wake(now, moment)
        self._clock = now
        for step in steps:
            if step[0] != "asleep":
                self._records.take(step, moment)
        notices.extend(self._after(now, moment))
        return tuple(notices)

    def _wake(self, now: datetime, moment: Moment) -> None:
        """What came due while the computer was off is missed; it is told with the facts of the waking moment."""
        while (at := self.next_due()) is not None and at < now:
            order = self._orders[heapq.heappop(self._heap)[1]]
            view = self._view(order)
            dues = self._dues(view)
            told = self._teller(order)
            before = self._clock or at
            kinds = {due.kind for due in chosen(dues, told, before, before)}
            kinds |= {due.kind for due in ahead(dues, told, before) if due.ready < now}
            order.missed = (order.missed or set()) | kinds
            order.next_due = None
            self._records.touch(order, now, moment)

    # --- after the facts of a moment ---------------------------------------------------------------------------

    def _after(self, now: datetime, moment: Moment) -> list[Notice]:
        for parcel in moment.parcels.values():
            for order_id in parcel.orders:
                self._records.touch(self._orders[order_id], now, moment)
        orders = [self._orders[order_id] for order_id in moment.orders]
        for order, ends in zip(orders, moment.orders.values(), strict=True):
            self._note_move(order, ends, now)
        views = [self._view(order) for order in orders]
        noted = [view.note_arrivals(now) for view in views]  # each view its own, not only the first
        if any(noted):
            views = [self._view(order) for order in orders]
        for view in views:
            self._note_grace(view, now)
            traps = phases.new_traps(view, moment.words.get(view.order_id, ()), now)
            if traps:
                view.order.traps.append((now, traps))
        self._note_risk(moment, now)
        return list(self._tell(now, orders, {view.order_id: view for view in views}))

    def _note_move(self, order: Order, before: dict[str, datetime], now: datetime) -> None:
        after = ends_shown(order)
        if not before or not after or min(before.values()) == min(after.values()):
            return
        changed = [page for page, end in after.items() if page in before and before[page] != end]
        if changed:
            order.moved = (now, changed[0], min(before.values()), min(after.values()))

    def _note_grace(self, view: View, now: datetime) -> None:
        order = view.order
        order.grace_from = None
        if order.grace_since is not None or not view.open:
            return
        if view.status == "completed" or (view.end and view.end.at <= now):
            order.grace_since = now
        elif view.end:
            order.grace_from = view.end.at

    def _note_risk(self, moment: Moment, now: datetime) -> None:
        if not moment.disputes:
            return
        fresh = []
        for order_id, key in moment.disputes:
            view = self._view(self._orders[order_id])
            if not view.past(view.order.disputes[key]) and not view.settled:
                fresh.append(order_id)
        claims, known = self._claims()
        share = self.claims_share
        if not fresh or share is None or share < self.rules.claims_ratio_info:
            return
        level = WARN if share >= self.rules.claims_ratio_warn else INFO
        told = self._risk_told.get(level)
        if told and now - told < RISK_AGAIN:
            return
        self._risk_told[level] = now
        for order_id in dict.fromkeys(fresh):
            self._orders[order_id].risks.append((now, level, claims, known))

    # --- telling -----------------------------------------------------------------------------------------------

    def _view(self, order: Order) -> View:
        rules = self._order_rules.get(order.order_id, self.rules)
        records = self._records
        parcels = records.parcels_of(order)
        return View(order, parcels, records.orders, self.buyer, rules, self._unread, records.parcels.get)

    def _dues(self, view: View) -> list[Due]:
        """All dues of a case, with the snoozed ones that come back."""
        dues = dues_of(view)
        for snooze in view.order.snoozes:
            base = next((due for due in dues if due.identity == snooze.identity), None)
            if base is None:
                continue
            if any(due.row == base.row and base.due < due.due <= snooze.at for due in dues):
                continue
            dues.append(_again(base, snooze))
        return dues

    def _told(self, order: Order, due: Due) -> bool:
        if due.identity in order.told:
            return True
        parcel = self._records.parcels.get(due.case)
        return parcel is not None and due.identity in parcel.told

    def _teller(self, order: Order) -> Any:
        return lambda due: self._told(order, due)

    def _group(self, order: Order, view: View, dues: list[Due], told: Any, now: datetime) -> Group | None:
        """What an order is told at a moment, quiet hours minded; None if nothing."""
        come = chosen(dues, told, now, now)
        if not come:
            return None
        come = chosen(dues, told, now, now + INSTANT)
        stale = next(
            (due for due in dues if due.kind == "stale" and due.ready <= now and due.alive(now)), None
        )
        group = fold(come, order.missed, stale)
        if group.level < ACT and quiet_until(now, view.zone, self.buyer.quiet):
            return None
        return group

    def _next(self, dues: list[Due], told: Any, now: datetime) -> datetime | None:
        """When an order must be looked at again: its next due, or the end of the quiet hours for what waits there."""
        coming = min((due.ready for due in ahead(dues, told, now)), default=None)
        quiet = quiet_until(now, self.buyer.zone, self.buyer.quiet)
        if quiet and (coming is None or quiet < coming) and chosen(dues, told, now, now):
            return quiet
        return coming

    def _schedule(self, order: Order, dues: list[Due] | None = None) -> None:
        if dues is None:
            dues = self._dues(self._view(order))
        now = self._clock
        coming = self._next(dues, self._teller(order), now) if now else None
        if coming != order.next_due:
            order.next_due = coming
            if coming:
                heapq.heappush(self._heap, (coming, order.order_id))

    def _tell(self, now: datetime, orders: list[Order], views: dict[str, View] | None = None) -> list[Notice]:
        groups: list[tuple[Order, Group]] = []
        looked: list[tuple[Order, list[Due]]] = []
        for order in orders:
            view = views[order.order_id] if views else self._view(order)
            dues = self._dues(view)
            group = self._group(order, view, dues, self._teller(order), now)
            looked.append((order, dues))
            if group:
                groups.append((order, group))
            elif order.missed is not None and not chosen(dues, self._teller(order), now, now):
                order.missed = (
                    None  # nothing of it still applies: nothing waits for the end of the quiet hours
                )
        if groups:
            self._neighbours(now, groups, looked)
        for order, group in groups:
            self._remember(order, group, now)
        for order, dues in looked:
            self._schedule(order, dues)
        return merge((group for _, group in groups), now)

    def _neighbours(
        self, now: datetime, groups: list[tuple[Order, Group]], looked: list[tuple[Order, list[Due]]]
    ) -> None:
        """Orders that come within the same instant with a notice of the same kind and level join."""
        present = {(group.kind, group.level) for _, group in groups}
        here = {order.order_id for order, _ in looked}
        near, later = [], []
        while self._heap and self._heap[0][0] <= now + INSTANT:
            entry = heapq.heappop(self._heap)
            later.append(entry)
            order = self._orders[entry[1]]
            if order.next_due == entry[0] and order.order_id not in here:
                here.add(order.order_id)
                near.append(order)
        for entry in later:
            heapq.heappush(self._heap, entry)
        for order in near:
            view = self._view(order)
            dues = self._dues(view)
            assert order.next_due
            group = self._group(order, view, dues, self._teller(order), order.next_due)
            if group and (group.kind, group.level) in present:
                groups.append((order, group))
                looked.append((order, dues))

    def _remember(self, order: Order, group: Group, now: datetime) -> None:
        order.missed = None
        for due in (group.lead, *group.dues):
            order.told[due.identity] = now
            parcel = self._records.parcels.get(due.case)
            if parcel is not None and due.case == parcel.key:
                parcel.told[due.identity] = now
            level = group.level if due.kind == group.kind else due.level
            order.newest_told[due.kind] = Told(due, level, now)


def _again(base: Due, snooze: Snooze) -> Due:
    back = Due(
        base.order_id,
        base.kind,
        snooze.level,
        snooze.at,
        base.case,
        date=base.date,
        lead=base.lead,
        deadline=base.deadline,
        parcels=base.parcels,
        basis=base.basis,
        message=base.message,
        params=base.params,
        page=base.page,
        ready=max(snooze.at, base.ready),
        until=base.until,
        traps=base.traps,
        again=base.again + 1,
    )
    back.place = base.place
    return back


def replay(casebook: Casebook, observations: Iterable[Observation]) -> Iterator[Notice]:
    """Reads a ledger in its order, each moment once, with the clock going on in between."""
    for at, same in groupby(observations, key=lambda observation: observation.at):
        yield from casebook.read(at, list(same))
