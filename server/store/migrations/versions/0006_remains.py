"""What an open notice says since what led it is over."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes room for it."""
    op.create_table(
        "notice_remains",
        sa.Column(
            "identity", sa.Text, sa.ForeignKey("notices.identity", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("notice", sa.Text, nullable=False),
    )
