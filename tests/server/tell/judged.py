"""What must hold of a home after each step of its life: what presses is told, once; the ledger says the same."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from server.casework import empty_casebook
from server.notice_json import plain_notice
from server.replay import Replay, told_again
from server.rules.identities import identity_text
from server.rules.notice import ACT
from server.settings import Settings
from server.store import ledger, notices
from server.store.heard import dues_in
from server.tell import Message

BEGIN = datetime(2026, 9, 1, 12, tzinfo=UTC)
CAME = ("due", "sent", "shown", "acknowledged", "snoozed", "cleared")


@dataclass(frozen=True)
class About(Message):
    """A message with what it tells."""

    at: datetime = BEGIN
    dues: frozenset[str] = frozenset()
    order_ids: tuple[str, ...] = ()


@dataclass
class Known:
    """What a killed server loses, or a back-up does not hold: everything since."""

    sent: list[About] = field(default_factory=list)
    forgotten: set[str] = field(default_factory=set)


def judge(connection: Connection, meant: Settings, now: datetime, known: Known) -> None:
    _nothing_twice(known)
    _nothing_of_the_forgotten(connection, known)
    _what_presses_is_told(connection, meant, now, known)
    again = {plain["identity"]: ledger.canonical(plain) for plain in told_again(connection)}
    assert notices.told(connection) == again, "the ledger makes other"


def _nothing_twice(known: Known) -> None:
    """What was told of a parcel may be told once more where it is about another of its orders."""
    heard: set[tuple[str, str]] = set()
    for one in known.sent:
        told = {(order_id, due) for order_id in one.order_ids for due in one.dues}
        assert not told <= heard, f"sent twice: {one.title} {sorted(one.dues)}"
        heard |= told


def _nothing_of_the_forgotten(connection: Connection, known: Known) -> None:
    rows = notices.in_state(connection, "planned", *CAME)
    assert not {order_id for row in rows for order_id in row.order_ids} & known.forgotten


def _what_presses_is_told(connection: Connection, meant: Settings, now: datetime, known: Known) -> None:
    """By a casebook that is made anew: whatever asks to act now has come, and is not put away unseen.

    What stands in a notice that was told before under the same name, or leads one, has come with it; what is told of a
    parcel is told of all its orders, also of those that are only seen when it was put away for the first; what was told
    and whose time passed is told, also where its time begins anew.
    """
    replay = Replay(empty_casebook(meant))
    replay.go_on(connection)
    also: dict[str, frozenset[str]] = {}
    for notice in replay.told:
        also[notice.identity] = dues_in(plain_notice(notice)) | also.get(notice.identity, frozenset())
    rows = notices.in_state(connection, *CAME)
    said, waits = set[str](), set[str]()
    for row in rows:
        if row.state != "cleared" or row.shown_at:
            lead = row.identity.split("||")[0] + "|"
            said |= dues_in(row.notice) | also.get(row.identity, frozenset()) | {lead}
        if row.state in ("due", "sent", "shown"):
            waits |= dues_in(row.notice)
    sent = {name for one in known.sent for name in one.dues}
    for order_id in replay.casebook.order_ids():
        dues = replay.casebook.standing(order_id, now).values()
        over = [row for row in rows if (row.sent_at and order_id not in row.order_ids) or _is_over(row, now)]
        told = {name for row in over for name in dues_in(row.notice)}
        urgent = {identity_text(due) for due in dues if due.level >= ACT} - told
        assert urgent <= said, f"never told: {sorted(urgent - said)}"
        assert urgent & waits <= sent, f"never sent: {sorted(urgent & waits - sent)}"


def _is_over(row: notices.Stored, now: datetime) -> bool:
    return row.deadline is not None and datetime.fromisoformat(row.deadline) <= now
