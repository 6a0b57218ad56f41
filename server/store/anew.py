"""Which orders are still to be shown anew, some at a time, so that others come to the database in between.

When an hour begins: those whose view can change by time alone. When the past or the settings read otherwise: every one.
How far it is stands in the database, so that a stop in between leaves none out.
"""

from sqlalchemy import Connection

from server.store import meta, orders

AT_ONCE = 50
EVERYONE = "*"


def everyone(connection: Connection) -> None:
    """Every order is to be shown anew."""
    meta.write(connection, "shown_for", EVERYONE)


def alive(connection: Connection) -> None:
    """Those whose view can change by time alone are to be shown anew, whatever the hour."""
    if not (meta.read(connection, "shown_for") or "").startswith(EVERYONE):
        meta.write(connection, "shown_for", "")


def some(connection: Connection, hour: str) -> tuple[list[str], bool]:
    """The next ones, which are shown now; and whether any are left. `hour` as `2026-09-01T12`."""
    shown_for = meta.read(connection, "shown_for") or ""
    if shown_for.startswith(EVERYONE):
        found = orders.sorted_after(connection, shown_for.removeprefix(EVERYONE), AT_ONCE + 1)
        more, begun, done = len(found) > AT_ONCE, EVERYONE, hour
    else:
        of_hour, _, last = shown_for.partition("/")
        if of_hour == hour and not last:
            return [], False
        after = last if of_hour == hour else ""
        found = orders.sorted_after(connection, after, AT_ONCE + 1, only_alive=True)
        more, begun, done = len(found) > AT_ONCE, f"{hour}/", hour
    found = found[:AT_ONCE]
    meta.write(connection, "shown_for", begun + found[-1] if more else done)
    return found, more
