"""The tables. Instants are ISO 8601 text in UTC with milliseconds (they sort as text); structures are canonical JSON.

`ledger` is the truth and is only ever added to; `notices` remembers what the buyer was told. `orders` and `latest`
can be made again from the ledger. `changed` is the cursor at which a row last changed for a client.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

tables = MetaData()

ledger = Table(
    "ledger",
    tables,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text),
    Column("content", Text),
    Column("content_hash", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ledger_subject", "subject"),
    Index("ledger_what", "what", "subject"),
    sqlite_autoincrement=True,
)

latest = Table(
    "latest",
    tables,
    Column("place", Text, primary_key=True),
    Column("seq", Integer, ForeignKey("ledger.seq"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Index("latest_seq", "seq"),
)

orders = Table(
    "orders",
    tables,
    Column("order_id", Text, primary_key=True),
    Column("changed", Integer, nullable=False),
    Column("alive", Integer, nullable=False),
    Column("view", Text, nullable=False),
    Index("orders_changed", "changed", "order_id"),
)

order_parcels = Table(
    "order_parcels",
    tables,
    Column("number", Text, primary_key=True),
    Column("order_id", Text, primary_key=True),
    Index("order_parcels_order", "order_id"),
)

notices = Table(
    "notices",
    tables,
    Column("identity", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("deadline", Text),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("notice", Text, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("due_at", Text),
    Column("sent_at", Text),
    Column("shown_at", Text),
    Column("acknowledged_at", Text),
    Column("snoozed_until", Text),
    Column("cleared_at", Text),
    Index("notices_state", "state", "at"),
    Index("notices_changed", "changed"),
)

notice_orders = Table(
    "notice_orders",
    tables,
    Column("order_id", Text, primary_key=True),
    Column("identity", Text, ForeignKey("notices.identity", ondelete="CASCADE"), primary_key=True),
    Index("notice_orders_identity", "identity"),
)

notice_remains = Table(
    "notice_remains",
    tables,
    Column("identity", Text, ForeignKey("notices.identity", ondelete="CASCADE"), primary_key=True),
    Column("notice", Text, nullable=False),
)

sendings = Table(
    "sendings",
    tables,
    Column("identity", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("tries", Integer, nullable=False),
)

calendar_events = Table(
    "calendar_events",
    tables,
    Column("uid", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("cancelled", Integer, nullable=False),
)

clients = Table(
    "clients",
    tables,
    Column("client_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("origin", Text),
    Column("token_hash", Text, nullable=False),
    Column("paired_at", Text, nullable=False),
    Column("last_seen_at", Text, nullable=False),
)

settings = Table(
    "settings",
    tables,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

meta = Table(
    "meta",
    tables,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

problems = Table(
    "problems",
    tables,
    Column("page", Text, primary_key=True),
    Column("text", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("changed", Integer, nullable=False),
)

look_ups = Table(
    "look_ups",
    tables,
    Column("source", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("asked_at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("failures", Integer, nullable=False),
)

answers = Table(
    "answers",
    tables,
    Column("sha256", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("url", Text),
    Column("body", LargeBinary, nullable=False),
    Index("answers_number", "number"),
)

LEDGER_GUARDS = (
    """
    CREATE TRIGGER ledger_is_never_altered BEFORE UPDATE ON ledger
    WHEN NOT (NEW.content IS NULL AND NEW.subject IS NULL AND OLD.content IS NOT NULL AND NEW.seq = OLD.seq
              AND NEW.at = OLD.at AND NEW.seen_at = OLD.seen_at AND NEW.what = OLD.what
              AND NEW.content_hash = OLD.content_hash
              AND NEW.prev_hash = OLD.prev_hash AND NEW.hash = OLD.hash)
    BEGIN SELECT RAISE(ABORT, 'the ledger is only added to; erasing a content is the one exception'); END
    """,
    """
    CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END
    """,
)
