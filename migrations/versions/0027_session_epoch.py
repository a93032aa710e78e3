"""Sessions end with the password they began with, so a user counts his generations of sessions; those that run go on."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    epoch = sa.Column("session_epoch", sa.Integer(), nullable=False, server_default="0")
    op.add_column("user", epoch)


def downgrade() -> None:
    op.drop_column("user", "session_epoch")
