"""An index of the open records alone, so that what is counted of them does not grow with the closed ones."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_open = sa.text("closed_on IS NULL")
    op.create_index(
        "ix_record_open",
        "record",
        ["handler_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    op.drop_index("ix_record_open", table_name="record")
