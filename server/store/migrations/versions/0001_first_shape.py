"""The first shape: ledger, what follows from it, notices, clients, settings, look-ups."""

import sqlalchemy as sa
from alembic import op

from server.store.schema import LEDGER_GUARDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("content", sa.Text),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ledger_subject", "ledger", ["subject"])
    for guard in LEDGER_GUARDS:
        op.execute(guard)
    op.create_table(
        "latest",
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("seq", sa.Integer, sa.ForeignKey("ledger.seq"), nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Text, nullable=False),
    )
    op.create_table(
        "orders",
        sa.Column("order_id", sa.Text, primary_key=True),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("alive", sa.Integer, nullable=False),
        sa.Column("view", sa.Text, nullable=False),
    )
    op.create_index("orders_changed", "orders", ["changed"])
    op.create_table(
        "order_parcels",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("order_id", sa.Text, primary_key=True),
    )
    op.create_index("order_parcels_order", "order_parcels", ["order_id"])
    _notices()
    _clients_and_settings()
    _look_ups()


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("identity", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("deadline", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("notice", sa.Text, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("due_at", sa.Text),
        sa.Column("sent_at", sa.Text),
        sa.Column("shown_at", sa.Text),
        sa.Column("acknowledged_at", sa.Text),
        sa.Column("snoozed_until", sa.Text),
        sa.Column("cleared_at", sa.Text),
    )
    op.create_index("notices_state", "notices", ["state", "at"])
    op.create_index("notices_changed", "notices", ["changed"])
    op.create_table(
        "notice_orders",
        sa.Column("order_id", sa.Text, primary_key=True),
        sa.Column(
            "identity", sa.Text, sa.ForeignKey("notices.identity", ondelete="CASCADE"), primary_key=True
        ),
    )
    op.create_index("notice_orders_identity", "notice_orders", ["identity"])
    op.create_table(
        "sendings",
        sa.Column("identity", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_table(
        "calendar_events",
        sa.Column("uid", sa.Text, primary_key=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("cancelled", sa.Integer, nullable=False),
    )


def _clients_and_settings() -> None:
    op.create_table(
        "clients",
        sa.Column("client_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("paired_at", sa.Text, nullable=False),
        sa.Column("last_seen_at", sa.Text, nullable=False),
    )
    for table in ("settings", "meta"):
        op.create_table(
            table,
            sa.Column("name", sa.Text, primary_key=True),
            sa.Column("value", sa.Text, nullable=False),
        )
    op.create_table(
        "problems",
        sa.Column("page", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
    )


def _look_ups() -> None:
    op.create_table(
        "look_ups",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("answers_number", "answers", ["number"])
