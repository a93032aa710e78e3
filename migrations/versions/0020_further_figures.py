"""Numbers for circulars that no case tells."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "further_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["unit.id"], name=op.f("fk_further_figure_about_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["unit.id"], name=op.f("fk_further_figure_office_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_figure")),
        sa.UniqueConstraint(
            "office_id",
            "year",
            "month",
            "key",
            "part",
            "about",
            name=op.f("uq_further_figure_office_id_year_month_key_part_about"),
        ),
    )
    op.create_index("ix_further_figure_about", "further_figure", ["about_id", "year"])
