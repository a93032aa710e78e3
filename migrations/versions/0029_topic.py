"""What a request is about, in the word it was given: the report tells the shares of a year, and the queue lists by it.

No request has one yet. The index holds only those that have, so that a ledger without topics loads as quickly as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("record", sa.Column("topic", sa.String(20), nullable=True))
    known = sa.text("topic IS NOT NULL")
    op.create_index(
        "ix_record_topic",
        "record",
        ["kind", "topic", "received_on", "unit_id"],
        sqlite_where=known,
        postgresql_where=known,
    )
