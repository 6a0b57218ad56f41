"""Rows of one kind are found without reading the whole ledger, changed orders page by page."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the indexes."""
    op.create_index("ledger_what", "ledger", ["what", "subject"])
    op.drop_index("orders_changed", "orders")
    op.create_index("orders_changed", "orders", ["changed", "order_id"])
