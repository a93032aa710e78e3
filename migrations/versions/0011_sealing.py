"""Where the seal of a paper goes, what was put there, and which act kept the signed file; the paper itself stays as issued.

Papers issued before have no place: they were printed and stamped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("seal_place", sa.String(length=80), nullable=True))
    op.add_column("document", sa.Column("seal_kind", sa.String(length=20), nullable=True))
    op.add_column("document", sa.Column("signed_seq", sa.Integer(), nullable=True))
