"""The years in which a case was received and closed, as columns that the database computes, each with an index that holds all
that the annual tables count by: a year is read from it alone, in order, however many years there are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# SQLite reads an index alone only when it holds the day that the year is computed from.
_COUNTED = {
    "received": ["category", "state", "received_on"],
    "closed": ["category", "outcome", "state", "closed_on"],
}


def upgrade() -> None:
    # SQLite adds no stored column to a table, PostgreSQL indexes none that is not stored.
    stored = op.get_bind().dialect.name == "postgresql"
    for name, counted in _COUNTED.items():
        year = sa.cast(sa.extract("year", sa.column(f"{name}_on")), sa.Integer())
        computed = sa.Computed(year, persisted=stored)
        op.add_column("record", sa.Column(f"{name}_year", sa.Integer(), computed, nullable=True))
        keys = ["kind", f"{name}_year", "unit_id", *counted]
        op.create_index(f"ix_record_{name}_year", "record", keys)
