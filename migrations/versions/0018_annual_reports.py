"""The annual report of each unit and year: what is entered of it, and its published versions, which nothing changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "annual_report",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rollup", sa.Boolean(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("confirmed", JSON, nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_annual_report_record_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_annual_report_unit_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_annual_report")),
    )
    op.create_index("ix_annual_report_year", "annual_report", ["year", "rollup", "unit_id"])
    op.create_table(
        "annual_version",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rollup", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signer", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=True),
        sa.Column("cause_seq", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_annual_version_record_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_annual_version_unit_id")),
        sa.ForeignKeyConstraint(
            ["cause_id"], ["record.id"], name=op.f("fk_annual_version_cause_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "number", name=op.f("pk_annual_version")),
    )
    op.create_index("ix_annual_version_year", "annual_version", ["year", "rollup", "unit_id"])
    _refuse_changes("annual_version")


def _refuse_changes(table: str) -> None:
    """What was published stays; the function is that of the journal."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for verb in ("UPDATE", "DELETE"):
        body = (
            "FOR EACH ROW EXECUTE FUNCTION casework_append_only()"
            if postgres
            else f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {body}")
    if postgres:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only()"
        )
