"""What places last said, found by the row that says it: with many orders each page took ever longer."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    op.create_index("latest_seq", "latest", ["seq"])
