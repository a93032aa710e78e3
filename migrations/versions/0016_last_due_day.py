"""The due date in force when a period was ended, so that what was answered in time can be counted without replaying."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("record", sa.Column("last_due_on", sa.Date(), nullable=True))
