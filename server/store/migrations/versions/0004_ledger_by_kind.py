"""The rows of one kind are found without reading the whole ledger."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index over what the rows are and what they are about."""
    op.create_index("ledger_what", "ledger", ["what", "subject"])
