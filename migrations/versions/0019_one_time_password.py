"""Which passwords were handed out by an administrator and have to be replaced at the first log-in."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A password that was set before stays as it is: who chose it is not known.
    given = sa.Column("password_is_given", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("user", given)
