"""An index in the order of the register of numbers, so that a page of it reads the papers it shows and no others."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    place = ["numbered_by", "number_year", "series", "serial"]
    op.create_index("ix_document_series", "document", place)


def downgrade() -> None:
    op.drop_index("ix_document_series", table_name="document")
