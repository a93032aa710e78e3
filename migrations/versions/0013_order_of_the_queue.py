"""What the queue sorts by, as columns that the database computes, each with an index to read a page from; saved filters.

A page of the queue starts behind the last row of the page before, so every order needs a column that is never empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_STATES = (
    *("pending_registration", "pending_confirmation", "registered", "pending_correction"),
    *("in_progress", "consulting", "pending_reasons", "pending_payment", "redoing"),
    *("legal_review", "approval", "pending_issue", "pending_service", "carried_forward"),
    *("answered", "terminated", "archived", "void"),
)
_RANKS = " ".join(f"WHEN '{state}' THEN {n}" for n, state in enumerate(_STATES))
_COLUMNS = (
    (
        "sort_due",
        sa.Date(),
        "CASE WHEN state IN ('answered', 'terminated', 'archived', 'void') THEN '9999-12-31' "
        "ELSE coalesce(due_on, limit_on, '9998-12-31') END",
    ),
    ("sort_number", sa.String(length=60), "coalesce(number, '')"),
    ("sort_received", sa.Date(), "coalesce(received_on, arrived_on)"),
    ("sort_state", sa.Integer(), f"CASE state {_RANKS} ELSE {len(_STATES)} END"),
    ("sort_handler", sa.Integer(), "coalesce(handler_id, 0)"),
)


def upgrade() -> None:
    # SQLite adds no stored column to a table, PostgreSQL indexes none that is not stored.
    stored = op.get_bind().dialect.name == "postgresql"
    for name, kind, expression in _COLUMNS:
        computed = sa.Computed(expression, persisted=stored)
        op.add_column("record", sa.Column(name, kind, computed, nullable=True))
        op.create_index(f"ix_record_{name}", "record", ["kind", name, "id"])
    op.create_index("ix_party_sort_name", "party", ["position", "name", "record_id"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_filter_user_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_filter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_filter_user_id_name")),
    )
    op.create_index(op.f("ix_saved_filter_unit_id"), "saved_filter", ["unit_id"])
