"""Forms handed in, so that a second sending through another process finds the first, and drafts of forms not handed in.

Neither is part of the history: both are deleted after some days. What was typed is encrypted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sent_form_user_id_user")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_sent_form_record_id_record")
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_sent_form")),
    )
    op.create_index("ix_sent_form_at", "sent_form", ["at"])
    op.create_table(
        "form_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_form_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_form_draft_user_id_key")),
    )
    op.create_index("ix_form_draft_saved_at", "form_draft", ["saved_at"])
