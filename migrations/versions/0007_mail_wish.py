"""Which of his reminders a user wants by mail; until he says otherwise all of them, as before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "user", sa.Column("mail_wish", sa.String(length=20), nullable=False, server_default="all")
    )
