"""Ledgers sent on a page: the trial, how far it has come and what was loaded, for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sent_ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ignored", sa.Text(), nullable=False),
        sa.Column("is_load", sa.Boolean(), nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sent_ledger_unit_id_unit")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sent_ledger_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_ledger")),
    )
    op.create_index("ix_sent_ledger_mine", "sent_ledger", ["user_id"])


def downgrade() -> None:
    op.drop_table("sent_ledger")
