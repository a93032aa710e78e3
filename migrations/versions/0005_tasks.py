"""What a task of a department came to: who claimed it when, how it ended, what its search brought.

`ended_on` with the unit is the index of the list of open tasks and of who may see a case because of one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("claimed_on", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column(
        "task", sa.Column("ended_by", sa.String(length=40), nullable=False, server_default="")
    )
    op.add_column(
        "task", sa.Column("result", sa.String(length=40), nullable=False, server_default="")
    )
    op.create_index("ix_task_open", "task", ["unit_id", "ended_on"])
