"""The list of papers without proof of service reads an index of those alone, so that it does not grow with history."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unserved = sa.text("served_on IS NULL")
    op.create_index(
        "ix_document_unserved",
        "document",
        ["record_id"],
        sqlite_where=unserved,
        postgresql_where=unserved,
    )
