"""How the shares of an annual report are printed, chosen once for each report; those that are there keep one decimal."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    form = sa.Column("share_form", sa.String(20), nullable=False, server_default="one_decimal")
    op.add_column("annual_report", form)


def downgrade() -> None:
    op.drop_column("annual_report", "share_form")
