"""Notices, payments and refunds of the information-processing fee, so that a year's sums are one query by day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("yuan", sa.Integer(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_fee_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee")),
        sa.UniqueConstraint("record_id", "seq", name=op.f("uq_fee_record_id_seq")),
    )
    op.create_index("ix_fee_moved", "fee", ["moved_on"])
