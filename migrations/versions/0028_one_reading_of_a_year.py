"""One index that holds all that a year's requests are counted by, received and closed, and a small one of those closed in another
year: the annual tables read a request once instead of twice. What was carried tells its current unit itself.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_record_closed_year", table_name="record")
    op.drop_index("ix_record_received_year", table_name="record")
    # SQLite reads an index alone only when it holds the days that the years are computed from.
    keys = ["kind", "received_year", "unit_id", "category", "closed_year", "outcome", "state"]
    op.create_index("ix_record_received_year", "record", [*keys, "received_on", "closed_on"])
    later = sa.text("closed_year <> coalesce(received_year, 0)")
    keys = ["kind", "closed_year", "unit_id", "category", "outcome", "state"]
    op.create_index(
        "ix_record_closed_later",
        "record",
        [*keys, "closed_on", "received_on"],
        sqlite_where=later,
        postgresql_where=later,
    )
    _current_units()


def _current_units() -> None:
    op.drop_index("ix_carry_unit", table_name="carry")
    op.add_column("carry", sa.Column("current_unit_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE carry SET current_unit_id ="
        " (SELECT unit_id FROM record WHERE record.id = carry.record_id)"
    )
    with op.batch_alter_table("carry") as batch:
        batch.alter_column("current_unit_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(
            "fk_carry_current_unit_id_unit", "unit", ["current_unit_id"], ["id"]
        )
    keys = ["year", "unit_id", "current_unit_id", "category"]
    op.create_index("ix_carry_unit", "carry", keys)
