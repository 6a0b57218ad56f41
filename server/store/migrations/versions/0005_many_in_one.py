"""A notice about very many orders is called by a digest: its whole name stood with each of them."""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LONGEST = 1000


def upgrade() -> None:
    """Gives what was told or planned under a longer name the digest of it, wherever it is named."""
    connection = op.get_bind()
    long_ones = connection.execute(
        sa.text("SELECT identity, notice FROM notices WHERE length(identity) > :longest"),
        {"longest": LONGEST},
    ).all()
    columns = [column["name"] for column in sa.inspect(connection).get_columns("notices")]
    others = ", ".join(name for name in columns if name not in ("identity", "notice"))
    for identity, notice in long_ones:
        name = "many|" + sha256(identity.encode()).hexdigest()
        said = json.loads(notice) | {"identity": name}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        named = {"old": identity, "new": name, "text": text}
        connection.execute(
            sa.text(
                f"INSERT INTO notices (identity, notice, {others})"  # noqa: S608
                f" SELECT :new, :text, {others} FROM notices WHERE identity = :old"
            ),
            named,
        )
        for table in ("notice_orders", "sendings"):
            connection.execute(sa.text(f"UPDATE {table} SET identity = :new WHERE identity = :old"), named)  # noqa: S608
        connection.execute(sa.text("DELETE FROM notices WHERE identity = :old"), {"old": identity})
